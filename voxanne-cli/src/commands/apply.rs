//! `apply`: what is pending goes up.

use serde::Serialize;
use voxanne_codegen::migrations::MigrationName;
use voxanne_postgres::source::OtherLedger;
use voxanne_postgres::{ApplyOptions, Outcome as RunOutcome};

use super::bench::Place;
use super::count;
use super::database::Run;
use super::ledgers;
use super::live::{Done, Live};
use crate::arguments::Apply;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::{Failure, Problem};

/// What was done, for machines.
#[derive(Serialize)]
struct Applied<'r> {
    database: &'r Place,
    dry_run: bool,
    /// What was applied.
    applied: Vec<Done>,
    /// What would be applied, in a dry run.
    pending: Vec<MigrationName>,
    /// Those of other tools, where the database had none of ours.
    other_ledgers: Vec<OtherLedger>,
}

/// Applies the migrations that the database lacks.
pub(super) async fn apply(
    mut run: Run<'_>,
    arguments: &Apply,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let options = ApplyOptions {
        to: arguments.to,
        dry_run: arguments.dry_run,
    };
    let others = ledgers::instead_of_ours(&mut run).await?;
    let live = Live::new(output);
    let result = live
        .watch(
            run.runner
                .apply(run.migrations, &options, &mut |event| live.show(&event)),
        )
        .await;
    let applied = live.take_done();
    let mut document = Applied {
        database: &run.place,
        dry_run: options.dry_run,
        applied,
        pending: Vec::new(),
        other_ledgers: others,
    };
    let warnings: Vec<Problem> = ledgers::warning(&document.other_ledgers).into_iter().collect();
    match result {
        Ok(done) => {
            if done.dry_run {
                document.pending = done
                    .migrations
                    .iter()
                    .map(|finished| finished.name.clone())
                    .collect();
            }
            say(&done, &run, &mut live.output());
            Ok(Answer {
                warnings,
                ..Answer::new(Outcome::Fine, document)
            })
        }
        Err(error) => Ok(Answer {
            warnings,
            ..Failure::from(error).with(document)
        }),
    }
}

fn say(done: &RunOutcome, run: &Run<'_>, output: &mut Output<'_>) {
    let place = run.place.words();
    if done.migrations.is_empty() {
        output.say(format_args!("nothing to apply: {place}"));
        return;
    }
    let migrations = count(done.migrations.len(), "migration");
    if done.dry_run {
        for migration in &done.migrations {
            output.say(format_args!("would apply {}", migration.name));
        }
        output.say(format_args!("{migrations} to apply, nothing changed: {place}"));
    } else {
        output.say(format_args!("{migrations} applied: {place}"));
    }
}
