//! Constraint triggers, and triggers that read what a statement changed.

use super::facts::Facts;
use super::findings::Findings;
use super::triggers::refuse;
use crate::model::{Trigger, TriggerEvent, TriggerLevel, TriggerTiming};

pub(super) fn check(facts: &Facts<'_>, trigger: &Trigger, findings: &mut Findings) {
    if trigger.constraint.is_some() {
        check_constraint(facts, trigger, findings);
    }
    if !trigger.transitions.is_empty() {
        check_transitions(trigger, findings);
    }
}

/// A constraint trigger fires as a foreign key does, and has its name among constraints.
fn check_constraint(facts: &Facts<'_>, trigger: &Trigger, findings: &mut Findings) {
    if trigger.timing != TriggerTiming::After || trigger.level != TriggerLevel::Row {
        refuse(
            trigger,
            "is a constraint, which is checked after each row",
            "`.after(…)`, without `.for_each_statement()`",
            findings,
        );
    }
    let own = facts.table(&trigger.table);
    let mut constraints = own.into_iter().flat_map(|own| &own.constraints);
    if constraints.any(|constraint| constraint.name == trigger.name) {
        refuse(
            trigger,
            "is a constraint, and so is another one of that name",
            "give one of them another name",
            findings,
        );
    }
}

/// <https://www.postgresql.org/docs/15/sql-createtrigger.html>
fn check_transitions(trigger: &Trigger, findings: &mut Findings) {
    let mut complain = |wrong: bool, what: &str, help: &str| {
        if wrong {
            refuse(trigger, what, help, findings);
        }
    };
    let (old, new) = (&trigger.transitions.old, &trigger.transitions.new);
    let fires_on = |event| trigger.events.contains(&event);
    complain(
        trigger.timing != TriggerTiming::After || trigger.constraint.is_some(),
        "reads what a statement changed, which is known to plain triggers after it alone",
        "`.after(…)`, without `.constraint()`",
    );
    complain(
        trigger.events.len() > 1 || !trigger.update_of.is_empty() || fires_on(TriggerEvent::Truncate),
        "reads what a statement changed, and fires on more than one kind of change",
        "declare one for `Insert`, one for `Update` of whatever column, and one for `Delete`",
    );
    complain(
        old.is_some() && fires_on(TriggerEvent::Insert),
        "reads rows as they were, which an insert does not have",
        "leave `.referencing_old(…)` out",
    );
    complain(
        new.is_some() && fires_on(TriggerEvent::Delete),
        "reads rows as they are, which a delete does not have",
        "leave `.referencing_new(…)` out",
    );
    complain(
        old.is_some() && old == new,
        "reads the rows before and after under one name",
        "give them two: `.referencing_old(\"before\").referencing_new(\"after\")`",
    );
}
