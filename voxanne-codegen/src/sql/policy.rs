//! `CREATE POLICY`.

use voxanne_schema::model::{Permissiveness, Policy};

use super::expression::expression;
use super::grant::grantee;
use super::ident::ident;

/// `CREATE POLICY`, one clause a line, on the table given in SQL.
#[must_use]
pub fn create_policy(policy: &Policy, on: &str) -> String {
    let mut lines = vec![text!["CREATE POLICY ", ident(&policy.name), " ON ", on]];
    if policy.permissiveness == Permissiveness::Restrictive {
        lines.push("AS RESTRICTIVE".to_owned());
    }
    let roles: Vec<String> = policy.roles.iter().map(grantee).collect();
    lines.push(text!["FOR ", policy.command.sql(), " TO ", roles.join(", ")]);
    if let Some(using) = &policy.using {
        lines.push(text!["USING (", expression(using), ")"]);
    }
    if let Some(check) = &policy.with_check {
        lines.push(text!["WITH CHECK (", expression(check), ")"]);
    }
    let mut sql = lines.join("\n    ");
    sql.push(';');
    sql
}
