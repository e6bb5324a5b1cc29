//! `check`: what `generate` would change, as diffs.

use serde::Serialize;
use voxanne_codegen::{Checked, Stale};

use super::count;
use crate::outcome::Outcome;
use crate::output::{Answer, Output, write_diff};
use crate::project::Project;
use crate::report::{Failure, Problem};

/// What was found, for machines.
#[derive(Serialize)]
struct Document {
    up_to_date: bool,
    stale: Vec<StaleFile>,
}

#[derive(Serialize)]
struct StaleFile {
    path: String,
    diff: String,
}

/// Tells whether everything generated is as it should be.
pub(crate) fn check(project: &Project, output: &mut Output<'_>) -> Result<Answer, Failure> {
    let Checked {
        stale,
        hazards,
        warnings,
    } = project.generator().check()?;
    let warnings = warnings.iter().map(Problem::from).collect();
    output.show(|sink| {
        for Stale { diff, .. } in &stale {
            write_diff(sink, diff);
        }
    });
    if stale.is_empty() {
        output.say("up to date");
    }
    let files = |stale: Stale| StaleFile {
        path: output.files.of(&stale.path),
        diff: stale.diff,
    };
    let number = stale.len();
    let stale: Vec<StaleFile> = stale.into_iter().map(files).collect();
    let result = Document {
        up_to_date: stale.is_empty(),
        stale,
    };
    if number == 0 {
        return Ok(Answer {
            warnings,
            ..Answer::new(Outcome::Fine, result)
        });
    }
    let verb = if number == 1 { "is" } else { "are" };
    let problem = Problem::error(format!(
        "{} {verb} not as the definitions say",
        count(number, "file")
    ))
    .code("stale")
    .help("run `generate`, and commit what it writes");
    let errors = std::iter::once(problem)
        .chain(hazards.iter().map(Problem::from))
        .collect();
    Ok(Answer {
        errors,
        warnings,
        ..Answer::new(Outcome::Findings, result)
    })
}
