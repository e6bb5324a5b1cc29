//! Who owns what: the kinds that have owners, and the sequences that follow their tables.

use super::facts::Facts;
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::{GrantTarget, Grantee, Ownership, SequenceOwner};
use crate::object::{Describe, Object, ObjectId};

pub(super) fn check(facts: &Facts<'_>, ownership: &Ownership, findings: &mut Findings) {
    let of = &*ownership.of;
    let id = || ObjectId::Ownership(ownership.id());
    if !of.kind().has_owner() {
        let message = format!("{of} belongs to no role by itself");
        let help = "a role owns tables, views, types, sequences, functions, statistics, schemas and publications; what is on a table belongs to whom the table does";
        return findings.report(Code::InvalidRule, id(), message, help);
    }
    if ownership.role == "public" {
        let message = format!("{of} is to belong to PUBLIC, which is everybody and owns nothing");
        let help = "let it belong to one role: `const KEEPER: RoleName = RoleName::new(\"keeper\");`";
        findings.report(Code::InvalidRule, id(), message, help);
    }
    check_guard(facts, ownership, findings);
    check_grant(facts, ownership, findings);
    let ObjectId::Sequence(sequence) = of else {
        return;
    };
    let column = ObjectId::SequenceOwner(sequence.clone());
    if let Some(Object::SequenceOwner(column)) = facts.declared.schema.get(&column) {
        let table = &column.table;
        let message = format!(
            "{of} is to belong to `{}`, and goes with the column `{table}.{}`",
            ownership.role, column.column
        );
        let help = format!("PostgreSQL gives it to whom `{table}` belongs: say it of the table");
        findings.report(Code::InvalidRule, id(), message, help);
    }
}

/// The policies of a table do not bind whom it belongs to, unless they are forced to. That is the way of a
/// role that migrations run as, and a leak where sessions take the role.
fn check_guard(facts: &Facts<'_>, ownership: &Ownership, findings: &mut Findings) {
    let ObjectId::Table(table) = &*ownership.of else {
        return;
    };
    let security = facts.table(table).and_then(|own| own.row_security);
    let unbound = security.is_some_and(|security| !security.forced);
    let role = Grantee::Role(ownership.role.clone());
    if !unbound || !facts.binds(&role) || !is_taken(facts, &role) {
        return;
    }
    let message = format!(
        "`{}` owns the table `{table}`, whose policies do not bind its owner, and is a role that grants or policies name",
        ownership.role
    );
    let help = "let it belong to a role that no session takes, or write `r.force_row_security()`";
    let id = ObjectId::Ownership(ownership.id());
    findings.report(Code::UnguardedPrivilege, id, message, help);
}

/// An owner may do everything, and PostgreSQL keeps no grant to one.
fn check_grant(facts: &Facts<'_>, ownership: &Ownership, findings: &mut Findings) {
    if let Some(on) = GrantTarget::of(&ownership.of) {
        check_grants_on(facts, &on, ownership, findings);
    }
}

/// The same of a sequence, which belongs to whom its table does.
pub(super) fn check_grants_on_sequence(facts: &Facts<'_>, owner: &SequenceOwner, findings: &mut Findings) {
    let table = ObjectId::Ownership(Box::new(ObjectId::Table(owner.table.clone())));
    if let Some(Object::Ownership(ownership)) = facts.declared.schema.get(&table)
        && let Some(on) = GrantTarget::of(&ObjectId::Sequence(owner.sequence.clone()))
    {
        check_grants_on(facts, &on, ownership, findings);
    }
}

fn check_grants_on(facts: &Facts<'_>, on: &GrantTarget, ownership: &Ownership, findings: &mut Findings) {
    for grant in facts.declared.schema.grants_on(on) {
        if grant.grantee == Grantee::Role(ownership.role.clone()) {
            let message = format!("{on} is granted to `{}`, which owns it", ownership.role);
            let help = "leave the grant out: an owner may do everything";
            findings.report(Code::InvalidRule, ObjectId::Grant(grant.id()), message, help);
        }
    }
}

/// Whether something is granted to a role, or a policy is for it.
fn is_taken(facts: &Facts<'_>, role: &Grantee) -> bool {
    let schema = &facts.declared.schema;
    schema.grants().any(|grant| grant.grantee == *role)
        || schema.policies().any(|policy| policy.roles.contains(role))
}
