//! `rollback`: what was applied goes down, the last migration first.

use serde::Serialize;
use voxanne_postgres::{RollbackOptions, RollbackTarget};

use super::bench::Place;
use super::count;
use super::database::Run;
use super::live::{Done, Live};
use crate::arguments::Rollback;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::Failure;

/// What was done, for machines.
#[derive(Serialize)]
struct RolledBack<'r> {
    database: &'r Place,
    rolled_back: Vec<Done>,
}

/// Takes applied migrations back.
pub(super) async fn rollback(
    mut run: Run<'_>,
    arguments: &Rollback,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let options = RollbackOptions {
        target: target(arguments),
        allow_data_loss: arguments.allow_data_loss,
        dry_run: false,
    };
    let live = Live::new(output);
    run.fill_scratch(&live).await?;
    let result = live
        .watch(
            run.runner
                .rollback(run.migrations, &options, &mut |event| live.show(&event)),
        )
        .await;
    let document = RolledBack {
        database: &run.place,
        rolled_back: live.take_done(),
    };
    match result {
        Ok(done) => {
            let place = run.place.words();
            if done.migrations.is_empty() {
                live.output().say(format_args!("nothing to roll back: {place}"));
            } else {
                let migrations = count(done.migrations.len(), "migration");
                live.output()
                    .say(format_args!("{migrations} rolled back: {place}"));
            }
            Ok(Answer::new(Outcome::Fine, document))
        }
        Err(error) => Ok(Failure::from(error).with(document)),
    }
}

fn target(arguments: &Rollback) -> RollbackTarget {
    let how_far = &arguments.how_far;
    match (how_far.all, how_far.to) {
        (true, _) => RollbackTarget::All,
        (false, Some(version)) => RollbackTarget::To(version),
        (false, None) => {
            let steps = how_far.steps.unwrap_or(1);
            RollbackTarget::Steps(usize::try_from(steps).unwrap_or(usize::MAX))
        }
    }
}
