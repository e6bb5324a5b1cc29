//! Primary keys, unique keys and checks: what a key is made of, and what it gives away.

use super::exclusions;
use super::expressions::{self, Place};
use super::facts::{Facts, TableFacts};
use super::findings::{Findings, list, quoted, rule_keys};
use crate::diagnostic::Code;
use crate::expression::Expression;
use crate::model::{Column, Constraint, ConstraintDefinition, Identity, Index};
use crate::name::Name;
use crate::object::{Describe, ObjectId};

/// Functions whose values nobody guesses.
const RANDOM: &[&str] = &["gen_random_uuid", "uuid_generate_v4", "uuidv4", "uuidv7"];

/// How many keys a table has.
pub(super) fn check_table(own: &TableFacts<'_>, findings: &mut Findings) {
    let mut primary = own
        .constraints
        .iter()
        .filter(|constraint| constraint.is_primary_key());
    let Some(first) = primary.next() else {
        let message = format!("`{}` has no primary key", own.table.name);
        let help = "add one: `#[col(primary_key, default = gen_random_uuid())] pub id: Uuid`, or `#[table(primary_key(…))]`";
        findings.report(
            Code::NoPrimaryKey,
            ObjectId::Table(own.table.name.clone()),
            message,
            help,
        );
        return;
    };
    for second in primary {
        findings.report(
            Code::InvalidRule,
            ObjectId::Constraint(second.id()),
            format!(
                "`{}` has two primary keys, `{}` and `{}`",
                own.table.name, first.name, second.name
            ),
            format!(
                "make the second one `#[table(unique({}))]`",
                list(second.key_columns())
            ),
        );
    }
}

pub(super) fn check(
    facts: &Facts<'_>,
    own: Option<&TableFacts<'_>>,
    constraint: &Constraint,
    findings: &mut Findings,
) {
    let id = || ObjectId::Constraint(constraint.id());
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
            check_columns(constraint, columns, findings);
            if let Some(own) = own {
                check_null(own, constraint, findings);
                check_tenant(facts, own, constraint, columns, findings);
            }
        }
        ConstraintDefinition::Check(condition) => {
            let what = || format!("the check `{}` of `{}`", constraint.name, constraint.table);
            expressions::check(condition, Place::Check, id, what, findings);
        }
        ConstraintDefinition::ForeignKey(key) => check_columns(constraint, &key.columns, findings),
        ConstraintDefinition::Exclude(exclusion) => {
            exclusions::check(facts, own, constraint, exclusion, findings);
        }
    }
}

fn check_columns(constraint: &Constraint, columns: &[Name], findings: &mut Findings) {
    let id = || ObjectId::Constraint(constraint.id());
    if columns.is_empty() {
        let message = format!("{} has no columns", id());
        findings.report(
            Code::InvalidRule,
            id(),
            message,
            "name them: `#[table(unique(org_id, id))]`",
        );
    }
    let mut repeated =
        (columns.iter().enumerate()).filter(|(place, column)| columns[..*place].contains(column));
    if let Some((_, column)) = repeated.next() {
        let message = format!("{} has the column `{column}` twice", id());
        findings.report(Code::InvalidRule, id(), message, "name each column once");
    }
}

fn check_null(own: &TableFacts<'_>, constraint: &Constraint, findings: &mut Findings) {
    let columns = constraint
        .key_columns()
        .iter()
        .filter_map(|name| own.columns.get(name));
    for column in columns.filter(|column| column.nullable && constraint.is_primary_key()) {
        findings.report(
            Code::InvalidRule,
            ObjectId::Constraint(constraint.id()),
            format!(
                "the primary key of `{}` has the column `{}`, which accepts null",
                constraint.table, column.name
            ),
            format!("write `{}` without `Option`", column.name),
        );
    }
}

