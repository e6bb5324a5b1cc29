//! Tables and their columns. Constraints, indexes, triggers and policies are objects of their own.

use serde::{Deserialize, Serialize};

use super::{ColumnStorage, Parameters, PartitionKey, SequenceOptions, TableStorage};
use crate::data_type::DataType;
use crate::expression::Expression;
use crate::name::{Name, QualifiedName, default_name};
use crate::object::{Dependencies, Describe, Space};

/// A table.
///
/// <https://www.postgresql.org/docs/15/sql-createtable.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: QualifiedName,
    /// The columns, in their place.
    pub columns: Vec<Column>,
    /// Whose rows it holds.
    pub tenancy: Tenancy,
    /// How it is stored.
    #[serde(default, skip_serializing_if = "TableStorage::is_default")]
    pub storage: TableStorage,
    /// What it is partitioned by, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<PartitionKey>,
    /// The tables whose columns and checks it has besides its own, in order: whoever reads one of them reads
    /// its rows too. All of its columns stand in `columns`, those of its parents included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<QualifiedName>,
}

/// Whose rows a table holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tenancy {
    /// Every row belongs to the tenant in this column.
    Tenant(Name),
    /// The rows belong to no single tenant, for the reason given.
    Shared(String),
    /// Nobody has said. An error in a definition; normal in a database that was introspected.
    Unclassified,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub data_type: DataType,
    /// Whether it accepts null.
    pub nullable: bool,
    /// What it gets when an insert says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expression>,
    /// `GENERATED … AS IDENTITY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// How the sequence of an identity counts.
    #[serde(default, skip_serializing_if = "SequenceOptions::is_default")]
    pub sequence_options: SequenceOptions,
    /// The sequence of an identity where it has another name than PostgreSQL gives it, such as that of a table
    /// which was called otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<QualifiedName>,
    /// `GENERATED ALWAYS AS (…) STORED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Expression>,
    /// How its texts are sorted and compared; as the database does when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QualifiedName>,
    /// How it is stored.
    #[serde(default, skip_serializing_if = "ColumnStorage::is_default")]
    pub storage: ColumnStorage,
    /// What is said of its values in place of what ANALYZE finds: `n_distinct`.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub options: Parameters,
}

/// Who chooses the value of an identity column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// The server, always.
    Always,
    /// The server, unless an insert gives one.
    ByDefault,
}

impl Table {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &Name) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == *name)
    }

    /// The name of the sequence of an identity column.
    #[must_use]
    pub fn sequence_of(&self, column: &Column) -> QualifiedName {
        column.sequence_in(&self.name)
    }

    /// The column that holds the tenant.
    #[must_use]
    pub fn tenant(&self) -> Option<&Name> {
        match &self.tenancy {
            Tenancy::Tenant(column) => Some(column),
            Tenancy::Shared(_) | Tenancy::Unclassified => None,
        }
    }
}

impl Column {
    /// The name of its sequence in a table of that name, where it is an identity.
    #[must_use]
    pub fn sequence_in(&self, table: &QualifiedName) -> QualifiedName {
        let called = || table.sibling(default_name(table.name.as_str(), self.name.as_str(), "seq"));
        self.sequence.clone().unwrap_or_else(called)
    }
}

impl Describe for Table {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "TABLE";
    const SPACE: Space = Space::Rows;
    const ATTRIBUTE: Option<&'static str> = Some("table");
    const METHOD: Option<&'static str> = Some("table");

    fn id(&self) -> QualifiedName {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name.name)
    }

    fn parts<'o>(&'o self, give: &mut dyn FnMut(&'static str, &'o Name)) {
        let columns = self.columns.iter();
        columns.for_each(|column| give("column", &column.name));
    }

    fn form(noun: &str) -> &'static str {
        if noun == "column" {
            "`#[col(name = \"…\")]`"
        } else {
            "`#[table(name = \"…\")]`"
        }
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
        self.inherits.iter().for_each(|parent| into.table(parent));
        for column in &self.columns {
            into.data_type(&column.data_type);
            for expression in column.default.iter().chain(&column.generated) {
                expression.dependencies(into);
            }
        }
    }
}
