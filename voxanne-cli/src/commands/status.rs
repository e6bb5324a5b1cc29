//! `status`: what is applied, what is pending, what is odd.

use serde::Serialize;
use voxanne_codegen::migrations::Migration;
use voxanne_postgres::apply::{Entry, State, Status as Standing};
use voxanne_postgres::{Connection, MigrationError, Runner};

use super::bench::{Place, named};
use super::interrupt::Interrupt;
use super::seconds;
use crate::arguments::Status;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::{Failure, Problem};

/// Where a database stands, for machines.
#[derive(Serialize)]
struct Stands<'r> {
    database: Place,
    applied: usize,
    pending: usize,
    #[serde(flatten)]
    status: &'r Standing,
}

/// Lists the migrations and where they stand.
pub(super) async fn status(
    arguments: &Status,
    database_url: Option<String>,
    migrations: &[Migration],
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let Some(url) = named(arguments.database.database_url.clone(), database_url) else {
        let help = "name one with `--database-url postgresql://user@host:5432/name`, or set DATABASE_URL";
        return Err(Failure::wrong("no database was named", help));
    };
    let interrupt = Interrupt::listen();
    let connection = interrupt.or(Connection::connect(&url)).await??;
    let database = Place::of(&connection);
    let mut runner = Runner::new(connection, interrupt.runner_options());
    let status = interrupt.or(runner.status(migrations)).await??;
    let number = |state| status.entries.iter().filter(|entry| entry.state == state).count();
    let (applied, pending) = (number(State::Applied), number(State::Pending));
    output.say(database.words());
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
        database,
        applied,
        pending,
        status: &status,
    };
    Ok(Answer {
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
