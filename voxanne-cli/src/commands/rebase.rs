//! `rebase`: one branch of migrations behind the other.

use serde::Serialize;
use voxanne_codegen::migrations::MigrationName;

use super::generate::say;
use crate::arguments::Rebase;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::project::Project;
use crate::report::{Failure, Problem};

/// What was done, for machines.
#[derive(Serialize)]
struct Moved<'r> {
    moved: &'r [MigrationName],
    onto: Option<&'r MigrationName>,
    migrations: &'r [MigrationName],
    written: Vec<String>,
    removed: Vec<String>,
}

/// Writes the migrations of one branch again behind the other.
pub(crate) fn rebase(
    project: &Project,
    arguments: &Rebase,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let mut generator = project.generator().clone();
    for hazard in &arguments.allow {
        generator = generator.allow(hazard.0);
    }
    let rebased = generator.rebase(arguments.moved.as_deref(), arguments.accept)?;
    let report = &rebased.report;
    if rebased.moved.is_empty() {
        output.say(format_args!(
            "nothing to rebase: every migration comes after the one before it"
        ));
    } else {
        say(report, output);
    }
    let names = |paths: &[std::path::PathBuf]| paths.iter().map(|path| output.files.of(path)).collect();
    let result = Moved {
        moved: &rebased.moved,
        onto: rebased.onto.as_ref(),
        migrations: &report.migrations,
        written: names(&report.written),
        removed: names(&report.removed),
    };
    let mut warnings: Vec<Problem> = report.warnings.iter().map(Problem::from).collect();
    warnings.extend(applied_elsewhere(&rebased.moved));
    Ok(Answer {
        warnings,
        ..Answer::new(Outcome::Fine, result)
    })
}

/// Where the moved migrations are applied, they are in the way.
fn applied_elsewhere(moved: &[MigrationName]) -> Option<Problem> {
    let first = moved.first()?;
    let message = format!("a database that has `{first}` applied knows it under its old version");
    let help = "take it back there with the files of before (`rollback`), then apply the new ones";
    Some(Problem::warning(message).code("moved").help(help))
}
