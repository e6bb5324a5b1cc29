//! What a team may choose about its entities. Every choice has a default, and the defaults are
//! sea-orm's own: the compact format, chrono, no serde.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use quote::ToTokens;

use voxanne_schema::model::Table;
use voxanne_schema::name::{Name, QualifiedName};

/// The choices about generated entities.
///
/// ```
/// use voxanne_codegen::entities::{EntityOptions, Format, SerdeDerives};
///
/// let options = EntityOptions {
///     serde: SerdeDerives::Both,
///     model_derives: vec!["Hash".parse()?],
///     ..EntityOptions::default()
/// };
/// assert_eq!(options.format, Format::Compact);
/// # Ok::<(), voxanne_codegen::entities::InvalidRustPath>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityOptions {
    /// How an entity is written.
    pub format: Format,
    /// Whose types stand for dates and times.
    pub date_time: DateTimeLibrary,
    /// Which of serde's traits the models and the enums derive.
    pub serde: SerdeDerives,
    /// Further derives of every model.
    pub model_derives: Vec<RustPath>,
    /// Further derives of every enum.
    pub enum_derives: Vec<RustPath>,
    /// The namespaces whose tables and enums are wanted; all of them when absent.
    pub namespaces: Option<BTreeSet<Name>>,
    /// The tables that are wanted, in those namespaces; all of them when absent. Then only the
    /// enums that they use are written.
    pub tables: Option<BTreeSet<QualifiedName>>,
    /// What the crate's documentation says first.
    pub crate_doc: Option<String>,
    /// Modules that people write beside the generated ones, for `lib.rs` to declare. Those that
    /// are no Rust identifiers are left out.
    pub sibling_modules: Vec<String>,
    /// Tables whose `ActiveModelBehavior` stands in a sibling module, so that none is written.
    pub own_behavior: BTreeSet<QualifiedName>,
}

/// How an entity is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A model and an enum of relations.
    #[default]
    Compact,
    /// `#[sea_orm::model]`, with the relations as fields. Compiles three to four times slower.
    Dense,
}

/// Whose types stand for dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateTimeLibrary {
    /// The `chrono` crate; sea-orm's feature `with-chrono`.
    #[default]
    Chrono,
    /// The `time` crate; sea-orm's feature `with-time`.
    Time,
}

/// Which of serde's traits are derived. Any but `None` makes serde a dependency of the entities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SerdeDerives {
    /// Neither.
    #[default]
    None,
    /// `Serialize`
    Serialize,
    /// `Deserialize`
    Deserialize,
    /// `Serialize` and `Deserialize`
    Both,
}

/// A path to something in Rust, such as `Hash` or `ts_rs::TS`, known to be well-formed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustPath(String);

/// A text that is no path in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRustPath(String);

impl EntityOptions {
    /// Whether an entity of the table is wanted.
    pub(super) fn wants_table(&self, table: &Table) -> bool {
        self.wants_namespace(&table.name.namespace)
            && self
                .tables
                .as_ref()
                .is_none_or(|tables| tables.contains(&table.name))
    }

    /// Whether everything in the namespace is wanted.
    pub(super) fn wants_namespace(&self, namespace: &Name) -> bool {
        self.namespaces
            .as_ref()
            .is_none_or(|namespaces| namespaces.contains(namespace))
    }
}

impl SerdeDerives {
    /// The traits, in the order in which people write them.
    pub(super) const fn traits(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Serialize => &["Serialize"],
            Self::Deserialize => &["Deserialize"],
            Self::Both => &["Serialize", "Deserialize"],
        }
    }
}

impl RustPath {
    /// The path as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RustPath {
    type Err = InvalidRustPath;

    fn from_str(text: &str) -> Result<Self, InvalidRustPath> {
        syn::parse_str::<syn::Path>(text)
            .map(|path| Self(path.to_token_stream().to_string().replace(' ', "")))
            .map_err(|_| InvalidRustPath(text.to_owned()))
    }
}

impl fmt::Display for InvalidRustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no path in Rust", self.0)
    }
}

impl std::error::Error for InvalidRustPath {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_checked_when_it_is_made() {
        assert_eq!("ts_rs::TS".parse(), Ok(RustPath("ts_rs::TS".to_owned())));
        let error = "not a path"
            .parse::<RustPath>()
            .expect_err("two words are no path");
        assert_eq!(error.to_string(), "`not a path` is no path in Rust");
    }
}
