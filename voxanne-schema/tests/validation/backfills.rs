//! Backfills and deduplications: what is to happen to existing rows.

use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{
    Command, Constraint, ConstraintDefinition, Deferral, Grantee, Privilege, RowSecurity, SortDirection,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::typed::{Backfill, Deduplication, Unmatched};
use voxanne_schema::{Code, Declared, Diagnostic};

use crate::support::*;

/// Events of tenants, which only services write, with a quarantine.
fn events() -> Case {
    let columns = vec![
        column("id", "bigint"),
        org_id(),
        column("event_id", "text"),
        nullable("call_id", "text"),
    ];
    let kept = vec![column("id", "bigint"), nullable("call_id", "text")];
    sound()
        .with(table("events", tenant(), columns))
        .with(primary_key("events", &["id"]))
        .with(row_security("events"))
        .with(table("events_quarantine", shared(), kept))
        .with(primary_key("events_quarantine", &["id"]))
        .with(row_security("events_quarantine"))
}

fn backfill() -> Backfill {
    Backfill {
        table: QualifiedName::public("events"),
        column: Name::new("org_id"),
        value: Expression::SoleValue {
            table: QualifiedName::public("organizations"),
            column: Name::new("id"),
        },
        batch: 5_000,
        unmatched: Unmatched::Quarantine(QualifiedName::public("events_quarantine")),
    }
}

fn deduplication(columns: &[&str], keep: &str) -> Deduplication {
    Deduplication {
        quarantine: None,
        table: QualifiedName::public("events"),
        columns: names(columns),
        keep: Some((Name::new(keep), SortDirection::Ascending)),
    }
}

fn declared(case: &Case) -> Declared {
    case.declaration().module(case.module()).collect().0
}

fn with(case: &Case, backfill: Backfill) -> Vec<Diagnostic> {
    let mut declared = declared(case);
    declared.backfills.push(backfill);
    declared.validate()
}

#[track_caller]
fn invalid(findings: Vec<Diagnostic>) -> Diagnostic {
    the_one(findings, Code::InvalidBackfill, Some(&table_id("events")))
}

#[test]
fn a_deduplication_for_no_key() {
    let mut declared = declared(&events());
    declared
        .deduplications
        .push(deduplication(&["org_id", "event_id"], "id"));
    let finding = invalid(declared.validate());
    assert_eq!(
        finding.message,
        "a deduplication of `public.events` by `org_id`, `event_id` serves no unique key"
    );
    assert!(finding.help.contains("r.index((c.org_id, c.event_id)).unique()"));
}

#[test]
fn what_can_be_carried_out_is_no_finding() {
    let mut declared = declared(&events());
    declared.backfills.push(backfill());
    declared
        .deduplications
        .push(deduplication(&["org_id", "event_id"], "id"));
    let key = Constraint {
        table: QualifiedName::public("events"),
        name: Name::new("events_org_id_event_id_key"),
        definition: ConstraintDefinition::Unique {
            columns: names(&["org_id", "event_id"]),
            nulls_not_distinct: false,
        },
        validated: true,
        deferral: Deferral::default(),
        no_inherit: false,
        index: Default::default(),
    };
    declared.schema.insert(key).unwrap();
    let printed: Vec<String> = declared.validate().iter().map(ToString::to_string).collect();
    assert!(printed.is_empty(), "{printed:#?}");
}

#[test]
fn a_backfill_to_a_default_tenant() {
    let one = Literal::Text("a0000000-0000-0000-0000-000000000001".to_owned());
    let found = invalid(with(
        &events(),
        Backfill {
            value: Expression::Literal(one.clone()),
            ..backfill()
        },
    ));
    assert_eq!(
        found.message,
        "the backfill of `public.events.org_id` gives every row to one and the same tenant"
    );
    let other = Backfill {
        column: Name::new("event_id"),
        value: Expression::Literal(one),
        ..backfill()
    };
    none(&with(&events(), other), Code::InvalidBackfill);
}

#[test]
fn a_backfill_without_a_value() {
    let without = |unmatched| Backfill {
        value: Expression::Literal(Literal::Null),
        unmatched,
        ..backfill()
    };
    let found = invalid(with(&events(), without(Unmatched::Refuse)));
    assert_eq!(
        found.message,
        "the backfill of `public.events.org_id` has no value, so that it would refuse every row"
    );
    none(
        &with(&events(), without(backfill().unmatched)),
        Code::InvalidBackfill,
    );
}

#[test]
fn two_backfills_of_one_column() {
    let mut declared = declared(&events());
    declared.backfills = vec![backfill(), backfill()];
    assert_eq!(
        invalid(declared.validate()).message,
        "`public.events.org_id` has two backfills"
    );
}

#[test]
fn a_backfill_of_a_table_that_forces_row_security() {
    let forced = events().with(RowSecurity {
        forced: true,
        ..row_security("events")
    });
    let code = Code::BackfillUnderForcedRowSecurity;
    the_one(with(&forced, backfill()), code, Some(&table_id("events")));
    none(&with(&events(), backfill()), code);
}

#[test]
fn a_backfill_of_what_does_not_exist() {
    let of_column = Backfill {
        column: Name::new("tenant_id"),
        ..backfill()
    };
    let found = invalid(with(&events(), of_column));
    assert_eq!(
        found.message,
        "a backfill gives values to `tenant_id`, which `public.events` does not have"
    );
    assert_eq!(
        found.help,
        "name a column of it: `id`, `org_id`, `event_id`, `call_id`"
    );
    let of_table = Backfill {
        table: QualifiedName::public("nowhere"),
        ..backfill()
    };
    the_one(
        with(&events(), of_table),
        Code::InvalidBackfill,
        Some(&table_id("nowhere")),
    );
}

#[test]
fn a_backfill_from_what_does_not_exist() {
    let from = |value| Backfill { value, ..backfill() };
    let events_id = table_id("events");
    let found = the_one(
        with(&events(), from(call("owner"))),
        Code::MissingObject,
        Some(&events_id),
    );
    assert_eq!(
        found.message,
        "the backfill of `public.events.org_id` needs function `public.owner()`, which nobody declares"
    );
    let column = Expression::column("organization");
    the_one(
        with(&events(), from(column)),
        Code::MissingColumn,
        Some(&events_id),
    );
}

#[test]
fn a_quarantine_that_nobody_declares() {
    let without = events()
        .without(&constraint_id("events_quarantine", "events_quarantine_pkey"))
        .without(&id_of(row_security("events_quarantine")))
        .without(&table_id("events_quarantine"));
    let id = table_id("events_quarantine");
    the_one(with(&without, backfill()), Code::InvalidBackfill, Some(&id));
}

#[test]
fn a_quarantine_that_shares_no_column() {
    let strange = events().with_table("events_quarantine", |table| {
        table.columns = vec![nullable("note", "text")];
    });
    let found = invalid(with(&strange, backfill()));
    assert_eq!(
        found.message,
        "the quarantine `public.events_quarantine` has no column of `public.events`"
    );
}

#[test]
fn a_quarantine_that_refuses_rows() {
    let strict = |strict| events().with_column("events_quarantine", strict);
    for (strict_column, why) in [
        (
            column("call_id", "text"),
            "`call_id` accepts no null, and the table's does",
        ),
        (org_id(), "`org_id` accepts no null, and is unknown in these rows"),
        (
            nullable("event_id", "uuid"),
            "`event_id` is of another type there",
        ),
        (
            column("reason", "text"),
            "`reason` accepts no null, and the table has no such column",
        ),
    ] {
        let found = invalid(with(&strict(strict_column), backfill()));
        assert!(found.message.ends_with(why), "{found}");
    }
    none(
        &with(&strict(column("event_id", "text")), backfill()),
        Code::InvalidBackfill,
    );
    none(
        &with(&strict(nullable("reason", "text")), backfill()),
        Code::InvalidBackfill,
    );
}

#[test]
fn a_quarantine_that_users_see() {
    let mut to_users = policy("events_quarantine", "readers", Command::Select);
    to_users.using = Some(Expression::raw("true"));
    let found = invalid(with(&events().with(to_users.clone()), backfill()));
    assert_eq!(
        found.message,
        "the quarantine `public.events_quarantine` shows rows of `public.events` to users, and nobody knows whose they are"
    );
    to_users.roles = vec![Grantee::role("service_role")];
    none(&with(&events().with(to_users), backfill()), Code::InvalidBackfill);
    let granted = events()
        .without(&id_of(row_security("events_quarantine")))
        .with(grant("events_quarantine", "authenticated", &[Privilege::Select]));
    invalid(with(&granted, backfill()));
}

#[test]
fn a_deduplication_by_what_does_not_exist() {
    let of = |deduplication| {
        let mut declared = declared(&events());
        declared.deduplications.push(deduplication);
        declared.validate()
    };
    let found = invalid(of(deduplication(&["org_id", "event"], "id")));
    assert_eq!(
        found.message,
        "a deduplication looks at `event`, which `public.events` does not have"
    );
    invalid(of(deduplication(&["id"], "received_at")));
    let found = invalid(of(deduplication(&[], "id")));
    assert_eq!(
        found.message,
        "a deduplication of `public.events` names no columns"
    );
}
