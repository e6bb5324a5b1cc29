//! Grants: what is declared is granted, and what is not is revoked.

use std::collections::BTreeMap;

use voxanne_schema::model::{Grant, GrantTarget, Privilege, PrivilegeScope};
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, Plan, Refusal, replaced};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, Stage, Statement, Step};
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
        let mut statement = Statement::new(grant(self, &self.privileges), revoke(self, &self.privileges));
        if exists {
            statement = gains(statement, self);
        }
        Ok(vec![Step::new(
            stage,
            vec![statement],
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Grant(self.id()));
        if !context.stays(&self.on.object()) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let statement = Statement::new(revoke(self, &self.privileges), grant(self, &self.privileges));
        Ok(vec![Step::new(
            Stage::Contract,
            vec![gains(statement, self)],
            vec![delta],
        )])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let lost = without(&pair.previous.privileges, &pair.next.privileges);
        let gained = without(&pair.next.privileges, &pair.previous.privileges);
        let mut statements = Vec::new();
        if !lost.is_empty() {
            statements.push(Statement::new(revoke(pair.next, &lost), grant(pair.next, &lost)));
        }
        if !gained.is_empty() {
            statements.push(Statement::new(
                grant(pair.next, &gained),
                revoke(pair.next, &gained),
            ));
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

fn without(these: &Privileges, those: &Privileges) -> Privileges {
    these
        .iter()
        .filter(|(p, scope)| those.get(p) != Some(scope))
        .map(|(p, scope)| (*p, scope.clone()))
        .collect()
}

pub(crate) fn grant(of: &Grant, what: &Privileges) -> String {
    statement(of, "GRANT", what, "TO")
}

fn revoke(of: &Grant, what: &Privileges) -> String {
    statement(of, "REVOKE", what, "FROM")
}

fn statement(of: &Grant, verb: &str, what: &Privileges, preposition: &str) -> String {
    let head = format!("{verb} {} ON {}", privileges(what), grant_target(&of.on));
    crate::sql::clauses(&head, &[format!("{preposition} {}", grantee(&of.grantee))])
}
