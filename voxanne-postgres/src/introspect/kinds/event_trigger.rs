//! Event triggers.

use std::collections::BTreeSet;

use serde::Deserialize;
use voxanne_schema::model::{self, SchemaEvent};
use voxanne_schema::name::Name;

use super::trigger::Enabled;
use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct EventTrigger {
    name: Name,
    event: String,
    tags: Option<BTreeSet<String>>,
    function: u32,
    enabled: Enabled,
}

impl Introspect for model::EventTrigger {
    type Row = EventTrigger;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT t.evtname AS name, t.evtevent AS event, t.evttags AS tags, t.evtfoid::int8 AS function,
    t.evtenabled AS enabled
FROM pg_event_trigger AS t JOIN pg_proc AS p ON p.oid = t.evtfoid JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE {} AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_event_trigger", "t.oid"),
            scope.own("pg_proc", "p.oid"),
        )
    }

    fn read(row: EventTrigger, found: &mut Found) -> Result<(), Error> {
        let event = match row.event.as_str() {
            "ddl_command_start" => SchemaEvent::DdlCommandStart,
            "ddl_command_end" => SchemaEvent::DdlCommandEnd,
            "sql_drop" => SchemaEvent::SqlDrop,
            "table_rewrite" => SchemaEvent::TableRewrite,
            "login" => {
                found.name("login event trigger", row.name.to_string());
                return Ok(());
            }
            other => return Err(strange("the event of an event trigger", other)),
        };
        found.add(Self {
            name: row.name,
            event,
            tags: row.tags.unwrap_or_default(),
            function: found.names.signature(row.function)?,
            enabled: row.enabled.into(),
        })
    }
}
