//! Aggregates: one value of many rows, by functions of ours.

use serde::{Deserialize, Serialize};

use super::Signature;
use crate::data_type::DataType;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Space};

/// An aggregate.
///
/// <https://www.postgresql.org/docs/15/sql-createaggregate.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregate {
    /// Its name.
    pub name: QualifiedName,
    /// The types of its arguments, in order.
    pub arguments: Vec<DataType>,
    /// What makes the next state of a state and a row.
    pub transition: Signature,
    /// The type of its state.
    pub state: DataType,
    /// The state before the first row, as text; null where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<String>,
    /// What makes the value of the last state; that itself, where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Signature>,
    /// What makes one state of two, where rows are gone through side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combine: Option<Signature>,
    /// Where it may run.
    #[serde(default)]
    pub parallel: Parallel,
}

/// Where a function may run when a query runs side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parallel {
    /// Not in such queries.
    #[default]
    Unsafe,
    /// In the leader alone.
    Restricted,
    /// Anywhere.
    Safe,
}

impl Parallel {
    /// Whether it may not run in such queries, as PostgreSQL takes for granted.
    #[must_use]
    pub fn is_unsafe(&self) -> bool {
        *self == Self::Unsafe
    }

    /// As SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Unsafe => "UNSAFE",
            Self::Restricted => "RESTRICTED",
            Self::Safe => "SAFE",
        }
    }
}

impl Aggregate {
    /// What tells it from others.
    #[must_use]
    pub fn signature(&self) -> Signature {
        Signature {
            name: self.name.clone(),
            arguments: self.arguments.clone(),
        }
    }

    /// The functions that it calls.
    pub fn functions(&self) -> impl Iterator<Item = &Signature> {
        std::iter::once(&self.transition)
            .chain(&self.end)
            .chain(&self.combine)
    }
}

impl Describe for Aggregate {
    type Id = Signature;

    const KEYWORDS: &'static str = "AGGREGATE";
    const SPACE: Space = Space::Routine;

    fn id(&self) -> Signature {
        self.signature()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name.name)
    }

    fn form(_noun: &str) -> &'static str {
        "`AggregateRule::new(\"…\")`"
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
        for data_type in self.arguments.iter().chain([&self.state]) {
            into.data_type(data_type);
        }
        for function in self.functions() {
            into.function(function);
        }
    }
}
