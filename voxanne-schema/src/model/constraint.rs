//! Constraints. Each is an object of its own, so that a foreign key can wait for its table; the
//! planner writes those that can stand there inside `CREATE TABLE`.

use serde::{Deserialize, Serialize};

use super::{IndexElement, IndexKey, IndexMethod, Member, Parameters};
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Owner};

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
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferral::is_immediate")]
    pub deferral: Deferral,
    /// Whether a check is about the rows of its table alone, and not those of tables that inherit from it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
    /// What is said of the index of a primary or unique key.
    #[serde(default, skip_serializing_if = "KeyIndex::is_default")]
    pub index: KeyIndex,
}

/// What is said of the index of a key besides its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyIndex {
    /// Columns that it carries along and that tell no rows apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<Name>,
    /// How it is stored: `WITH (…)`.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub parameters: Parameters,
}

impl KeyIndex {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// When a constraint is checked. A check always is at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferral {
    /// At once, in every transaction.
    #[default]
    NotDeferrable,
    /// At once, unless a transaction says `SET CONSTRAINTS … DEFERRED`.
    Deferrable,
    /// At the end of each transaction, unless it says `SET CONSTRAINTS … IMMEDIATE`.
    InitiallyDeferred,
}

impl Deferral {
    /// Whether no transaction can put it off.
    #[must_use]
    pub fn is_immediate(&self) -> bool {
        *self == Self::NotDeferrable
    }

    /// The words behind a constraint that can be put off.
    #[must_use]
    pub const fn sql(self) -> Option<&'static str> {
        match self {
            Self::NotDeferrable => None,
            Self::Deferrable => Some("DEFERRABLE"),
            Self::InitiallyDeferred => Some("DEFERRABLE INITIALLY DEFERRED"),
        }
    }
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
    /// No two rows stand in all of these relations at once.
    Exclude(Exclusion),
}

/// `EXCLUDE USING … (… WITH …)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// How its index is built.
    pub method: IndexMethod,
    /// What is compared, in the order of the index.
    pub elements: Vec<ExclusionElement>,
    /// Which rows it is about; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expression>,
}

/// One key of an exclusion constraint, and how it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionElement {
    /// The key.
    pub key: IndexKey,
    /// The operator: two rows for which all of them say yes exclude each other.
    pub operator: String,
}

impl Exclusion {
    /// The expressions of its keys and its filter.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let keys = self
            .elements
            .iter()
            .filter_map(|element| match &element.key.element {
                IndexElement::Column(_) => None,
                IndexElement::Expression(expression) => Some(expression),
            });
        keys.chain(&self.filter)
    }

    /// The columns that are keys by themselves.
    pub fn columns(&self) -> impl Iterator<Item = &Name> {
        self.elements
            .iter()
            .filter_map(|element| element.key.column_name())
    }
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
    /// Whether either all of the columns are null or none: `MATCH FULL`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub match_full: bool,
    /// The columns that are set when the other row is deleted, where those are not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<Name>,
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
    /// The columns of a key, in order; none for a check, and for an exclusion, which is no key.
    #[must_use]
    pub fn key_columns(&self) -> &[Name] {
        match &self.definition {
            ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
                columns
            }
            ConstraintDefinition::ForeignKey(key) => &key.columns,
            ConstraintDefinition::Check(_) | ConstraintDefinition::Exclude(_) => &[],
        }
    }

    /// The foreign key, if it is one.
    #[must_use]
    pub fn foreign_key(&self) -> Option<&ForeignKey> {
        match &self.definition {
            ConstraintDefinition::ForeignKey(key) => Some(key),
            ConstraintDefinition::PrimaryKey(_)
            | ConstraintDefinition::Unique { .. }
            | ConstraintDefinition::Check(_)
            | ConstraintDefinition::Exclude(_) => None,
        }
    }

    /// Whether an index of its name stands behind it.
    #[must_use]
    pub fn has_index(&self) -> bool {
        match self.definition {
            ConstraintDefinition::PrimaryKey(_)
            | ConstraintDefinition::Unique { .. }
            | ConstraintDefinition::Exclude(_) => true,
            ConstraintDefinition::Check(_) | ConstraintDefinition::ForeignKey(_) => false,
        }
    }

    /// The same as one that old rows are not known to satisfy.
    #[must_use]
    pub fn unproven(&self) -> Self {
        Self {
            validated: false,
            ..self.clone()
        }
    }

    /// Whether it is a check.
    #[must_use]
    pub fn is_check(&self) -> bool {
        matches!(self.definition, ConstraintDefinition::Check(_))
    }

    /// Whether tables that inherit from its table have it too.
    #[must_use]
    pub fn is_inheritable(&self) -> bool {
        self.is_check() && !self.no_inherit
    }

    /// Whether it is the primary key.
    #[must_use]
    pub fn is_primary_key(&self) -> bool {
        matches!(self.definition, ConstraintDefinition::PrimaryKey(_))
    }
}

impl Describe for Constraint {
    type Id = Member;

    const KEYWORDS: &'static str = "CONSTRAINT";

    fn id(&self) -> Member {
        Member::new(self.table.clone(), self.name.clone())
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name)
    }

    fn form(_noun: &str) -> &'static str {
        "`unique(…, name = \"…\")` in its attribute, or `.named(\"…\")`"
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Table(&self.table))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.table(&self.table);
        for column in &self.index.include {
            into.column(&self.table, column);
        }
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
            ConstraintDefinition::Exclude(exclusion) => {
                for column in exclusion.columns() {
                    into.column(&self.table, column);
                }
                for expression in exclusion.expressions() {
                    for column in expression.columns() {
                        into.column(&self.table, column);
                    }
                    expression.dependencies(into);
                }
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
