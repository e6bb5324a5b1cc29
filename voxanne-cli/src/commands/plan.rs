//! `plan`: the next migrations on the terminal, nothing written.

use serde::Serialize;
use voxanne_codegen::migrations::{MigrationName, Rendered};
use voxanne_codegen::plan::{
    Hazard, HazardKind, Plain, PlannedMigration, Statement, TableLock, TransactionMode, Undo,
};
use voxanne_codegen::{AccessChange, Prepared};

use super::plan_text::Shown;
use super::{count, plan_text};
use crate::arguments::{Plan, plain};
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::project::Project;
use crate::report::{Failure, Problem};
use voxanne_schema::declare::Declared;

/// A migration, for machines.
#[derive(Serialize)]
struct Migration<'p> {
    name: &'p MigrationName,
    transaction: TransactionMode,
    up: &'p str,
    down: &'p str,
    statements: Vec<PlannedStatement<'p>>,
    irreversible: &'p [String],
    access: &'p [AccessChange],
}

#[derive(Serialize)]
pub(super) struct PlannedStatement<'p> {
    sql: &'p str,
    reason: String,
    locks: &'p [TableLock],
    hazards: &'p [Hazard],
    transaction: TransactionMode,
    way_back: WayBack<'p>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum WayBack<'p> {
    Statements(Vec<&'p str>),
    WithOwner,
    Stays(&'p str),
    Impossible(&'p str),
}

/// Shows what `generate` would write.
pub(crate) fn plan(project: &Project, arguments: &Plan, output: &mut Output<'_>) -> Result<Answer, Failure> {
    let mut generator = project.generator().clone();
    for hazard in HazardKind::ALL {
        // To look at a plan is no hazard.
        generator = generator.allow(hazard);
    }
    generator = generator.plain(plain(arguments.plain.clone()));
    let prepared = generator.prepare()?;
    let Prepared { generated, .. } = &prepared;
    let migrations: Vec<(&PlannedMigration, &Rendered)> =
        generated.planned.iter().zip(&generated.migrations).collect();
    if arguments.sql {
        output.show(|sink| {
            for (_, rendered) in &migrations {
                sink.text(format_args!("{}\n", rendered.migration.files.up));
            }
        });
    } else if migrations.is_empty() {
        output.say("nothing to do");
    } else {
        let shown: Vec<Shown<'_>> = migrations
            .iter()
            .map(|(planned, rendered)| Shown {
                name: rendered.migration.record.name.to_string(),
                planned,
                access: &rendered.access,
            })
            .collect();
        output.show(|sink| plan_text::write(sink, &shown, &generated.declared));
    }
    let mut warnings: Vec<Problem> = generated.warnings.iter().map(Problem::from).collect();
    warnings.extend(to_be_allowed(&migrations, &plain(arguments.plain.clone())));
    let result: Vec<Migration<'_>> = migrations
        .iter()
        .map(|(planned, rendered)| document(planned, rendered, &generated.declared))
        .collect();
    Ok(Answer {
        warnings,
        ..Answer::new(Outcome::Fine, serde_json::json!({ "migrations": result }))
    })
}

/// The hazards without whose allowance `generate` writes nothing.
fn to_be_allowed(migrations: &[(&PlannedMigration, &Rendered)], plain: &Plain) -> Option<Problem> {
    let mut kinds: Vec<HazardKind> = migrations
        .iter()
        .flat_map(|(planned, _)| planned.statements())
        .flat_map(|statement| {
            let hazards = statement.hazards.iter();
            hazards.filter(|hazard| hazard.allowed.is_none() && !plain.lets_pass(hazard, statement))
        })
        .map(|hazard| hazard.kind)
        .filter(|kind| kind.needs_allowance())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return None;
    }
    let words: Vec<String> = kinds
        .iter()
        .map(|kind| format!("--allow {}", kind.label()))
        .collect();
    let message = format!(
        "this plan has {} that somebody must allow",
        count(kinds.len(), "hazard")
    );
    Some(
        Problem::warning(message)
            .code("hazard")
            .help(format!("`generate {}`", words.join(" "))),
    )
}

fn document<'p>(planned: &'p PlannedMigration, rendered: &'p Rendered, declared: &Declared) -> Migration<'p> {
    let files = &rendered.migration.files;
    Migration {
        name: &rendered.migration.record.name,
        transaction: planned.transaction,
        up: &files.up,
        down: &files.down,
        statements: statements(planned, declared),
        irreversible: &planned.irreversible,
        access: &rendered.access,
    }
}

/// The statements of a plan, for machines.
pub(super) fn statements<'p>(
    planned: &'p PlannedMigration,
    declared: &Declared,
) -> Vec<PlannedStatement<'p>> {
    let steps = planned.steps.iter();
    let all = steps.flat_map(|step| step.statements.iter().map(move |of| (step, of)));
    all.map(|(step, of)| statement(of, step.why(of, declared)))
        .collect()
}

fn statement(statement: &Statement, reason: String) -> PlannedStatement<'_> {
    let way_back = match &statement.undo {
        Undo::Statements(statements) => {
            WayBack::Statements(statements.iter().map(|undo| undo.sql.as_str()).collect())
        }
        Undo::WithOwner => WayBack::WithOwner,
        Undo::Stays(why) => WayBack::Stays(why),
        Undo::Impossible(why) => WayBack::Impossible(why),
    };
    PlannedStatement {
        sql: &statement.sql,
        reason,
        locks: &statement.locks,
        hazards: &statement.hazards,
        transaction: statement.transaction,
        way_back,
    }
}
