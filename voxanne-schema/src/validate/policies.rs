//! Policies: for whom, for what, and whether they can have an effect.

use super::expressions::{self, Place};
use super::facts::Facts;
use super::findings::{Findings, quoted};
use crate::diagnostic::Code;
use crate::expression::{Expression, FunctionName};
use crate::model::{Command, Policy, Volatility};
use crate::object::{Describe, ObjectId};

pub(super) fn check(facts: &Facts<'_>, policy: &Policy, findings: &mut Findings) {
    check_roles(facts, policy, findings);
    check_conditions(policy, findings);
    for (condition, word) in [(&policy.using, "using"), (&policy.with_check, "with_check")] {
        if let Some(condition) = condition {
            let what = || format!("`{word}` of the policy `{}` on `{}`", policy.name, policy.table);
            expressions::check(condition, Place::Policy, || id(policy), what, findings);
            check_calls(policy, word, condition, findings);
        }
    }
}

fn id(policy: &Policy) -> ObjectId {
    ObjectId::Policy(policy.id())
}

fn check_roles(facts: &Facts<'_>, policy: &Policy, findings: &mut Findings) {
    if policy.roles.is_empty() {
        let message = format!(
            "the policy `{}` on `{}` does not say for whom it is",
            policy.name, policy.table
        );
        findings.report(
            Code::InvalidRule,
            id(policy),
            message,
            "say it: `.to(AUTHENTICATED)`, or `.to(PUBLIC)` for everybody",
        );
    }
    let bypassing = quoted(policy.roles.iter().filter(|role| !facts.binds(role)));
    if !bypassing.is_empty() {
        let message = format!(
            "the policy `{}` on `{}` is for {bypassing}, who bypasses row-level security anyway",
            policy.name, policy.table
        );
        let help = "leave the role out of `.to(…)`; what it may do is a matter of grants: `r.grant((Select, Insert)).to(…)`";
        findings.report(Code::PolicyForBypassingRole, id(policy), message, help);
    }
}

/// Reading looks at `USING`, inserting at `WITH CHECK`, an update at both. PostgreSQL would take a
/// missing `WITH CHECK` from `USING` in silence, and a missing `USING` to hold for no row.
fn check_conditions(policy: &Policy, findings: &mut Findings) {
    use Command::{All, Delete, Insert, Select, Update};
    let (code, what, help) = match (
        policy.command,
        policy.using.is_some(),
        policy.with_check.is_some(),
    ) {
        (Select | Delete, _, true) => (
            Code::InvalidRule,
            "so makes no new rows that `with_check` could look at",
            "leave `with_check` out: `.using(c.org_id.eq(auth_org_id()))`",
        ),
        (Insert, true, _) => (
            Code::InvalidRule,
            "so looks at no existing rows that `using` could be about",
            "leave `using` out: `.with_check(c.org_id.eq(auth_org_id()))`",
        ),
        (Select | Delete | Update | All, false, _) => (
            Code::UnstatedRows,
            "lets nobody at any existing row without `using`",
            "say which rows: `.using(c.org_id.eq(auth_org_id()))`; a policy for new rows alone is `.on(Insert)`",
        ),
        (Insert, false, false) | (Update | All, true, false) => (
            Code::UnstatedRows,
            "does not say which new rows it accepts",
            "say it: `.with_check(c.org_id.eq(auth_org_id()))`",
        ),
        (Select | Delete, true, false) | (Insert, false, true) | (Update | All, true, true) => return,
    };
    let message = format!(
        "the policy `{}` on `{}` is for {} and {what}",
        policy.name,
        policy.table,
        policy.command.sql()
    );
    findings.report(code, id(policy), message, help);
}

/// A stable call that looks at no column is called once a query inside `(SELECT …)`, and once a row
/// outside. Rules wrap it; a policy that is given as an object may not.
fn check_calls(policy: &Policy, word: &str, condition: &Expression, findings: &mut Findings) {
    let Some(function) = unwrapped(condition) else {
        return;
    };
    findings.report(
        Code::UnwrappedCall,
        id(policy),
        format!(
            "`{word}` of the policy `{}` on `{}` calls `{}` once a row",
            policy.name,
            policy.table,
            expressions::name(function)
        ),
        "call it once a query, in `Expression::Once`, as `r.policy(…)` does",
    );
}

/// The first call that [`Expression::evaluated_once`] would wrap.
fn unwrapped(condition: &Expression) -> Option<&FunctionName> {
    match condition {
        Expression::Call {
            function, volatility, ..
        } => (*volatility != Volatility::Volatile && condition.columns().is_empty()).then_some(function),
        Expression::Binary { left, right, .. } => unwrapped(left).or_else(|| unwrapped(right)),
        Expression::And(all) | Expression::Or(all) => all.iter().find_map(unwrapped),
        Expression::Not(inner) | Expression::IsNull(inner) | Expression::IsNotNull(inner) => unwrapped(inner),
        Expression::In { value, list } => unwrapped(value).or_else(|| list.iter().find_map(unwrapped)),
        Expression::Cast { value, .. } => unwrapped(value),
        Expression::Column(_)
        | Expression::RowColumn { .. }
        | Expression::Literal(_)
        | Expression::Once(_)
        | Expression::SoleValue { .. }
        | Expression::NextValue(_)
        | Expression::Raw { .. } => None,
    }
}
