//! Default privileges, from what there was to what is declared: PostgreSQL gives some by itself.

use std::collections::BTreeSet;

use voxanne_schema::model::{DefaultPrivileges, DefaultPrivilegesId, Privilege};
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, Stage, Statement, Step};
use crate::sql::{grantee, ident};

impl Plan for DefaultPrivileges {
    const WEIGHT: u8 = 4;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statements = change(&self.id, &self.id.built_in(), &self.privileges);
        Ok(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statements = change(&self.id, &self.privileges, &self.id.built_in());
        let delta = vec![Delta::Drop(ObjectId::DefaultPrivileges(self.id.clone()))];
        Ok(vec![Step::new(Stage::Contract, statements, delta)])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let statements = change(&next.id, &previous.privileges, &next.privileges);
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::alter(next.clone())],
        )]))
    }
}

type Privileges = BTreeSet<Privilege>;

fn change(id: &DefaultPrivilegesId, was: &Privileges, is: &Privileges) -> Vec<Statement> {
    let lost: Vec<&str> = was.difference(is).map(|privilege| privilege.sql()).collect();
    let gained: Vec<&str> = is.difference(was).map(|privilege| privilege.sql()).collect();
    let mut statements = Vec::new();
    if !lost.is_empty() {
        let (revoke, grant) = (revoke(id, &lost), grant(id, &lost));
        statements.push(hazardous(Statement::new(revoke, grant), id));
    }
    if !gained.is_empty() {
        let (grant, revoke) = (grant(id, &gained), revoke(id, &gained));
        statements.push(hazardous(Statement::new(grant, revoke), id));
    }
    statements
}

fn hazardous(statement: Statement, id: &DefaultPrivilegesId) -> Statement {
    let creator = match &id.creator {
        Some(name) => name.to_string(),
        None => "whoever runs this".to_owned(),
    };
    let place = match &id.namespace {
        Some(name) => format!(" in {name}"),
        None => String::new(),
    };
    let message = format!(
        "what {} may do with new {}{place} changes, where {creator} creates them from here on",
        id.grantee,
        id.on.sql().to_lowercase()
    );
    statement.hazard(HazardKind::ChangesAccess, message)
}

fn grant(id: &DefaultPrivilegesId, privileges: &[&str]) -> String {
    let (list, on, to) = (privileges.join(", "), id.on.sql(), grantee(&id.grantee));
    format!("{}\n    GRANT {list} ON {on} TO {to};", head(id))
}

fn revoke(id: &DefaultPrivilegesId, privileges: &[&str]) -> String {
    let (list, on, from) = (privileges.join(", "), id.on.sql(), grantee(&id.grantee));
    format!("{}\n    REVOKE {list} ON {on} FROM {from};", head(id))
}

fn head(id: &DefaultPrivilegesId) -> String {
    let mut head = "ALTER DEFAULT PRIVILEGES".to_owned();
    if let Some(creator) = &id.creator {
        head.push_str(&format!(" FOR ROLE {}", ident(creator)));
    }
    if let Some(namespace) = &id.namespace {
        head.push_str(&format!(" IN SCHEMA {}", ident(namespace)));
    }
    head
}
