//! `CREATE EVENT TRIGGER`.

use voxanne_schema::model::{EventTrigger, TriggerEnabled};

use super::ident::{ident, literal, qualified};

/// `CREATE EVENT TRIGGER`.
#[must_use]
pub fn create_event_trigger(trigger: &EventTrigger) -> String {
    let mut lines = vec![format!(
        "CREATE EVENT TRIGGER {} ON {}",
        ident(&trigger.name),
        trigger.event.sql()
    )];
    if !trigger.tags.is_empty() {
        let tags: Vec<String> = trigger.tags.iter().map(|tag| literal(tag)).collect();
        lines.push(format!("WHEN TAG IN ({})", tags.join(", ")));
    }
    lines.push(format!(
        "EXECUTE FUNCTION {}();",
        qualified(&trigger.function.name)
    ));
    lines.join("\n    ")
}

/// In which sessions it fires.
#[must_use]
pub fn event_trigger_enabled(trigger: &EventTrigger) -> String {
    let mode = match trigger.enabled {
        TriggerEnabled::Origin => "ENABLE",
        TriggerEnabled::Always => "ENABLE ALWAYS",
        TriggerEnabled::Replica => "ENABLE REPLICA",
        TriggerEnabled::Disabled => "DISABLE",
    };
    format!("ALTER EVENT TRIGGER {} {mode};", ident(&trigger.name))
}
