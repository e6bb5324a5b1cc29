//! Grants: which privileges an object has, and which of them row-level security does not see.

use super::facts::Facts;
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::{Grant, GrantTarget, Privilege, PrivilegeScope};
use crate::name::QualifiedName;
use crate::object::{Describe, ObjectId};

pub(super) fn check(facts: &Facts<'_>, grant: &Grant, findings: &mut Findings) {
    for (privilege, scope) in &grant.privileges {
        check_privilege(grant, *privilege, findings);
        check_scope(grant, *privilege, scope, findings);
    }
    check_unguarded(facts, grant, findings);
}

fn id(grant: &Grant) -> ObjectId {
    ObjectId::Grant(grant.id())
}

const ON_COLUMNS: &[Privilege] = &[
    Privilege::Select,
    Privilege::Insert,
    Privilege::Update,
    Privilege::References,
];

fn check_privilege(grant: &Grant, privilege: Privilege, findings: &mut Findings) {
    let noun = match &grant.on {
        GrantTarget::Table(_) => "a table",
        GrantTarget::View(_) => "a view",
        GrantTarget::MaterializedView(_) => "a materialized view",
        GrantTarget::Function(_) => "a function",
        GrantTarget::Procedure(_) => "a procedure",
        GrantTarget::Aggregate(_) => "an aggregate",
        GrantTarget::Domain(_) => "a domain",
        GrantTarget::Sequence(_) => "a sequence",
        GrantTarget::Composite(_) => "a type",
        GrantTarget::Namespace(_) => "a schema",
    };
    let privileges = grant.on.privileges();
    if !privileges.contains(&privilege) {
        let message = format!(
            "the privilege {} on {} is none: {noun} has others",
            privilege.sql(),
            grant.on
        );
        let names: Vec<&str> = privileges.iter().map(|privilege| privilege.sql()).collect();
        let help = format!("{noun} has {}", names.join(", "));
        // PostgreSQL takes those of tables on whatever has rows, where they open nothing.
        let has_rows = matches!(grant.on, GrantTarget::View(_) | GrantTarget::MaterializedView(_));
        let of_tables = GrantTarget::Table(QualifiedName::public("")).privileges();
        let code = if has_rows && of_tables.contains(&privilege) {
            Code::IdlePrivilege
        } else {
            Code::InvalidRule
        };
        findings.report(code, id(grant), message, help);
    }
}

fn check_scope(grant: &Grant, privilege: Privilege, scope: &PrivilegeScope, findings: &mut Findings) {
    let PrivilegeScope::Columns(columns) = scope else {
        return;
    };
    let whole = if columns.is_empty() {
        "is granted on no columns"
    } else if ON_COLUMNS.contains(&privilege) {
        return;
    } else {
        "is granted on columns, and is about whole rows"
    };
    let message = format!("the privilege {} on {} {whole}", privilege.sql(), grant.on);
    let help = "grant it on the whole table, `r.grant(Delete).to(…)`; columns have SELECT, INSERT, UPDATE, REFERENCES";
    findings.report(Code::InvalidRule, id(grant), message, help);
}

/// TRUNCATE empties a table whatever its policies say, REFERENCES tells which rows exist, TRIGGER
/// runs code with the rights of whoever changes a row.
fn check_unguarded(facts: &Facts<'_>, grant: &Grant, findings: &mut Findings) {
    let guarded = grant
        .on
        .table()
        .and_then(|table| facts.table(table))
        .is_some_and(|own| own.row_security.is_some());
    if !guarded || !facts.binds(&grant.grantee) {
        return;
    }
    let unguarded = [Privilege::Truncate, Privilege::References, Privilege::Trigger];
    let given = unguarded
        .iter()
        .filter(|privilege| grant.privileges.contains_key(privilege));
    let given: Vec<&str> = given.map(|privilege| privilege.sql()).collect();
    if !given.is_empty() {
        let message = format!(
            "`{}` has {} on {}, which row-level security does not see",
            grant.grantee,
            given.join(" and "),
            grant.on
        );
        let help = "grant what policies are for: `r.grant((Select, Insert, Update, Delete)).to(…)`";
        findings.report(Code::UnguardedPrivilege, id(grant), message, help);
    }
}
