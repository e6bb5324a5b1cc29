//! `CREATE TRIGGER`.

use voxanne_schema::model::{
    Deferral, Transitions, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming,
};
use voxanne_schema::name::Name;

use super::expression::expression;
use super::ident::{columns, ident, literal, qualified};

/// `CREATE TRIGGER`, one clause a line, on the table given in SQL.
#[must_use]
pub fn create_trigger(trigger: &Trigger, on: &str) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "BEFORE",
        TriggerTiming::After => "AFTER",
        TriggerTiming::InsteadOf => "INSTEAD OF",
    };
    let level = match trigger.level {
        TriggerLevel::Row => "ROW",
        TriggerLevel::Statement => "STATEMENT",
    };
    let kind = match trigger.constraint {
        Some(_) => "CREATE CONSTRAINT TRIGGER ",
        None => "CREATE TRIGGER ",
    };
    let mut lines = vec![
        text![kind, ident(&trigger.name)],
        text![timing, " ", events(trigger), " ON ", on],
    ];
    lines.extend(trigger.constraint.and_then(Deferral::sql).map(str::to_owned));
    lines.extend(transitions(&trigger.transitions));
    lines.push(text!["FOR EACH ", level]);
    if let Some(when) = &trigger.when {
        lines.push(text!["WHEN (", expression(when), ")"]);
    }
    let arguments: Vec<String> = trigger
        .arguments
        .iter()
        .map(|argument| literal(argument))
        .collect();
    lines.push(text![
        "EXECUTE FUNCTION ",
        qualified(&trigger.function.name),
        "(",
        arguments.join(", "),
        ");",
    ]);
    lines.join("\n    ")
}

/// `REFERENCING …`
fn transitions(transitions: &Transitions) -> Option<String> {
    let table = |when: &str, name: &Option<Name>| {
        name.as_ref()
            .map(|name| text![" ", when, " TABLE AS ", ident(name)])
    };
    let tables = [table("OLD", &transitions.old), table("NEW", &transitions.new)];
    (!transitions.is_empty()).then(|| text!["REFERENCING", tables.into_iter().flatten().collect::<String>()])
}

fn events(trigger: &Trigger) -> String {
    let events: Vec<String> = trigger
        .events
        .iter()
        .map(|event| match event {
            TriggerEvent::Update if !trigger.update_of.is_empty() => {
                text!["UPDATE OF ", columns(&trigger.update_of)]
            }
            other => other.sql().to_owned(),
        })
        .collect();
    events.join(" OR ")
}

/// `ALTER TABLE … ENABLE … TRIGGER …`, in which sessions it fires.
#[must_use]
pub fn trigger_enabled(trigger: &Trigger, on: &str) -> String {
    let mode = match trigger.enabled {
        TriggerEnabled::Origin => "ENABLE",
        TriggerEnabled::Always => "ENABLE ALWAYS",
        TriggerEnabled::Replica => "ENABLE REPLICA",
        TriggerEnabled::Disabled => "DISABLE",
    };
    format!("ALTER TABLE {on} {mode} TRIGGER {};", ident(&trigger.name))
}
