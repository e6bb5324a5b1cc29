//! Foreign keys: what they point at, what they reveal, and what serves them.

use std::collections::BTreeSet;

use super::facts::{Facts, TableFacts};
use super::findings::{Findings, list, quoted, rule_columns};
use crate::diagnostic::Code;
use crate::expression::Expression;
use crate::model::{Constraint, ConstraintDefinition, ForeignKey, Index, IndexMethod, ReferentialAction};
use crate::name::Name;
use crate::object::{Describe, ObjectId};

pub(super) fn check(
    facts: &Facts<'_>,
    own: Option<&TableFacts<'_>>,
    constraint: &Constraint,
    findings: &mut Findings,
) {
    let (Some(key), Some(own)) = (constraint.foreign_key(), own) else {
        return;
    };
    check_actions(own, constraint, key, findings);
    check_index(own, constraint, key, findings);
    // An unknown table is reported as such.
    if let Some(other) = facts.table(&key.references) {
        check_key(other, constraint, key, findings);
        check_tenant(facts, constraint, key, (own, other), findings);
    }
}

/// `SET NULL` empties every column of the key, also the tenant.
fn check_actions(own: &TableFacts<'_>, constraint: &Constraint, key: &ForeignKey, findings: &mut Findings) {
    for (action, word) in [(key.on_delete, "on_delete"), (key.on_update, "on_update")] {
        let columns = key.columns.iter().filter_map(|name| own.columns.get(name));
        let Some(column) = columns.into_iter().find(|column| !column.nullable) else {
            continue;
        };
        if action == ReferentialAction::SetNull {
            findings.report(
                Code::InvalidRule,
                ObjectId::Constraint(constraint.id()),
                format!(
                    "`{word} = set_null` of the foreign key `{}` would empty `{}`, which accepts no null",
                    constraint.name, column.name
                ),
                format!("`{word} = cascade`, `{word} = restrict`, or a trigger that empties the other columns alone"),
            );
        }
    }
}

/// The columns that are pointed at are a key, in whatever order.
fn check_key(other: &TableFacts<'_>, constraint: &Constraint, key: &ForeignKey, findings: &mut Findings) {
    let id = || ObjectId::Constraint(constraint.id());
    if key.columns.len() != key.referenced_columns.len() {
        let message = format!(
            "the foreign key `{}` has {} columns and points at {}",
            constraint.name,
            key.columns.len(),
            key.referenced_columns.len()
        );
        findings.report(
            Code::InvalidRule,
            id(),
            message,
            "name as many columns on both sides: `(a, b) => Other(x, y)`",
        );
        return;
    }
    let wanted: BTreeSet<&Name> = key.referenced_columns.iter().collect();
    let unknown = wanted.iter().any(|name| !other.columns.contains_key(*name));
    if wanted.is_empty() || unknown || is_key(other, &wanted, wanted.len()) {
        return;
    }
    let mut keys = other.constraints.iter();
    if let Some(deferrable) =
        keys.find(|key| key.key_columns().iter().collect::<BTreeSet<_>>() == wanted && key.has_index())
    {
        let message = format!(
            "the foreign key `{}` points at the key `{}` of `{}`, which is deferrable: PostgreSQL wants one that always holds",
            constraint.name, deferrable.name, key.references
        );
        let help = format!(
            "take `.deferrable()` away from that key, or add another one of the same columns: `r.index({}).unique()`",
            rule_columns(&key.referenced_columns)
        );
        findings.report(Code::InvalidRule, id(), message, help);
        return;
    }
    findings.report(
        Code::InvalidRule,
        id(),
        format!(
            "the foreign key `{}` points at {} of `{}`, which is no key",
            constraint.name,
            quoted(&key.referenced_columns),
            key.references
        ),
        format!(
            "add `#[table(unique({}))]` to `{}`",
            list(&key.referenced_columns),
            key.references
        ),
    );
}

fn is_key(own: &TableFacts<'_>, wanted: &BTreeSet<&Name>, count: usize) -> bool {
    let same = |columns: &mut dyn Iterator<Item = &Name>| columns.collect::<BTreeSet<_>>() == *wanted;
    let by_constraint = own
        .constraints
        .iter()
        .filter(|constraint| constraint.deferral.is_immediate())
        .any(|constraint| match &constraint.definition {
            ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
                columns.len() == count && same(&mut columns.iter())
            }
            ConstraintDefinition::Check(_)
            | ConstraintDefinition::ForeignKey(_)
            | ConstraintDefinition::Exclude(_) => false,
        });
    let plain = |index: &Index| index.unique && index.filter.is_none() && index.keys.len() == count;
    by_constraint
        || own.indexes.iter().any(|index| {
            let mut columns = index.keys.iter().filter_map(|key| key.column_name());
            plain(index) && index.keys.iter().all(|key| key.column_name().is_some()) && same(&mut columns)
        })
}

