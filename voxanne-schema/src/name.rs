//! Names as PostgreSQL keeps them: raw, never quoted. Quoting belongs to the SQL writer.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest identifier that PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`).
///
/// <https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
pub const MAX_NAME_BYTES: usize = 63;

/// One identifier: raw, case-sensitive, without quotes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(Arc<str>);

impl Name {
    /// Takes the text as it is.
    #[must_use]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(Arc::from(text.as_ref()))
    }

    /// The raw text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether PostgreSQL would cut the name.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        self.0.len() > MAX_NAME_BYTES
    }
}

/// By bytes, as the C collation sorts. Names are shared a great deal, which spares the comparison.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            Ordering::Equal
        } else {
            self.0.cmp(&other.0)
        }
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(Arc::from(text))
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A name inside a namespace (a PostgreSQL schema).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QualifiedName {
    /// The namespace, `public` unless a definition says otherwise.
    pub namespace: Name,
    /// The name inside it.
    pub name: Name,
}

impl QualifiedName {
    /// A name in the given namespace.
    #[must_use]
    pub fn new(namespace: impl Into<Name>, name: impl Into<Name>) -> Self {
        Self {
            namespace: namespace.into(),
            name: name.into(),
        }
    }

    /// A name in `public`.
    #[must_use]
    pub fn public(name: impl Into<Name>) -> Self {
        static PUBLIC: LazyLock<Name> = LazyLock::new(|| Name::new("public"));
        Self::new(PUBLIC.clone(), name)
    }

    /// Another name in the same namespace.
    #[must_use]
    pub fn sibling(&self, name: impl Into<Name>) -> Self {
        Self {
            namespace: self.namespace.clone(),
            name: name.into(),
        }
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.namespace, self.name)
    }
}

/// Joins name parts as PostgreSQL does for its own default names (`contacts_org_id_idx`),
/// shortening the parts, never the suffix, until the whole fits 63 bytes.
///
/// Follows `makeObjectName` in `src/backend/commands/indexcmds.c`.
#[must_use]
pub fn default_name(table: &str, columns: &str, suffix: &str) -> Name {
    let separators = if columns.is_empty() { 1 } else { 2 };
    let available = MAX_NAME_BYTES.saturating_sub(suffix.len() + separators);
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > available {
        if first > second {
            first -= 1;
        } else {
            second -= 1;
        }
    }
    let table = clip(table, first);
    let columns = clip(columns, second);
    Name::from(if columns.is_empty() {
        format!("{table}_{suffix}")
    } else {
        format!("{table}_{columns}_{suffix}")
    })
}

/// At most `bytes` bytes of the text, never splitting a character.
fn clip(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_names_are_postgresqls_own() {
        assert_eq!(default_name("contacts", "org_id", "idx"), "contacts_org_id_idx");
        assert_eq!(default_name("contacts", "", "pkey"), "contacts_pkey");
    }

    #[test]
    fn long_default_names_keep_their_suffix_and_fit() {
        let name = default_name(&"a".repeat(60), &"b".repeat(60), "fkey");
        assert_eq!(name.as_str().len(), MAX_NAME_BYTES);
        assert!(name.as_str().ends_with("_fkey"));
    }
}
