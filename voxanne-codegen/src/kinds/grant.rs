//! Grants: what is declared is granted, and what is not is revoked.

use std::collections::BTreeMap;

use voxanne_schema::model::{Grant, GrantTarget, Privilege, PrivilegeScope};
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, Plan, Refusal, replaced};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, Stage, Statement, Step, Undo};
use crate::sql::{grant_target, grantee, privileges};

impl Plan for Grant {
    const WEIGHT: u8 = 4;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let exists = self.on.table().is_some_and(|table| context.exists(table));
        let waits = match &self.on {
            GrantTarget::View(name) => replaced::shows_what_changes(&ObjectId::View(name.clone()), context),
            _ => false,
        };
        let stage = if exists || waits {
            Stage::Contract
        } else {
            Stage::Expand
        };
        let mut statements = given(self, &self.privileges);
        if exists {
            statements = statements
                .into_iter()
                .map(|statement| gains(statement, self))
                .collect();
        }
        Ok(vec![Step::new(
            stage,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Grant(self.id()));
        if !context.stays(&self.on.object()) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let statement = taken(self, &self.privileges);
        Ok(vec![Step::new(
            Stage::Contract,
            vec![gains(statement, self)],
            vec![delta],
        )])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let lost = without(pair.previous, pair.next);
        let gained = without(pair.next, pair.previous);
        let mut statements = Vec::new();
        if !lost.is_empty() {
            statements.push(taken(pair.previous, &lost));
        }
        if !gained.is_empty() {
            statements.extend(given(pair.next, &gained));
        }
        let statements = statements
            .into_iter()
            .map(|statement| gains(statement, pair.next))
            .collect();
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Contract,
            statements,
            vec![Delta::alter(pair.next.clone())],
        )]))
    }
}

pub(crate) type Privileges = BTreeMap<Privilege, PrivilegeScope>;

fn gains(statement: Statement, grant: &Grant) -> Statement {
    statement.hazard(
        HazardKind::ChangesAccess,
        format!("the privileges of {} on {} change", grant.grantee, grant.on),
    )
}

fn without(these: &Grant, those: &Grant) -> Privileges {
    let same = |p: &Privilege| these.grantable.contains(p) == those.grantable.contains(p);
    these
        .privileges
        .iter()
        .filter(|(p, scope)| those.privileges.get(p) != Some(scope) || !same(p))
        .map(|(p, scope)| (*p, scope.clone()))
        .collect()
}

/// The statements that grant some privileges, each taken back by itself.
fn given(of: &Grant, what: &Privileges) -> Vec<Statement> {
    let parts = parts(of, what).into_iter();
    parts
        .map(|part| Statement::new(grant(of, &part), revoke(of, &part)))
        .collect()
}

fn taken(of: &Grant, what: &Privileges) -> Statement {
    let back = parts(of, what).into_iter();
    let back = back.map(|part| Statement::owned(grant(of, &part)));
    Statement::with_undo(revoke(of, what), Undo::Statements(back.collect()))
}

/// What grants privileges anew.
pub(crate) fn granting(of: &Grant) -> Vec<Statement> {
    let parts = parts(of, &of.privileges).into_iter();
    parts.map(|part| Statement::owned(grant(of, &part))).collect()
}

/// Privileges apart from those that the grantee may pass on.
fn parts(of: &Grant, what: &Privileges) -> Vec<Privileges> {
    let of_kind = |passes_on: bool| -> Privileges {
        let some = what
            .iter()
            .filter(|(p, _)| of.grantable.contains(*p) == passes_on);
        some.map(|(p, scope)| (*p, scope.clone())).collect()
    };
    let both = [of_kind(false), of_kind(true)].into_iter();
    both.filter(|some| !some.is_empty()).collect()
}

pub(crate) fn grant(of: &Grant, what: &Privileges) -> String {
    let mut sql = statement(of, "GRANT", what, "TO");
    let passes_on = what.keys().all(|privilege| of.grantable.contains(privilege));
    if passes_on && sql.ends_with(';') && !what.is_empty() {
        sql.pop();
        sql.push_str(" WITH GRANT OPTION;");
    }
    sql
}

fn revoke(of: &Grant, what: &Privileges) -> String {
    statement(of, "REVOKE", what, "FROM")
}

fn statement(of: &Grant, verb: &str, what: &Privileges, preposition: &str) -> String {
    let head = format!("{verb} {} ON {}", privileges(what), grant_target(&of.on));
    crate::sql::clauses(&head, &[format!("{preposition} {}", grantee(&of.grantee))])
}
