//! Publications: which changes of which tables others may subscribe to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, ObjectId};

/// `CREATE PUBLICATION`.
///
/// <https://www.postgresql.org/docs/15/sql-createpublication.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Its name.
    pub name: Name,
    /// Whether it has every table that there is and will be.
    #[serde(default)]
    pub all_tables: bool,
    /// Its tables.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", with = "tables")]
    pub tables: BTreeMap<QualifiedName, PublishedTable>,
    /// The namespaces of which it has every table. PostgreSQL knows these since 15.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub namespaces: BTreeSet<Name>,
    /// The commands that it tells of.
    pub operations: BTreeSet<PublishedOperation>,
    /// Whether changes of partitions are told as those of the table that they are partitions of.
    #[serde(default)]
    pub via_root: bool,
}

/// What is published of one table; everything, where nothing is said. PostgreSQL knows both since 15.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedTable {
    /// These columns alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Name>,
    /// The rows that satisfy this alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expression>,
}

/// A command that a publication tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedOperation {
    /// `insert`
    Insert,
    /// `update`
    Update,
    /// `delete`
    Delete,
    /// `truncate`
    Truncate,
}

impl PublishedOperation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Insert, Self::Update, Self::Delete, Self::Truncate];

    /// The command as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Truncate => "truncate",
        }
    }
}

impl PublishedTable {
    /// Whether it is published without its columns and rows being told apart.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.columns.is_empty() && self.filter.is_none()
    }
}

impl Publication {
    /// Whether it tells of rows that were there before, which must be told apart for that.
    #[must_use]
    pub fn tells_old_rows(&self) -> bool {
        let old = [PublishedOperation::Update, PublishedOperation::Delete];
        old.iter().any(|operation| self.operations.contains(operation))
    }

    /// Whether it has a table.
    #[must_use]
    pub fn has(&self, table: &QualifiedName) -> bool {
        self.all_tables || self.tables.contains_key(table) || self.namespaces.contains(&table.namespace)
    }
}

impl Describe for Publication {
    type Id = Name;

    const KEYWORDS: &'static str = "PUBLICATION";
    const METHOD: Option<&'static str> = None;

    fn id(&self) -> Name {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name)
    }

    fn form(_noun: &str) -> &'static str {
        "`PublicationRule::new(\"…\")`"
    }

    fn dependencies(&self, into: &mut Dependencies) {
        for namespace in &self.namespaces {
            into.object(ObjectId::Namespace(namespace.clone()));
        }
        for (name, table) in &self.tables {
            into.table(name);
            for column in &table.columns {
                into.column(name, column);
            }
            if let Some(filter) = &table.filter {
                for column in filter.columns() {
                    into.column(name, column);
                }
                filter.dependencies(into);
            }
        }
    }
}

/// Tables as a list: the keys of JSON are words, and names are two.
mod tables {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::PublishedTable;
    use crate::name::QualifiedName;

    type Tables = BTreeMap<QualifiedName, PublishedTable>;

    pub(super) fn serialize<S: Serializer>(tables: &Tables, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(tables)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tables, D::Error> {
        let list = Vec::<(QualifiedName, PublishedTable)>::deserialize(deserializer)?;
        Ok(list.into_iter().collect())
    }
}
