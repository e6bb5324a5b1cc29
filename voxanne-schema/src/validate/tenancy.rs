//! Whose rows a table holds, and whether what is said of it is true.

use super::facts::{Facts, TableFacts};
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::expression::{Expression, Literal};
use crate::model::{Column, Command, Grantee, Permissiveness, Policy, Table, Tenancy};
use crate::name::Name;
use crate::object::ObjectId;

pub(super) fn check(facts: &Facts<'_>, own: &TableFacts<'_>, findings: &mut Findings) {
    match &own.table.tenancy {
        Tenancy::Tenant(tenant) => {
            check_column(facts, own, tenant, findings);
            check_row_security(own, findings);
        }
        Tenancy::Shared(why) if why.trim().is_empty() => {
            let message = format!(
                "`{}` is shared between tenants, and nobody says why",
                own.table.name
            );
            let help = "say why its rows belong to no single tenant: `#[table(shared = \"the same for every tenant\")]`";
            findings.report(Code::UnclassifiedTable, id(own), message, help);
        }
        Tenancy::Shared(_) => {}
        Tenancy::Unclassified => report_unclassified(facts, own, findings),
    }
    if own.row_security.is_none() && !own.policies().is_empty() {
        let message = format!(
            "policies stand on `{}`, whose row-level security is off",
            own.table.name
        );
        let help =
            "declare the table with `Module::table::<…>()`, which switches it on, or add a `RowSecurity`";
        findings.report(Code::PolicyWithoutRowSecurity, id(own), message, help);
    }
}

fn id(own: &TableFacts<'_>) -> ObjectId {
    ObjectId::Table(own.table.name.clone())
}

fn report_unclassified(facts: &Facts<'_>, own: &TableFacts<'_>, findings: &mut Findings) {
    let names = own.table.columns.iter().map(|column| &column.name);
    let likely = names
        .clone()
        .find(|name| facts.tenant_columns.contains(name.as_str()));
    let tenant = likely.map_or("org_id", Name::as_str);
    findings.report(
        Code::UnclassifiedTable,
        id(own),
        format!("`{}` is neither a tenant's nor shared", own.table.name),
        format!(
            "say whose rows it holds: `#[table(tenant = {tenant})]` if each belongs to one tenant, `#[table(shared = \"why\")]` if none does"
        ),
    );
}

fn check_column(facts: &Facts<'_>, own: &TableFacts<'_>, tenant: &Name, findings: &mut Findings) {
    let table = own.table;
    let Some(column) = own.columns.get(tenant) else {
        let message = format!("the tenant column `{tenant}` of `{}` does not exist", table.name);
        let help = format!(
            "add the field `pub {tenant}: Uuid`, or name the column that holds the tenant: `#[table(tenant = …)]`"
        );
        findings.report(Code::InvalidTenant, id(own), message, help);
        return;
    };
    if column.nullable {
        let message = format!(
            "the tenant column `{tenant}` of `{}` accepts null: such a row is nobody's",
            table.name
        );
        let help = format!(
            "write `{tenant}` without `Option`; rows that exist get their tenant by `r.backfill(c.{tenant})`"
        );
        findings.report(Code::InvalidTenant, id(own), message, help);
    }
    check_type(facts, table, column, findings);
    if column.default.as_ref().is_some_and(is_one_value) {
        let message = format!(
            "rows of `{}` that name no tenant fall to one and the same tenant",
            table.name
        );
        let help = format!("take the default of `{tenant}` out, or make it the tenant of the session");
        findings.report(Code::InvalidTenant, id(own), message, help);
    }
}

fn check_type(facts: &Facts<'_>, table: &Table, column: &Column, findings: &mut Findings) {
    let Some(guard) = facts
        .declared
        .tenant
        .as_ref()
        .filter(|guard| guard.data_type != column.data_type)
    else {
        return;
    };
    findings.report(
        Code::InvalidTenant,
        ObjectId::Table(table.name.clone()),
        format!(
            "the tenant column `{}` of `{}` is of the type `{}`, and the tenant of a session of the type `{}`",
            column.name, table.name, column.data_type, guard.data_type
        ),
        "give both the same type, or say another `Declaration::tenant(…)`",
    );
}

/// Whether the expression is a constant other than null.
pub(super) fn is_one_value(expression: &Expression) -> bool {
    match expression {
        Expression::Literal(literal) => *literal != Literal::Null,
        Expression::Cast { value, .. } | Expression::Once(value) => is_one_value(value),
        Expression::Column(_)
        | Expression::RowColumn { .. }
        | Expression::Call { .. }
        | Expression::Binary { .. }
        | Expression::And(_)
        | Expression::Or(_)
        | Expression::Not(_)
        | Expression::IsNull(_)
        | Expression::IsNotNull(_)
        | Expression::In { .. }
        | Expression::SoleValue { .. }
        | Expression::NextValue(_)
        | Expression::Raw { .. } => false,
    }
}

fn check_row_security(own: &TableFacts<'_>, findings: &mut Findings) {
    if own.row_security.is_none() {
        let message = format!(
            "`{}` holds the rows of tenants, and its row-level security is off",
            own.table.name
        );
        let help = "declare the table with `Module::table::<…>()`, which switches it on and guards it";
        findings.report(Code::RowSecurityOff, id(own), message, help);
    }
}

/// Policies open tenant tables, and nothing holds them to the tenant of the session: once for the
/// whole where nobody has said what that is, once for each table where somebody has.
pub(super) fn check_guard(facts: &Facts<'_>, findings: &mut Findings) {
    let tables = facts
        .declared
        .schema
        .tables()
        .filter_map(|table| facts.table(&table.name));
    let unguarded: Vec<&TableFacts<'_>> = tables
        .filter(|own| own.table.tenant().is_some() && own.row_security.is_some())
        .filter(|own| facts.is_open(own) && !own.policies().iter().any(|policy| guards(policy)))
        .collect();
    if facts.declared.tenant.is_some() {
        for own in unguarded {
            let message = format!(
                "policies open `{}`, and no guard holds them to the tenant of the session",
                own.table.name
            );
            let help = "declare the table with `Module::table::<…>()`, which adds the guard, or say `r.closed()` and no policies";
            findings.report(Code::MissingTenantGuard, id(own), message, help);
        }
        return;
    }
    let Some((first, others)) = unguarded.split_first() else {
        return;
    };
    let tables = match others.len() {
        0 => String::new(),
        1 => " and one other table".to_owned(),
        count => format!(" and {count} other tables"),
    };
    findings.report(
        Code::MissingTenantGuard,
        id(first),
        format!(
            "policies open `{}`{tables}, and nobody says what the tenant of a session is",
            first.table.name
        ),
        "say it: `Declaration::tenant(auth_org_id())`",
    );
}

/// Whether the policy narrows every command, for everybody.
fn guards(policy: &Policy) -> bool {
    policy.permissiveness == Permissiveness::Restrictive
        && policy.command == Command::All
        && policy.roles.contains(&Grantee::Public)
}
