//! Constraints. Each is an object of its own, so that a foreign key can wait for its table; the
//! planner writes those that can stand there inside `CREATE TABLE`.

use serde::{Deserialize, Serialize};

use super::Member;
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe};

/// A constraint of a table.
///
/// <https://www.postgresql.org/docs/15/ddl-constraints.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// The table.
    pub table: QualifiedName,
    /// Its name.
    pub name: Name,
    /// What it holds.
    pub definition: ConstraintDefinition,
    /// Whether existing rows are known to satisfy it; `NOT VALID` when false.
    pub validated: bool,
}

/// What a constraint holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintDefinition {
    /// The columns tell rows apart and are never null.
    PrimaryKey(Vec<Name>),
    /// The columns tell rows apart.
    Unique {
        /// The columns, in the order of the index.
        columns: Vec<Name>,
        /// Whether two nulls count as equal.
        nulls_not_distinct: bool,
    },
    /// Every row satisfies the expression.
    Check(Expression),
    /// The columns point at a row of another table.
    ForeignKey(ForeignKey),
}

/// `FOREIGN KEY (…) REFERENCES …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The referring columns.
    pub columns: Vec<Name>,
    /// The table that they refer to.
    pub references: QualifiedName,
    /// Its columns, as many as `columns`.
    pub referenced_columns: Vec<Name>,
    /// What happens to this row when the other is deleted.
    pub on_delete: ReferentialAction,
    /// What happens to this row when the key of the other changes.
    pub on_update: ReferentialAction,
}

/// What a foreign key does when the row that it points at goes or changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferentialAction {
    /// Refuse at the end of the statement.
    #[default]
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Do the same to this row.
    Cascade,
    /// Set the referring columns to null.
    SetNull,
    /// Set the referring columns to their defaults.
    SetDefault,
}

impl ReferentialAction {
    /// The action as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl Constraint {
    /// The columns of a key, in order; none for a check.
    #[must_use]
    pub fn key_columns(&self) -> &[Name] {
        match &self.definition {
            ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
                columns
            }
            ConstraintDefinition::ForeignKey(key) => &key.columns,
            ConstraintDefinition::Check(_) => &[],
        }
    }

    /// The foreign key, if it is one.
    #[must_use]
    pub fn foreign_key(&self) -> Option<&ForeignKey> {
        match &self.definition {
            ConstraintDefinition::ForeignKey(key) => Some(key),
            ConstraintDefinition::PrimaryKey(_)
            | ConstraintDefinition::Unique { .. }
            | ConstraintDefinition::Check(_) => None,
        }
    }

    /// Whether it is the primary key.
    #[must_use]
    pub fn is_primary_key(&self) -> bool {
        matches!(self.definition, ConstraintDefinition::PrimaryKey(_))
    }
}

impl Describe for Constraint {
    type Id = Member;

    fn id(&self) -> Member {
        Member::new(self.table.clone(), self.name.clone())
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.table(&self.table);
        match &self.definition {
            ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
                for column in columns {
                    into.column(&self.table, column);
                }
            }
            ConstraintDefinition::Check(expression) => {
                for column in expression.columns() {
                    into.column(&self.table, column);
                }
                expression.dependencies(into);
            }
            ConstraintDefinition::ForeignKey(key) => {
                for column in &key.columns {
                    into.column(&self.table, column);
                }
                into.table(&key.references);
                for column in &key.referenced_columns {
                    into.column(&key.references, column);
                }
            }
        }
    }
}
