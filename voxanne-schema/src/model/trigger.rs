//! Triggers.

use serde::{Deserialize, Serialize};

use super::{Deferral, Member, Signature};
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, ObjectId, Owner};

/// A trigger on a table.
///
/// <https://www.postgresql.org/docs/15/sql-createtrigger.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// The table; the view, where it fires instead of a change.
    pub table: QualifiedName,
    /// Its name.
    pub name: Name,
    /// Before or after the change.
    pub timing: TriggerTiming,
    /// Which changes fire it, in SQL's order.
    pub events: Vec<TriggerEvent>,
    /// `UPDATE OF` these columns; any column when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub update_of: Vec<Name>,
    /// Once a row or once a statement.
    pub level: TriggerLevel,
    /// Only for rows that satisfy it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expression>,
    /// The function that it calls.
    pub function: Signature,
    /// Text arguments of the call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// In which sessions it fires.
    pub enabled: TriggerEnabled,
    /// `REFERENCING …`: what a statement changed, as tables that the function reads.
    #[serde(default, skip_serializing_if = "Transitions::is_empty")]
    pub transitions: Transitions,
    /// `CREATE CONSTRAINT TRIGGER`, and when it fires; a plain trigger when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Deferral>,
}

/// The rows that a statement changed, by the names under which the function reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transitions {
    /// The rows as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Name>,
    /// The rows as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Name>,
}

impl Transitions {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Before or after the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerTiming {
    /// Before; it may alter the row.
    Before,
    /// After; it sees the row as it was stored.
    After,
    /// Instead, on a view.
    InsteadOf,
}

/// A change that fires a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEvent {
    /// `INSERT`
    Insert,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
    /// `TRUNCATE`
    Truncate,
}

impl TriggerEvent {
    /// The event as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
            Self::Truncate => "TRUNCATE",
        }
    }
}

/// How often a trigger fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerLevel {
    /// Once a row.
    Row,
    /// Once a statement.
    Statement,
}

/// In which sessions a trigger fires (`session_replication_role`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEnabled {
    /// In all but replicas.
    #[default]
    Origin,
    /// In all.
    Always,
    /// In replicas alone.
    Replica,
    /// In none.
    Disabled,
}

impl Trigger {
    /// Whether it is on a view: there, and there alone, it fires instead of a change.
    #[must_use]
    pub fn is_on_view(&self) -> bool {
        self.timing == TriggerTiming::InsteadOf
    }

    /// The table or view that it is on.
    #[must_use]
    pub fn relation(&self) -> ObjectId {
        if self.is_on_view() {
            ObjectId::View(self.table.clone())
        } else {
            ObjectId::Table(self.table.clone())
        }
    }
}

impl Describe for Trigger {
    type Id = Member;

    const KEYWORDS: &'static str = "TRIGGER";

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
        "`r.trigger(\"…\")`"
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(if self.is_on_view() {
            Owner::View(&self.table)
        } else {
            Owner::Table(&self.table)
        })
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.object(self.relation());
        into.function(&self.function);
        for column in &self.update_of {
            into.column(&self.table, column);
        }
        if let Some(when) = &self.when {
            for column in when.columns() {
                into.column(&self.table, column);
            }
            when.dependencies(into);
        }
    }
}
