//! Triggers: when they fire, and what they call.

use super::expressions::{self, Place};
use super::facts::Facts;
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::expression::{Expression, Row};
use crate::model::{Returns, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel};
use crate::object::{Describe, ObjectId};

pub(super) fn check(facts: &Facts<'_>, trigger: &Trigger, findings: &mut Findings) {
    check_events(trigger, findings);
    if trigger.is_on_view() {
        check_on_view(facts, trigger, findings);
    }
    check_function(facts, trigger, findings);
    if let Some(when) = &trigger.when {
        let what = || {
            format!(
                "the condition of the trigger `{}` on `{}`",
                trigger.name, trigger.table
            )
        };
        expressions::check(when, Place::TriggerCondition, || id(trigger), what, findings);
        check_rows(trigger, when, findings);
    }
}

fn id(trigger: &Trigger) -> ObjectId {
    ObjectId::Trigger(trigger.id())
}

pub(super) fn refuse(trigger: &Trigger, what: &str, help: &str, findings: &mut Findings) {
    let message = format!("the trigger `{}` on `{}` {what}", trigger.name, trigger.table);
    findings.report(Code::InvalidRule, id(trigger), message, help);
}

fn check_events(trigger: &Trigger, findings: &mut Findings) {
    let fires_on = |event| trigger.events.contains(&event);
    if trigger.events.is_empty() {
        refuse(
            trigger,
            "fires on nothing",
            "say when: `.before(Update)` or `.after((Insert, Update))`",
            findings,
        );
    }
    if fires_on(TriggerEvent::Truncate) && trigger.level == TriggerLevel::Row {
        refuse(
            trigger,
            "fires on TRUNCATE once a row, and TRUNCATE looks at none",
            "`.for_each_statement()`, with a trigger of its own for the other events",
            findings,
        );
    }
    if !trigger.update_of.is_empty() && !fires_on(TriggerEvent::Update) {
        refuse(
            trigger,
            "names columns of an update, and fires on none",
            "add the event: `.before(Update)`",
            findings,
        );
    }
}

/// <https://www.postgresql.org/docs/15/sql-createtrigger.html>
fn check_on_view(facts: &Facts<'_>, trigger: &Trigger, findings: &mut Findings) {
    if facts.table(&trigger.table).is_some() {
        refuse(
            trigger,
            "fires instead of a change, which only a view has",
            "`.before(…)` or `.after(…)`",
            findings,
        );
        return;
    }
    let is_plain = trigger.level == TriggerLevel::Row
        && trigger.when.is_none()
        && trigger.update_of.is_empty()
        && trigger.enabled == TriggerEnabled::Origin;
    if !is_plain || trigger.events.contains(&TriggerEvent::Truncate) {
        refuse(
            trigger,
            "fires instead of a change, which is once for each row that is written, whatever the row",
            "ask in the function what concerns the row: `TG_OP`, `NEW`, `OLD`",
            findings,
        );
    }
}

fn check_function(facts: &Facts<'_>, trigger: &Trigger, findings: &mut Findings) {
    if trigger.function.name.name.as_str().is_empty() {
        refuse(
            trigger,
            "calls no function",
            "say which: `.executes::<…>()`",
            findings,
        );
        return;
    }
    // An unknown function is reported as such.
    let Some(function) = facts.function(&trigger.function) else {
        return;
    };
    if function.returns != Returns::Trigger {
        let what = format!(
            "calls `{}`, which does not return a row to a trigger",
            trigger.function
        );
        let help = "declare the function with `-> trigger`, or call another: `.executes::<…>()`";
        refuse(trigger, &what, help, findings);
    }
}

/// An insert has no old row, a delete no new one, a statement neither.
fn check_rows(trigger: &Trigger, when: &Expression, findings: &mut Findings) {
    let (mut old, mut new) = (false, false);
    when.walk(&mut |part| {
        if let Expression::RowColumn { row, .. } = part {
            match row {
                Row::Old => old = true,
                Row::New => new = true,
            }
        }
    });
    if trigger.level == TriggerLevel::Statement && (old || new) {
        let help = "leave `.for_each_statement()` out, or the condition";
        refuse(
            trigger,
            "fires once a statement, and its condition looks at a row",
            help,
            findings,
        );
        return;
    }
    let help = "declare a trigger for each event, with a condition of its own";
    if old && trigger.events.contains(&TriggerEvent::Insert) {
        refuse(
            trigger,
            "looks at the old row, which an insert does not have",
            help,
            findings,
        );
    }
    if new && trigger.events.contains(&TriggerEvent::Delete) {
        refuse(
            trigger,
            "looks at the new row, which a delete does not have",
            help,
            findings,
        );
    }
}