/// The check of a foreign key bypasses row-level security. One that carries the tenant cannot tell
/// another tenant's row from none; one that does not accepts the row, and so reveals it.
///
/// A key from a shared table to a tenant's reveals as much, to whoever writes the shared table. It
/// is accepted where row-level security binds none of them: a queue, an archive, a quarantine.
fn check_tenant(
    facts: &Facts<'_>,
    constraint: &Constraint,
    key: &ForeignKey,
    (own, other): (&TableFacts<'_>, &TableFacts<'_>),
    findings: &mut Findings,
) {
    let Some(theirs) = other.table.tenant() else {
        return;
    };
    let id = ObjectId::Constraint(constraint.id());
    let (table, references) = (&constraint.table, &key.references);
    let Some(ours) = own.table.tenant() else {
        if facts.is_writable(own) {
            let message = format!(
                "the foreign key `{}` lets whoever writes the shared table `{table}` probe for rows of any tenant in `{references}`",
                constraint.name
            );
            let help = format!(
                "make it a tenant's, `#[table(tenant = {theirs})]`, or close it to users, `r.closed()`"
            );
            findings.report(Code::ForeignKeyAcrossTenants, id, message, help);
        }
        return;
    };
    let mut pairs = key.columns.iter().zip(&key.referenced_columns);
    if pairs.any(|pair| pair == (ours, theirs)) {
        return;
    }
    let message = format!(
        "the foreign key `{}` from `{table}` to `{references}` does not carry the tenant: it accepts, and so reveals, rows of other tenants",
        constraint.name
    );
    findings.report(
        Code::ForeignKeyAcrossTenants,
        id,
        message,
        composite(key, ours, theirs, other),
    );
}

/// The form of the key with the tenant.
fn composite(key: &ForeignKey, ours: &Name, theirs: &Name, other: &TableFacts<'_>) -> String {
    let pairs = key.columns.iter().zip(&key.referenced_columns);
    let (mut from, mut to) = (vec![ours], vec![theirs]);
    for (column, referenced) in pairs.filter(|(column, referenced)| *column != ours && *referenced != theirs)
    {
        from.push(column);
        to.push(referenced);
    }
    let wanted: BTreeSet<&Name> = to.iter().copied().collect();
    let (from, to) = (list(from), list(to));
    let mut help = format!("`#[table(foreign_key(({from}) => …({to})))]`");
    if !is_key(other, &wanted, wanted.len()) {
        help.push_str(&format!(
            ", with `#[table(unique({to}))]` on `{}`",
            key.references
        ));
    }
    help
}

/// An index that leads with the columns, in whatever order, finds the rows that point at a row that
/// goes or changes. A partial one does where its filter only keeps nulls of these columns out.
fn check_index(own: &TableFacts<'_>, constraint: &Constraint, key: &ForeignKey, findings: &mut Findings) {
    let by_key = own.constraints.iter().any(|other| match &other.definition {
        ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
            leads(columns.iter().map(Some), &key.columns)
        }
        ConstraintDefinition::Check(_)
        | ConstraintDefinition::ForeignKey(_)
        | ConstraintDefinition::Exclude(_) => false,
    });
    if key.columns.is_empty() || by_key || own.indexes.iter().any(|index| serves(index, &key.columns)) {
        return;
    }
    findings.report(
        Code::UnindexedForeignKey,
        ObjectId::Constraint(constraint.id()),
        format!(
            "no index of `{}` leads with {} of the foreign key `{}`: each delete in `{}` reads the whole table",
            constraint.table,
            quoted(&key.columns),
            constraint.name,
            key.references
        ),
        format!("`r.index({})`", rule_columns(&key.columns)),
    );
}

/// Whether the index finds rows by the columns.
pub(super) fn serves(index: &Index, columns: &[Name]) -> bool {
    let sorted = match index.method {
        IndexMethod::Btree => true,
        IndexMethod::Hash => columns.len() == 1,
        IndexMethod::Gin | IndexMethod::Gist | IndexMethod::Spgist | IndexMethod::Brin => false,
    };
    let whole = index
        .filter
        .as_ref()
        .is_none_or(|filter| keeps_only_nulls_out(filter, columns));
    sorted && whole && leads(index.keys.iter().map(|key| key.column_name()), columns)
}

fn leads<'n>(keys: impl Iterator<Item = Option<&'n Name>>, columns: &[Name]) -> bool {
    let first: Vec<Option<&Name>> = keys.take(columns.len()).collect();
    first.len() == columns.len() && columns.iter().all(|column| first.contains(&Some(column)))
}

fn keeps_only_nulls_out(filter: &Expression, columns: &[Name]) -> bool {
    let is_column = |e: &Expression| matches!(e, Expression::Column(name) if columns.contains(name));
    match filter {
        Expression::IsNotNull(inner) => is_column(inner),
        Expression::And(all) => all.iter().all(|part| keeps_only_nulls_out(part, columns)),
        _ => false,
    }
}
