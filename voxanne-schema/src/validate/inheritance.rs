//! Tables that inherit: what PostgreSQL wants them to have, and whose rows they show.

use super::facts::{Facts, TableFacts};
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::{Column, Table, Tenancy};
use crate::name::QualifiedName;
use crate::object::{Describe, ObjectId};

/// A table against each of those that it inherits from.
pub(super) fn check(facts: &Facts<'_>, own: &TableFacts<'_>, findings: &mut Findings) {
    let table = own.table;
    for (place, parent) in table.inherits.iter().enumerate() {
        let id = || ObjectId::Table(table.name.clone());
        if table.inherits.iter().take(place).any(|other| other == parent) || *parent == table.name {
            let message = format!("`{}` inherits twice from `{parent}`, or from itself", table.name);
            findings.report(
                Code::InvalidRule,
                id(),
                message,
                "name each parent once in `inherits(…)`",
            );
            continue;
        }
        // One that nobody declares is told with all that is missing.
        let Some(parent) = facts.table(parent) else {
            continue;
        };
        if parent.place.is_none() {
            let message = format!(
                "`{}` inherits from `{}`, which is not declared here: what it has may change unseen",
                table.name, parent.table.name
            );
            let help = "take it out of `inherits(…)`, and refer to it by a foreign key";
            findings.report(Code::InvalidRule, id(), message, help);
            continue;
        }
        if table.partition_by.is_some() || parent.table.partition_by.is_some() {
            let (child, parent) = (&table.name, &parent.table.name);
            let message = format!("`{child}` inherits from `{parent}`, and one of them is partitioned");
            let help = "PostgreSQL lets neither a partitioned table inherit nor others inherit from it: declare partitions by `r.partition(…)`, or take `inherits(…)` away";
            findings.report(Code::InvalidRule, id(), message, help);
            continue;
        }
        for column in &parent.table.columns {
            check_column(own, &parent.table.name, column, findings);
        }
        check_checks(own, parent, findings);
        check_tenancy(table, parent.table, findings);
    }
}

/// What a column of the parent must be in the child.
fn check_column(own: &TableFacts<'_>, parent: &QualifiedName, column: &Column, findings: &mut Findings) {
    let (table, name) = (&own.table.name, &column.name);
    let id = || ObjectId::Table(table.clone());
    let Some(has) = own.columns.get(name) else {
        let message = format!("`{table}` inherits from `{parent}` and lacks its column `{name}`");
        let help = format!(
            "add the field `{name}`, of the type `{}`: a struct names all columns of its table",
            column.data_type
        );
        findings.report(Code::MissingColumn, id(), message, help);
        return;
    };
    let mut differs = |what: String, help: String| {
        let message = format!("the column `{name}` of `{table}`, which inherits from `{parent}`, {what}");
        findings.report(Code::InvalidRule, id(), message, help);
    };
    if has.data_type != column.data_type {
        differs(
            format!(
                "is of the type `{}`, and there of `{}`",
                has.data_type, column.data_type
            ),
            "give both the same type: a row of the one is a row of the other".to_owned(),
        );
    } else if has.collation != column.collation {
        differs(
            "is sorted otherwise than there".to_owned(),
            format!("say the same collation in both: `r.column(c.{name}).collation(…)`"),
        );
    }
    if has.nullable && !column.nullable {
        differs(
            "accepts null, which the other does not".to_owned(),
            format!("take the `Option` of `{name}` away: what is required there is required here"),
        );
    }
    if has.generated != column.generated {
        differs(
            "is computed otherwise than there".to_owned(),
            format!("say the same `generated = …` of `{name}` in both, or in neither"),
        );
    }
}

/// A check of the name of the parent's is the parent's.
fn check_checks(own: &TableFacts<'_>, parent: &TableFacts<'_>, findings: &mut Findings) {
    let name = &parent.table.name;
    for check in parent.constraints.iter().filter(|check| check.is_check()) {
        let same_name = own.constraints.iter().find(|other| other.name == check.name);
        let Some(other) = same_name else { continue };
        let id = || ObjectId::Constraint(other.id());
        if check.no_inherit {
            let message = format!(
                "{} has the name of a check that `{name}`, from which its table inherits, has for itself",
                id()
            );
            let help = "give one of the two another name with `.named(…)`: PostgreSQL would take the one for the other as soon as the table leaves its parent";
            findings.report(Code::InvalidRule, id(), message, help);
        } else if other.no_inherit {
            let message = format!(
                "{} is about its own rows alone, and its table inherits it from `{name}`",
                id()
            );
            let help = "take `.no_inherit()` away, or say it of the parent's check";
            findings.report(Code::InvalidRule, id(), message, help);
        } else if other.definition != check.definition || other.validated != check.validated {
            let message = format!(
                "`{}` inherits from `{name}`, and has another constraint of the name `{}`",
                own.table.name, check.name
            );
            let help = "give one of the two another name with `.named(…)`, or take the child's away: it has the parent's checks without saying so";
            findings.report(Code::InvalidRule, id(), message, help);
        }
    }
}

/// A query on the parent reads the rows of the child, and asks the policies of the parent alone.
fn check_tenancy(table: &Table, parent: &Table, findings: &mut Findings) {
    let message = match (&table.tenancy, &parent.tenancy) {
        (Tenancy::Tenant(own), Tenancy::Tenant(theirs)) if own != theirs => format!(
            "the tenant of `{}` is in `{own}`, and that of `{}`, from which it inherits, in `{theirs}`",
            table.name, parent.name
        ),
        (Tenancy::Tenant(_), Tenancy::Shared(_)) => format!(
            "`{}` holds the rows of tenants, and whoever reads `{}` reads them past its policies",
            table.name, parent.name
        ),
        (Tenancy::Shared(_), Tenancy::Tenant(_)) => format!(
            "`{}` is shared, and its rows are read with those of tenants in `{}`",
            table.name, parent.name
        ),
        _ => return,
    };
    let tenant = parent.tenant().or_else(|| table.tenant());
    let tenant = tenant.map_or_else(|| "…".to_owned(), ToString::to_string);
    let help = format!(
        "say `tenant = {tenant}` of both: a query on `{}` asks its own policies alone, for the rows of `{}` too",
        parent.name, table.name
    );
    findings.report(
        Code::InvalidTenant,
        ObjectId::Table(table.name.clone()),
        message,
        help,
    );
}
