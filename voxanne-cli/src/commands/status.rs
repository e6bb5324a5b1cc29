//! `status`: what is applied, what is pending, what is odd.

use serde::Serialize;
use voxanne_postgres::MigrationError;
use voxanne_postgres::apply::{Entry, State, Status as Standing};
use voxanne_postgres::source::OtherLedger;

use super::bench::{Place, named};
use super::database::Run;
use super::{ledgers, seconds};
use crate::arguments::Target;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::{Failure, Problem};

/// Where a database stands, for machines.
#[derive(Serialize)]
struct Stands<'r> {
    database: &'r Place,
    applied: usize,
    pending: usize,
    #[serde(flatten)]
    status: &'r Standing,
    /// Those of other tools, where the database has none of ours.
    other_ledgers: &'r [OtherLedger],
}

/// Nothing is looked at that nobody named: an empty scratch server would pass for a database that
/// everything is yet to be applied to.
pub(super) fn names_a_place(target: &Target, database_url: Option<&str>) -> Result<(), Failure> {
    let url = target.database.database_url.clone();
    if target.scratch || named(url, database_url.map(str::to_owned)).is_some() {
        return Ok(());
    }
    let help = "name one with `--database-url postgresql://user@host:5432/name`, or set DATABASE_URL; \
                `--scratch` looks at a server that is empty";
    Err(Failure::wrong("no database was named", help))
}

/// Lists the migrations and where they stand.
pub(super) async fn status(mut run: Run<'_>, output: &mut Output<'_>) -> Result<Answer, Failure> {
    let status = run.interrupt.or(run.runner.status(run.migrations)).await??;
    let others = ledgers::instead_of_ours(&mut run).await?;
    let number = |state| status.entries.iter().filter(|entry| entry.state == state).count();
    let (applied, pending) = (number(State::Applied), number(State::Pending));
    let place = run.place.words();
    if run.bench.is_scratch() {
        output.say(format_args!("{place}: it is empty, so everything is pending"));
    } else {
        output.say(place);
    }
    for entry in &status.entries {
        say(entry, output);
    }
    output.say(format_args!("{applied} applied, {pending} pending"));
    let errors = problems(&status);
    let outcome = if errors.is_empty() {
        Outcome::Fine
    } else {
        Outcome::Findings
    };
    let document = Stands {
        database: &run.place,
        applied,
        pending,
        status: &status,
        other_ledgers: &others,
    };
    Ok(Answer {
        warnings: ledgers::warning(&others).into_iter().collect(),
        errors,
        ..Answer::new(outcome, document)
    })
}

fn say(entry: &Entry, output: &mut Output<'_>) {
    let palette = output.palette();
    let style = match entry.state {
        State::Applied => palette.good,
        State::Pending => palette.dim,
        _ => palette.warning,
    };
    let (state, dim) = (entry.state, palette.dim);
    let mut more = Vec::new();
    more.extend(entry.applied_at.as_ref().map(|at| format!("at {at}")));
    more.extend(entry.applied_by.as_ref().map(|by| format!("by {by}")));
    more.extend(entry.baseline.then(|| "as a baseline".to_owned()));
    more.extend(entry.took.map(|took| format!("in {}", seconds(took))));
    more.extend(
        entry
            .statements
            .map(|(done, of)| format!("{done} of {of} statements")),
    );
    let more = more.join(", ");
    let name = entry.name.to_string();
    let line = format!("  {style}{state:<8}{style:#}  {name}  {dim}{more}{dim:#}");
    output.say(line.trim_end());
}

/// What somebody should look at.
fn problems(status: &Standing) -> Vec<Problem> {
    let mut problems = Vec::new();
    let conflicts: Vec<Entry> = status
        .entries
        .iter()
        .filter(|entry| entry.state.is_conflict())
        .cloned()
        .collect();
    if !conflicts.is_empty() {
        problems.push(Problem::from(&MigrationError::Disagreement { conflicts }));
    }
    for entry in &status.entries {
        let (what, how) = match entry.state {
            State::Running => ("partly applied", "apply"),
            State::Reverting => ("partly rolled back", "rollback"),
            _ => continue,
        };
        let message = format!("`{}` is {what}: a run is at work, or was interrupted", entry.name);
        problems.push(
            Problem::error(message)
                .code("unfinished")
                .help(format!("`{how}` goes on with it")),
        );
    }
    problems
}
