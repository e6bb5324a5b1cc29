//! `generate`: writes, and says file by file what it wrote.

use std::path::Path;

use serde::Serialize;
use voxanne_codegen::Report;
use voxanne_codegen::migrations::{MigrationName, Version};

use super::count;
use crate::arguments::{Generate, plain};
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::project::Project;
use crate::report::{Failure, Problem};

/// What was done, for machines.
#[derive(Serialize)]
struct Generated<'r> {
    up_to_date: bool,
    migrations: &'r [MigrationName],
    written: Vec<String>,
    removed: Vec<String>,
    unchanged: usize,
}

/// Writes the next migrations, the entities and the other outputs.
pub(crate) fn generate(
    project: &Project,
    arguments: Generate,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let mut generator = project.generator().clone();
    if let Some(slug) = arguments.slug {
        generator = generator.slug(slug);
    }
    if let Some(version) = arguments.at {
        generator = generator.at(version);
    }
    for hazard in arguments.allow {
        generator = generator.allow(hazard.0);
    }
    generator = generator.plain(plain(arguments.plain));
    let report = generator.generate()?;
    say(&report, output);
    let names = |paths: &[std::path::PathBuf]| paths.iter().map(|path| output.files.of(path)).collect();
    let result = Generated {
        up_to_date: report.is_up_to_date(),
        migrations: &report.migrations,
        written: names(&report.written),
        removed: names(&report.removed),
        unchanged: report.unchanged,
    };
    let mut warnings: Vec<Problem> = report.warnings.iter().map(Problem::from).collect();
    warnings.extend(arguments.at.and_then(|at| another_version(at, &report)));
    Ok(Answer {
        warnings,
        ..Answer::new(Outcome::Fine, result)
    })
}

/// A version was asked for, and the next migration has another one.
fn another_version(at: Version, report: &Report) -> Option<Problem> {
    let first = report.migrations.first().filter(|first| first.version != at)?;
    let message = format!("the next migration is `{first}`, although {at} was asked for");
    let help = "versions increase, and numbered ones are not chosen: ask for a later one, or for none";
    Some(Problem::warning(message).code("another_version").help(help))
}

/// File by file, what was done.
pub(super) fn say(report: &Report, output: &mut Output<'_>) {
    if report.is_up_to_date() {
        output.say(format_args!("up to date"));
        return;
    }
    let palette = output.palette();
    let mut each = |style: anstyle::Style, what: &str, path: &Path| {
        let name = output.files.of(path);
        output.say(format_args!("{style}{what}{style:#} {name}"));
    };
    for path in &report.written {
        each(palette.good, "wrote  ", path);
    }
    for path in &report.removed {
        each(palette.bad, "removed", path);
    }
    let migrations = count(report.migrations.len(), "new migration");
    let written = count(report.written.len(), "file");
    let removed = match report.removed.len() {
        0 => String::new(),
        number => format!(", {} removed", count(number, "file")),
    };
    output.say(format_args!(
        "{migrations}; {written} written{removed}, {} unchanged",
        report.unchanged
    ));
}