fn check_tenant(
    facts: &Facts<'_>,
    own: &TableFacts<'_>,
    constraint: &Constraint,
    columns: &[Name],
    findings: &mut Findings,
) {
    let Some(tenant) = missing_tenant(own, columns) else {
        return;
    };
    let primary = constraint.is_primary_key();
    if columns.is_empty() || (primary && is_number_of_services(facts, own, columns)) {
        return;
    }
    let (noun, word) = if primary {
        ("primary", "primary_key")
    } else {
        ("unique", "unique")
    };
    let ours = format!("#[table({word}({}, {}))]", tenant, list(columns));
    findings.report(
        Code::UniqueKeyWithoutTenant,
        ObjectId::Constraint(constraint.id()),
        message(&format!("{noun} key `{}`", constraint.name), own, tenant),
        format!(
            "`{ours}`, or a key that the server makes up: `#[col(primary_key, default = gen_random_uuid())]`"
        ),
    );
}

/// A unique index of a tenant table has the tenant among its keys, as a unique key has.
pub(super) fn check_unique_index(own: Option<&TableFacts<'_>>, index: &Index, findings: &mut Findings) {
    let Some(own) = own.filter(|_| index.unique) else {
        return;
    };
    let columns: Vec<Name> = index
        .keys
        .iter()
        .filter_map(|key| key.column_name())
        .cloned()
        .collect();
    let Some(tenant) = missing_tenant(own, &columns).filter(|_| !index.keys.is_empty()) else {
        return;
    };
    findings.report(
        Code::UniqueKeyWithoutTenant,
        ObjectId::Index(index.id()),
        message(&format!("unique index `{}`", index.name), own, tenant),
        format!("`r.index({}).unique()`", rule_keys(tenant, &index.keys)),
    );
}

fn message(what: &str, own: &TableFacts<'_>, tenant: &Name) -> String {
    let table = &own.table.name;
    format!(
        "the {what} of `{table}` lacks the tenant {}: it tells one tenant what another has",
        quoted([tenant])
    )
}

/// The tenant column, if the key needs it and lacks it.
///
/// A key with a value that the server makes up needs none. Nobody guesses a random uuid, so nobody
/// learns from a refusal that it is taken. An identity that is `GENERATED ALWAYS` can be forced by
/// `OVERRIDING SYSTEM VALUE` alone, and a refusal then says that a sequence has passed a number,
/// which tells nothing of whose row it is. `BY DEFAULT` and a default of `nextval` are no such
/// promise: any INSERT may choose the value.
fn missing_tenant<'t>(own: &TableFacts<'t>, columns: &[Name]) -> Option<&'t Name> {
    let tenant = own
        .table
        .tenant()
        .filter(|tenant| own.columns.contains_key(*tenant))?;
    let made_up = |name: &Name| own.columns.get(name).is_some_and(|column| is_made_up(column));
    (!columns.contains(tenant) && !columns.iter().any(made_up)).then_some(tenant)
}

fn is_made_up(column: &Column) -> bool {
    column.identity == Some(Identity::Always) || column.default.as_ref().is_some_and(is_random)
}

fn is_random(default: &Expression) -> bool {
    match default {
        Expression::Call {
            function, arguments, ..
        } => arguments.is_empty() && RANDOM.contains(&expressions::name(function).as_str()),
        Expression::Raw { sql, .. } => {
            let call = sql.trim().to_ascii_lowercase();
            let name = call.strip_suffix("()").unwrap_or_default();
            RANDOM.contains(&name.rsplit('.').next().unwrap_or_default())
        }
        Expression::Cast { value, .. } => is_random(value),
        Expression::Column(_)
        | Expression::RowColumn { .. }
        | Expression::Literal(_)
        | Expression::Binary { .. }
        | Expression::And(_)
        | Expression::Or(_)
        | Expression::Not(_)
        | Expression::IsNull(_)
        | Expression::IsNotNull(_)
        | Expression::In { .. }
        | Expression::Once(_)
        | Expression::SoleValue { .. } => false,
    }
}

/// Whether the primary key is a mere number or uuid of a table that nobody writes but roles that
/// bypass row-level security: there is nobody to learn from it. A key with a meaning, such as the
/// id of an event at its sender, is not one: two tenants may well have the same.
fn is_number_of_services(facts: &Facts<'_>, own: &TableFacts<'_>, columns: &[Name]) -> bool {
    let [column] = columns else { return false };
    let Some(data_type) = own.type_of(column) else {
        return false;
    };
    let is_number = ["smallint", "integer", "bigint", "uuid"]
        .iter()
        .any(|name| data_type.is_system(name));
    is_number && !facts.is_writable(own)
}
