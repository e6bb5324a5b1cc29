//! Extended statistics: what the planner is told of columns that hang together.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::IndexElement;
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Owner};

/// `CREATE STATISTICS`. They stand in the namespace of their table.
///
/// <https://www.postgresql.org/docs/15/sql-createstatistics.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// The table.
    pub table: QualifiedName,
    /// The name, unique among the statistics of the namespace.
    pub name: Name,
    /// What is counted; everything, where nothing is said.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<StatisticsKind>,
    /// The columns and expressions.
    pub keys: Vec<IndexElement>,
    /// How many values are kept, in place of what the columns say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<u16>,
}

/// What extended statistics count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatisticsKind {
    /// `ndistinct`: how many different groups there are.
    Ndistinct,
    /// `dependencies`: how far one column tells another.
    Dependencies,
    /// `mcv`: the most common combinations of values.
    Mcv,
}

impl StatisticsKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ndistinct, Self::Dependencies, Self::Mcv];

    /// The kind as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Ndistinct => "ndistinct",
            Self::Dependencies => "dependencies",
            Self::Mcv => "mcv",
        }
    }
}

impl Statistics {
    /// The name with its namespace.
    #[must_use]
    pub fn qualified_name(&self) -> QualifiedName {
        self.table.sibling(self.name.clone())
    }

    /// The columns, without those in expressions.
    pub fn columns(&self) -> impl Iterator<Item = &Name> {
        self.keys.iter().filter_map(|key| match key {
            IndexElement::Column(name) => Some(name),
            IndexElement::Expression(_) => None,
        })
    }

    /// The expressions.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.keys.iter().filter_map(|key| match key {
            IndexElement::Column(_) => None,
            IndexElement::Expression(expression) => Some(expression),
        })
    }
}

impl Describe for Statistics {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "STATISTICS";

    fn id(&self) -> QualifiedName {
        self.qualified_name()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name)
    }

    fn form(_noun: &str) -> &'static str {
        "`r.statistics(…).named(\"…\")`"
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Table(&self.table))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.table(&self.table);
        for column in self.columns() {
            into.column(&self.table, column);
        }
        for expression in self.expressions() {
            for column in expression.columns() {
                into.column(&self.table, column);
            }
            expression.dependencies(into);
        }
    }
}
