//! Indexes that no constraint owns.

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Dependency, Describe, ObjectId, Owner, Space};

/// An index.
///
/// <https://www.postgresql.org/docs/15/sql-createindex.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The table, or the materialized view.
    pub table: QualifiedName,
    /// Which of the two it is.
    #[serde(default, skip_serializing_if = "Indexed::is_table")]
    pub on: Indexed,
    /// Its name; it lives in the namespace of its table.
    pub name: Name,
    /// Whether it refuses equal keys.
    pub unique: bool,
    /// How it is built.
    pub method: IndexMethod,
    /// What it is built of, in order.
    pub keys: Vec<IndexKey>,
    /// Columns that it carries without sorting by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<Name>,
    /// Which rows it holds; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expression>,
    /// Whether two nulls count as equal.
    #[serde(default)]
    pub nulls_not_distinct: bool,
    /// `WITH (…)`
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub parameters: Parameters,
    /// Whether subscribers know the rows of the table by it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replica_identity: bool,
}

/// What an index is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indexed {
    /// A table.
    #[default]
    Table,
    /// A materialized view.
    MaterializedView,
}

impl Indexed {
    /// Whether it is a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        *self == Self::Table
    }
}

/// One key of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexKey {
    /// A column or an expression.
    pub element: IndexElement,
    /// How its texts are sorted; as its column does when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QualifiedName>,
    /// Ascending or descending.
    pub direction: SortDirection,
    /// Where nulls sort; the default of the direction when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
    /// The operator class, when not the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<Name>,
    /// The namespace of that, where it may not be found without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_namespace: Option<Name>,
    /// What the operator class is told: the length of its signatures.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub class_parameters: Parameters,
}

/// What an index key is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexElement {
    /// A column.
    Column(Name),
    /// An expression.
    Expression(Expression),
}

/// How an index is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexMethod {
    /// A B-tree.
    #[default]
    Btree,
    /// A hash table.
    Hash,
    /// An inverted index.
    Gin,
    /// A generalized search tree.
    Gist,
    /// A space-partitioned search tree.
    Spgist,
    /// Block ranges.
    Brin,
}

impl IndexMethod {
    /// The method as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Btree => "btree",
            Self::Hash => "hash",
            Self::Gin => "gin",
            Self::Gist => "gist",
            Self::Spgist => "spgist",
            Self::Brin => "brin",
        }
    }
}

/// The direction of an index key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortDirection {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// Where nulls sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

impl IndexKey {
    /// A column, ascending.
    #[must_use]
    pub fn column(name: impl Into<Name>) -> Self {
        Self::new(IndexElement::Column(name.into()))
    }

    /// An element, ascending.
    #[must_use]
    pub fn new(element: IndexElement) -> Self {
        Self {
            element,
            collation: None,
            direction: SortDirection::Ascending,
            nulls: None,
            operator_class: None,
            class_namespace: None,
            class_parameters: Parameters::new(),
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

impl Index {
    /// The index's name with its namespace.
    #[must_use]
    pub fn qualified_name(&self) -> QualifiedName {
        self.table.sibling(self.name.clone())
    }

    /// The table or materialized view that it is on.
    #[must_use]
    pub fn relation(&self) -> ObjectId {
        match self.on {
            Indexed::Table => ObjectId::Table(self.table.clone()),
            Indexed::MaterializedView => ObjectId::MaterializedView(self.table.clone()),
        }
    }
}

impl Describe for Index {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "INDEX";
    const SPACE: Space = Space::Relation;

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
        "`r.index(…).named(\"…\")`"
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(match self.on {
            Indexed::Table => Owner::Table(&self.table),
            Indexed::MaterializedView => Owner::MaterializedView(&self.table),
        })
    }

    fn dependencies(&self, into: &mut Dependencies) {
        let relation = self.relation();
        let column = |name: &Name| Dependency {
            object: relation.clone(),
            column: Some(name.clone()),
        };
        into.object(relation.clone());
        let mut expressions: Vec<&Expression> = self.filter.iter().collect();
        for key in &self.keys {
            match &key.element {
                IndexElement::Column(name) => into.add(column(name)),
                IndexElement::Expression(expression) => expressions.push(expression),
            }
        }
        for name in &self.include {
            into.add(column(name));
        }
        for expression in expressions {
            for name in expression.columns() {
                into.add(column(name));
            }
            expression.dependencies(into);
        }
    }
}
