//! Triggers.

use voxanne_schema::Code;
use voxanne_schema::expression::{Expression, Operator, Row};
use voxanne_schema::model::{Trigger, TriggerEvent, TriggerLevel, TriggerTiming};
use voxanne_schema::name::{Name, QualifiedName};

use crate::support::*;

fn case(trigger: Trigger) -> Case {
    sound().with(trigger_function("f")).with(trigger)
}

#[track_caller]
fn refused(trigger: Trigger) -> voxanne_schema::Diagnostic {
    case(trigger).finds(Code::InvalidRule, &trigger_id("contacts", "t"))
}

fn of(row: Row, column: &str) -> Expression {
    Expression::RowColumn {
        row,
        column: Name::new(column),
    }
}

/// The name is another one than before.
fn changed() -> Expression {
    Expression::binary(
        Operator::IsDistinctFrom,
        of(Row::Old, "name"),
        of(Row::New, "name"),
    )
}

#[test]
fn a_trigger_that_fires_on_nothing() {
    let mut never = trigger("t", "f");
    never.events.clear();
    let found = refused(never);
    assert_eq!(
        found.message,
        "the trigger `t` on `public.contacts` fires on nothing"
    );
    assert_eq!(
        found.help,
        "say when: `.before(Update)` or `.after((Insert, Update))`"
    );
}

#[test]
fn a_trigger_that_calls_nothing() {
    let found = refused(trigger("t", ""));
    assert_eq!(
        found.message,
        "the trigger `t` on `public.contacts` calls no function"
    );
    case(trigger("t", "")).finds_no(Code::MissingObject);
}

#[test]
fn a_trigger_that_calls_an_ordinary_function() {
    let wrong = sound().with(function("g")).with(trigger("t", "g"));
    wrong.finds(Code::InvalidRule, &trigger_id("contacts", "t"));
    case(trigger("t", "f")).finds_no(Code::InvalidRule);
    // What exists elsewhere is not looked into.
    let elsewhere = sound().with(trigger("t", "moddatetime"));
    let id = voxanne_schema::object::ObjectId::Function(signature("moddatetime"));
    let declaration = elsewhere.declaration().existing(id).module(elsewhere.module());
    assert!(findings(&declaration).is_empty());
}

#[test]
fn a_trigger_instead_of_a_change_of_a_table() {
    refused(Trigger {
        timing: TriggerTiming::InsteadOf,
        ..trigger("t", "f")
    });
}

#[test]
fn truncate_once_a_row() {
    let on = |level| Trigger {
        events: vec![TriggerEvent::Truncate],
        level,
        ..trigger("t", "f")
    };
    refused(on(TriggerLevel::Row));
    case(on(TriggerLevel::Statement)).finds_no(Code::InvalidRule);
}

#[test]
fn columns_of_an_update_that_fires_nothing() {
    let on = |event| Trigger {
        events: vec![event],
        update_of: names(&["name"]),
        ..trigger("t", "f")
    };
    refused(on(TriggerEvent::Insert));
    case(on(TriggerEvent::Update)).finds_no(Code::InvalidRule);
}

#[test]
fn a_condition_that_names_a_column_of_no_row() {
    let when = |when| Trigger {
        when: Some(when),
        ..trigger("t", "f")
    };
    let found = refused(when(equal("name", of(Row::New, "phone"))));
    assert_eq!(
        found.help,
        "say of which row: `c.name.old()` or `c.name.new_value()`"
    );
    case(when(changed())).finds_no(Code::InvalidRule);
}

#[test]
fn a_condition_on_a_row_that_the_event_does_not_have() {
    let on = |events: &[TriggerEvent], level| Trigger {
        events: events.to_vec(),
        level,
        when: Some(changed()),
        ..trigger("t", "f")
    };
    refused(on(
        &[TriggerEvent::Insert, TriggerEvent::Update],
        TriggerLevel::Row,
    ));
    refused(on(&[TriggerEvent::Delete], TriggerLevel::Row));
    refused(on(&[TriggerEvent::Update], TriggerLevel::Statement));
    case(on(&[TriggerEvent::Update], TriggerLevel::Row)).finds_no(Code::InvalidRule);
}

#[test]
fn a_condition_that_looks_into_a_table() {
    let when = Expression::binary(
        Operator::Equal,
        of(Row::New, "org_id"),
        Expression::SoleValue {
            table: QualifiedName::public("organizations"),
            column: Name::new("id"),
        },
    );
    refused(Trigger {
        when: Some(when),
        ..trigger("t", "f")
    });
}
