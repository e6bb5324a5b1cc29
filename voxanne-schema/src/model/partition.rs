//! Partitions: the parts of a table by the values of a key. A partition has the columns of its table, and
//! with them its constraints, indexes and triggers; here stands what is its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{IndexElement, Member, Parameters};
use crate::describe::{Describe, Owner, Space};
use crate::expression::{Expression, Literal};
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, ObjectId};
use crate::validate::bounds;

/// What a table, or a partition, is partitioned by.
///
/// <https://www.postgresql.org/docs/15/ddl-partitioning.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionKey {
    /// How its values become partitions.
    pub method: PartitionMethod,
    /// What it is made of, in order.
    pub elements: Vec<PartitionElement>,
}

/// How the values of a key become partitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartitionMethod {
    /// From one value to another.
    Range,
    /// These values.
    List,
    /// By the remainder of a hash.
    Hash,
}

impl PartitionMethod {
    /// The method as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Range => "RANGE",
            Self::List => "LIST",
            Self::Hash => "HASH",
        }
    }

    /// The word that declares it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::List => "list",
            Self::Hash => "hash",
        }
    }
}

/// One part of a partition key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionElement {
    /// A column or an expression.
    pub element: IndexElement,
    /// How its texts are compared; as its column does when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QualifiedName>,
    /// The operator class, when not the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<Name>,
}

/// A partition. Its identity is the table with its name; it lives in the namespace of the table, unless it says
/// another.
///
/// <https://www.postgresql.org/docs/15/sql-createtable.html#SQL-CREATETABLE-PARTITION>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// The table that it is a part of, however deep.
    pub table: QualifiedName,
    /// Its name.
    pub name: Name,
    /// Its namespace, where it is not that of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// The partition that it is directly a part of, where that is not the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Name>,
    /// The namespace of that partition, where it is not that of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_namespace: Option<Name>,
    /// Which rows it holds.
    pub bound: PartitionBound,
    /// What it is itself partitioned by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<PartitionKey>,
    /// Whether nobody reads it past the policies of its table: row-level security is on, without a policy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// How it is stored: `WITH (…)`, of which it takes nothing over from its table.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub parameters: Parameters,
    /// What its indexes are called, by the key or index of the table that each is a part of, where PostgreSQL
    /// would call them otherwise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub index_names: BTreeMap<Name, Name>,
}

/// Which rows a partition holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartitionBound {
    /// Those from the first on, and before the second.
    Range {
        /// The first values that are in it.
        from: Vec<BoundValue>,
        /// The first values that are behind it.
        to: Vec<BoundValue>,
    },
    /// Those with one of these values.
    List(Vec<Expression>),
    /// Those whose hash has this remainder.
    Hash {
        /// What the hash is divided by.
        modulus: u32,
        /// What is left.
        remainder: u32,
    },
    /// Those that no other partition holds.
    Default,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoundValue {
    /// Below all values.
    Least,
    /// This value.
    Value(Expression),
    /// Above all values.
    Most,
}

impl PartitionKey {
    /// The columns that are parts by themselves.
    pub fn columns(&self) -> impl Iterator<Item = &Name> {
        self.elements.iter().filter_map(PartitionElement::column_name)
    }

    /// The expressions among its parts.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.elements.iter().filter_map(|part| match &part.element {
            IndexElement::Column(_) => None,
            IndexElement::Expression(expression) => Some(expression),
        })
    }

    /// Every column that it reads.
    #[must_use]
    pub fn all_columns(&self) -> Vec<&Name> {
        let of_expressions = self.expressions().flat_map(Expression::columns);
        self.columns().chain(of_expressions).collect()
    }

    fn dependencies(&self, table: &QualifiedName, into: &mut Dependencies) {
        for column in self.all_columns() {
            into.column(table, column);
        }
        for expression in self.expressions() {
            expression.dependencies(into);
        }
    }
}

impl PartitionElement {
    /// A column.
    #[must_use]
    pub fn column(name: impl Into<Name>) -> Self {
        Self {
            element: IndexElement::Column(name.into()),
            collation: None,
            operator_class: None,
        }
    }

    /// The column, if it is one.
    #[must_use]
    pub fn column_name(&self) -> Option<&Name> {
        match &self.element {
            IndexElement::Column(name) => Some(name),
            IndexElement::Expression(_) => None,
        }
    }
}

impl PartitionBound {
    /// Whether it holds what no other partition holds.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::Default
    }

    /// The values that it is written with.
    pub fn values(&self) -> impl Iterator<Item = &Expression> {
        let (range, list): (Vec<&BoundValue>, &[Expression]) = match self {
            Self::Range { from, to } => (from.iter().chain(to).collect(), &[]),
            Self::List(values) => (Vec::new(), values),
            Self::Hash { .. } | Self::Default => (Vec::new(), &[]),
        };
        let of_range = range.into_iter().filter_map(|value| match value {
            BoundValue::Value(value) => Some(value),
            BoundValue::Least | BoundValue::Most => None,
        });
        of_range.chain(list)
    }

    /// Whether a row may be within both, as far as that is known without a server.
    #[must_use]
    pub fn may_meet(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Default, Self::Default) => true,
            (Self::Default, _) | (_, Self::Default) => false,
            _ => bounds::disjoint(self, other) != Some(true),
        }
    }

    /// Whether every row of another bound is within this one, as far as that is known without a server.
    #[must_use]
    pub fn holds_all_of(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Range { from, to },
                Self::Range {
                    from: other_from,
                    to: other_to,
                },
            ) => {
                let known = bounds::order(from, other_from).zip(bounds::order(other_to, to));
                known.is_some_and(|(from, to)| from.is_le() && to.is_le())
            }
            (Self::List(values), Self::List(others)) => others.iter().all(|other| values.contains(other)),
            _ => false,
        }
    }

    /// Whether null is among the values of a list.
    #[must_use]
    pub fn holds_null(&self) -> bool {
        matches!(self, Self::List(values) if values.contains(&Expression::Literal(Literal::Null)))
    }
}

impl Partition {
    /// Its name with its namespace.
    #[must_use]
    pub fn qualified_name(&self) -> QualifiedName {
        let namespace = self.namespace.as_ref().unwrap_or(&self.table.namespace);
        QualifiedName::new(namespace.clone(), self.name.clone())
    }

    /// The name of what it is directly a part of: the table, or another partition.
    #[must_use]
    pub fn parent(&self) -> QualifiedName {
        match &self.within {
            Some(within) => {
                let namespace = self.within_namespace.as_ref();
                QualifiedName::new(namespace.unwrap_or(&self.table.namespace).clone(), within.clone())
            }
            None => self.table.clone(),
        }
    }

    /// The partition that it is directly a part of, where that is not the table.
    #[must_use]
    pub fn parent_partition(&self) -> Option<ObjectId> {
        let within = self.within.as_ref()?;
        Some(ObjectId::Partition(Member::new(
            self.table.clone(),
            within.clone(),
        )))
    }
}

impl Describe for Partition {
    type Id = Member;

    const KEYWORDS: &'static str = "TABLE";
    const SPACE: Space = Space::Rows;

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
        "`r.partition(\"…\")`"
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Table(&self.table))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.table(&self.table);
        if let Some(namespace) = &self.namespace {
            into.object(ObjectId::Namespace(namespace.clone()));
        }
        if let Some(parent) = self.parent_partition() {
            into.object(parent);
        }
        for value in self.bound.values() {
            value.dependencies(into);
        }
        if let Some(key) = &self.partition_by {
            key.dependencies(&self.table, into);
        }
    }
}
