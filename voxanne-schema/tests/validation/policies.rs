//! Policies and grants.

use voxanne_schema::Code;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Command, Grant, GrantTarget, Grantee, Policy, Privilege, PrivilegeScope};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use crate::support::*;

fn own() -> ObjectId {
    policy_id("contacts", "own")
}

fn on(command: Command) -> Policy {
    policy("contacts", "own", command)
}

#[test]
fn a_policy_for_nobody() {
    let mut nobody = on(Command::Select);
    nobody.roles.clear();
    let found = sound().with(nobody).finds(Code::InvalidRule, &own());
    assert_eq!(
        found.message,
        "the policy `own` on `public.contacts` does not say for whom it is"
    );
    assert_eq!(
        found.help,
        "say it: `.to(AUTHENTICATED)`, or `.to(PUBLIC)` for everybody"
    );
}

#[test]
fn policies_with_the_conditions_of_their_command() {
    for command in [
        Command::All,
        Command::Select,
        Command::Insert,
        Command::Update,
        Command::Delete,
    ] {
        sound().with(on(command)).finds_no(Code::InvalidRule);
    }
}

#[test]
fn policies_with_other_conditions() {
    let condition = Some(Expression::raw("true"));
    let cases = [
        (Command::Select, None, None, "lets nobody at any existing row"),
        (
            Command::Select,
            condition.clone(),
            condition.clone(),
            "makes no new rows",
        ),
        (Command::Delete, None, condition.clone(), "makes no new rows"),
        (
            Command::Insert,
            condition.clone(),
            condition.clone(),
            "looks at no existing rows",
        ),
        (
            Command::Insert,
            None,
            None,
            "does not say which new rows it accepts",
        ),
        (
            Command::Update,
            None,
            condition.clone(),
            "lets nobody at any existing row",
        ),
        (
            Command::Update,
            condition.clone(),
            None,
            "does not say which new rows it accepts",
        ),
        (
            Command::All,
            None,
            condition.clone(),
            "lets nobody at any existing row",
        ),
        (Command::All, None, None, "lets nobody at any existing row"),
    ];
    for (command, using, with_check, what) in cases {
        let wrong = Policy {
            using,
            with_check,
            ..on(command)
        };
        // What PostgreSQL would take all the same is told under a code of its own.
        let is_refused = what.starts_with("makes") || what.starts_with("looks");
        let code = if is_refused {
            Code::InvalidRule
        } else {
            Code::UnstatedRows
        };
        let found = sound().with(wrong).finds(code, &own());
        assert!(found.message.contains(what), "{found}");
    }
}

#[test]
fn a_call_once_a_row() {
    let bare = Policy {
        using: Some(equal("org_id", call("auth_org_id"))),
        ..on(Command::Select)
    };
    let found = sound().with(bare).finds(Code::UnwrappedCall, &own());
    assert_eq!(
        found.message,
        "`using` of the policy `own` on `public.contacts` calls `auth_org_id` once a row"
    );
    sound().with(on(Command::Select)).finds_no(Code::UnwrappedCall);
}

#[test]
fn privileges_that_row_security_does_not_see() {
    let gives = |role: &str, privileges: &[Privilege]| grant("contacts", role, privileges);
    let bad = gives(
        "authenticated",
        &[Privilege::Select, Privilege::Truncate, Privilege::References],
    );
    let found = sound()
        .with(bad.clone())
        .finds(Code::UnguardedPrivilege, &id_of(bad));
    assert_eq!(
        found.message,
        "`authenticated` has TRUNCATE and REFERENCES on table `public.contacts`, which row-level security does not see"
    );
    let public = Grant {
        place: 0,
        grantable: Default::default(),
        grantee: Grantee::Public,
        ..gives("authenticated", &[Privilege::Trigger])
    };
    sound()
        .with(public.clone())
        .finds(Code::UnguardedPrivilege, &id_of(public));
    sound()
        .with(gives("service_role", &[Privilege::Truncate]))
        .finds_no(Code::UnguardedPrivilege);
    sound()
        .with(gives("authenticated", &[Privilege::Delete]))
        .finds_no(Code::UnguardedPrivilege);
    let unguarded = grant("organizations", "authenticated", &[Privilege::Truncate]);
    sound().with(unguarded).finds_no(Code::UnguardedPrivilege);
}

#[test]
fn privileges_that_the_object_does_not_have() {
    let execute = grant("contacts", "authenticated", &[Privilege::Execute]);
    let found = sound()
        .with(execute.clone())
        .finds(Code::InvalidRule, &id_of(execute));
    assert_eq!(
        found.message,
        "the privilege EXECUTE on table `public.contacts` is none: a table has others"
    );
    let schema = |privilege| Grant {
        place: 0,
        grantable: Default::default(),
        on: GrantTarget::Namespace(Name::new("public")),
        grantee: Grantee::role("authenticated"),
        privileges: [(privilege, PrivilegeScope::Whole)].into(),
    };
    sound()
        .with(schema(Privilege::Select))
        .finds(Code::InvalidRule, &id_of(schema(Privilege::Usage)));
    sound().with(schema(Privilege::Usage)).finds_no(Code::InvalidRule);
}

#[test]
fn privileges_on_columns() {
    let on = |privilege, columns: &[&str]| Grant {
        place: 0,
        grantable: Default::default(),
        privileges: [(privilege, PrivilegeScope::Columns(names(columns)))].into(),
        ..grant("contacts", "authenticated", &[])
    };
    let id = id_of(on(Privilege::Select, &[]));
    sound()
        .with(on(Privilege::Delete, &["name"]))
        .finds(Code::InvalidRule, &id);
    sound()
        .with(on(Privilege::Select, &[]))
        .finds(Code::InvalidRule, &id);
    sound()
        .with(on(Privilege::Update, &["name"]))
        .finds_no(Code::InvalidRule);
    sound()
        .with(on(Privilege::Update, &["nmae"]))
        .finds(Code::MissingColumn, &id);
}

#[test]
fn a_policy_that_looks_at_an_old_row() {
    let old = Expression::RowColumn {
        row: voxanne_schema::expression::Row::Old,
        column: Name::new("name"),
    };
    let wrong = Policy {
        using: Some(equal("name", old)),
        ..on(Command::Select)
    };
    let found = sound().with(wrong).finds(Code::InvalidRule, &own());
    assert_eq!(found.help, "name the column itself: `c.name`");
}
