//! All of it at once: everything is told, in an order that does not depend on the declarations.

use voxanne_schema::model::{Command, Grantee, Privilege, Schema, Tenancy};
use voxanne_schema::{Code, Diagnostic};

use crate::support::*;

/// A schema with many things wrong.
fn wrong() -> Case {
    let mut nobody = policy("contacts", "nobody", Command::Select);
    nobody.roles.clear();
    let mut stranger = policy("contacts", "stranger", Command::Select);
    stranger.roles = vec![Grantee::role("stranger")];
    sound()
        .with_tenancy("organizations", Tenancy::Unclassified)
        .with(unique("contacts", &["phone"]))
        .with(index("contacts", "idx_contacts_status", &["org_id", "status"]))
        .with(index("contacts", "appointments", &["created_at"]))
        .with(foreign_key("contacts", &["owner_id"], "nowhere", &["id"]))
        .with(grant("contacts", "anon", &[Privilege::Truncate]))
        .with(trigger("t", ""))
        .with(nobody)
        .with(stranger)
}

fn codes(findings: &[Diagnostic]) -> Vec<Code> {
    let mut codes: Vec<Code> = findings.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn everything_is_told_at_once() {
    let findings = wrong().findings();
    assert_eq!(
        codes(&findings),
        [
            Code::NameClash,
            Code::MissingObject,
            Code::UndeclaredRole,
            Code::UnclassifiedTable,
            Code::UniqueKeyWithoutTenant,
            Code::InvalidRule,
            Code::UnindexedForeignKey,
            Code::UnguardedPrivilege,
            Code::IndexWithoutTenant,
            Code::LeakyIndex,
        ]
    );
    assert!(wrong().declaration().module(wrong().module()).build().is_err());
}

#[test]
fn the_order_is_by_object_and_code() {
    let findings = wrong().findings();
    assert!(findings.is_sorted_by_key(|d| (d.object.clone(), d.code)));
}

#[test]
fn the_order_of_declarations_does_not_show() {
    let declaration = wrong().declaration().module(wrong().module());
    let findings = declaration.collect().1;
    for by in 1..40 {
        assert_eq!(
            declaration.clone().rotated(by).collect().1,
            findings,
            "rotated by {by}"
        );
    }
}

#[test]
fn a_warning_stops_nothing() {
    let case = sound().with(index("contacts", "idx_contacts_status", &["org_id", "status"]));
    case.finds(Code::LeakyIndex, &index_id("idx_contacts_status"));
    let declared = case.declaration().module(case.module()).build();
    assert!(declared.is_ok_and(|declared| declared.tenant.is_some()));
}

#[test]
fn every_code_is_written_as_it_is_stored() {
    for code in Code::ALL {
        let stored = serde_json::to_value(code).expect("a code is a word");
        assert_eq!(stored, code.as_str());
    }
}

#[test]
fn a_schema_is_the_same_after_a_round_through_json() {
    let schema = wrong().declaration().module(wrong().module()).collect().0.schema;
    let json = serde_json::to_string_pretty(&schema).expect("a schema is data");
    let back: Schema = serde_json::from_str(&json).expect("what was written can be read");
    assert_eq!(back, schema);
    assert_eq!(
        serde_json::to_string_pretty(&back).expect("a schema is data"),
        json
    );
}

#[test]
fn an_object_that_stands_twice_in_json_is_refused() {
    let schema = sound().declaration().module(sound().module()).collect().0.schema;
    let mut objects: Vec<serde_json::Value> = serde_json::to_value(&schema)
        .and_then(serde_json::from_value)
        .expect("a schema is a list");
    objects.push(objects[0].clone());
    let refused = serde_json::from_value::<Schema>(objects.into()).expect_err("it stands twice");
    assert_eq!(refused.to_string(), "enum `public.lead_status` stands twice");
}

#[test]
fn findings_are_stored_and_read_back() {
    let findings = wrong().findings();
    let json = serde_json::to_string(&findings).expect("findings are data");
    let back: Vec<Diagnostic> = serde_json::from_str(&json).expect("what was written can be read");
    assert_eq!(back, findings);
}
