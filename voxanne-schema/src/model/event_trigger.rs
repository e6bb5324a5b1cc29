//! Event triggers: functions that run around commands that change the schema.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Signature, TriggerEnabled};
use crate::name::Name;
use crate::object::{Dependencies, Describe};

/// `CREATE EVENT TRIGGER`.
///
/// <https://www.postgresql.org/docs/15/sql-createeventtrigger.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTrigger {
    /// Its name.
    pub name: Name,
    /// What it fires on.
    pub event: SchemaEvent,
    /// The commands for which it does, `CREATE TABLE`; for all, where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// What it calls.
    pub function: Signature,
    /// In which sessions it fires.
    #[serde(default)]
    pub enabled: TriggerEnabled,
}

/// What an event trigger fires on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemaEvent {
    /// Before a command.
    DdlCommandStart,
    /// After a command, in its transaction.
    DdlCommandEnd,
    /// After objects are dropped.
    SqlDrop,
    /// Before a table is written anew.
    TableRewrite,
}

impl SchemaEvent {
    /// The event as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::DdlCommandStart => "ddl_command_start",
            Self::DdlCommandEnd => "ddl_command_end",
            Self::SqlDrop => "sql_drop",
            Self::TableRewrite => "table_rewrite",
        }
    }
}

impl Describe for EventTrigger {
    type Id = Name;

    const KEYWORDS: &'static str = "EVENT TRIGGER";

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
        "`EventTriggerRule::on(…, \"…\")`"
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.function(&self.function);
    }
}
