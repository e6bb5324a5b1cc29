//! `CREATE POLICY`.

use voxanne_schema::model::{Permissiveness, Policy};

use super::expression::expression;
use super::grant::grantee;
use super::ident::ident;

/// `CREATE POLICY`, one clause a line, on the table given in SQL.
#[must_use]
pub fn create_policy(policy: &Policy, on: &str) -> String {
    let mut lines = vec![format!("CREATE POLICY {} ON {on}", ident(&policy.name))];
    if policy.permissiveness == Permissiveness::Restrictive {
        lines.push("AS RESTRICTIVE".to_owned());
    }
    let roles: Vec<String> = policy.roles.iter().map(grantee).collect();
    lines.push(format!("FOR {} TO {}", policy.command.sql(), roles.join(", ")));
    if let Some(using) = &policy.using {
        lines.push(format!("USING ({})", expression(using)));
    }
    if let Some(check) = &policy.with_check {
        lines.push(format!("WITH CHECK ({})", expression(check)));
    }
    format!("{};", lines.join("\n    "))
}
