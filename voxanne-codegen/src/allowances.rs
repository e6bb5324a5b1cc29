//! Hazards that a definition lets pass: which of a plan they are about, and which are about nothing.

use voxanne_schema::declare::{Allowance, AllowedOn, Declared, Hazard as Named};
use voxanne_schema::diagnostic::{Code, Diagnostic};

use crate::plan::{HazardKind, PlannedMigration, Statement};

/// Notes at each hazard why it may pass, where a definition says so, and gives a warning for every
/// allowance that nothing needs.
pub(crate) fn apply(planned: &mut [PlannedMigration], declared: &Declared) -> Vec<Diagnostic> {
    let mut unused = Vec::new();
    for allowance in &declared.allowances {
        if !is_needed(allowance, planned) {
            unused.push(warning(allowance, declared));
        }
    }
    unused
}

/// Whether any hazard has waited for an allowance, which it now has.
fn is_needed(allowance: &Allowance, planned: &mut [PlannedMigration]) -> bool {
    let mut needed = false;
    for migration in planned {
        let module = migration.module;
        for statement in migration.steps.iter_mut().flat_map(|step| &mut step.statements) {
            if !is_about(allowance, statement, module) {
                continue;
            }
            let kind = kind(allowance.hazard);
            for hazard in statement.hazards.iter_mut().filter(|hazard| hazard.kind == kind) {
                hazard.allowed.get_or_insert_with(|| allowance.reason.clone());
                needed = true;
            }
        }
    }
    needed
}

/// Whether a statement belongs to what an allowance is on.
fn is_about(allowance: &Allowance, statement: &Statement, module: usize) -> bool {
    match &allowance.on {
        AllowedOn::Module(place) => *place == module,
        AllowedOn::Table(table) => statement.locks.iter().any(|lock| lock.table == *table),
    }
}

const fn kind(hazard: Named) -> HazardKind {
    match hazard {
        Named::DeletesData => HazardKind::DeletesData,
        Named::BlocksWriters => HazardKind::BlocksWriters,
        Named::NarrowsValues => HazardKind::NarrowsValues,
        Named::MovesColumns => HazardKind::MovesColumns,
        Named::LooksLikeRename => HazardKind::LooksLikeRename,
    }
}

fn warning(allowance: &Allowance, declared: &Declared) -> Diagnostic {
    let place = match &allowance.on {
        AllowedOn::Table(table) => format!("the table `{table}`"),
        AllowedOn::Module(place) => {
            let module = declared.modules.get(*place);
            format!(
                "the module `{}`",
                module.map_or("", |module| module.slug.as_str())
            )
        }
    };
    Diagnostic::general(
        Code::UnusedAllowance,
        format!(
            "{place} allows `{}`, and nothing has it any more",
            kind(allowance.hazard).label()
        ),
        "take `allow(…)` off the definition: the migration that needed it has it in its head",
    )
    .at(allowance.location.clone())
}
