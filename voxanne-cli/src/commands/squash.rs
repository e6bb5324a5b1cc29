//! `squash`: the beginning of a history as one migration.

use serde::Serialize;
use voxanne_codegen::migrations::MigrationName;
use voxanne_codegen::{Generator, Squash};
use voxanne_postgres::trial::unequal;

use super::bench;
use super::folders::Folders;
use super::generate::say;
use super::interrupt::{Interrupt, on_runtime};
use crate::arguments;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::project::Project;
use crate::report::{Failure, Problem};

/// What was done, for machines.
#[derive(Serialize)]
struct Squashed<'s> {
    replaced: Vec<&'s MigrationName>,
    baseline: Option<&'s MigrationName>,
    /// The version of the server on which both came to the same.
    server: Option<String>,
    written: Vec<String>,
    removed: Vec<String>,
}

/// Puts one migration in place of others, once both have come to the same on a scratch server.
pub(crate) fn squash(
    project: &Project,
    arguments: &arguments::Squash,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let mut generator = project.generator().clone();
    if let Some(slug) = &arguments.slug {
        generator = generator.slug(slug);
    }
    let Some(squash) = generator.squash(arguments.to.as_deref())? else {
        output.say(format_args!("nothing to squash: there are not two migrations"));
        let nothing = Squashed {
            replaced: Vec::new(),
            baseline: None,
            server: None,
            written: Vec::new(),
            removed: Vec::new(),
        };
        return Ok(Answer::new(Outcome::Fine, nothing));
    };
    let platform = Folders::of(project).platform();
    on_runtime(async {
        let interrupt = Interrupt::listen();
        let (server, _) = bench::start(&arguments.scratch, platform, output).await?;
        output.progress("building both on the scratch server");
        let baseline = std::slice::from_ref(&squash.baseline.migration);
        let compared = unequal(&server, platform, &squash.replaced, baseline);
        if let Some(difference) = interrupt.or(compared).await?? {
            return Err(Failure::new(Outcome::Findings, differs(&squash, &difference)));
        }
        written(&generator, &squash, server.version().to_string(), output)
    })
}

/// Writes the baseline, and says what was done.
fn written(
    generator: &Generator,
    squash: &Squash,
    server: String,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let report = generator.write_squash(squash)?;
    let count = squash.replaced.len();
    output.say(format_args!(
        "{count} migrations and the baseline come to the same (PostgreSQL {server})"
    ));
    say(&report, output);
    let names = |paths: &[std::path::PathBuf]| paths.iter().map(|path| output.files.of(path)).collect();
    let result = Squashed {
        replaced: squash
            .replaced
            .iter()
            .map(|migration| &migration.record.name)
            .collect(),
        baseline: Some(&squash.baseline.migration.record.name),
        server: Some(server),
        written: names(&report.written),
        removed: names(&report.removed),
    };
    Ok(Answer::new(Outcome::Fine, result))
}

/// Nothing is written that is not the same.
fn differs(squash: &Squash, difference: &str) -> Problem {
    let last = squash.replaced.last().map(|last| last.record.name.to_string());
    let last = last.unwrap_or_default();
    Problem::error(format!(
        "the migrations up to `{last}` leave something that no definition speaks of, so that one migration in their place would not come to the same:\n{difference}"
    ))
    .code("not_equal")
    .help("squash up to a migration before it, or drop what is left over in a migration of its own first")
}
