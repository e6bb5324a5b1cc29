//! `verify`: is the database what its migrations should have made?

use serde::Serialize;
use voxanne_codegen::migrations::{History, MigrationName};
use voxanne_codegen::verify_all;

use super::bench::Place;
use super::count;
use super::database::Run;
use super::live::Live;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::Failure;

/// What was verified, for machines.
#[derive(Serialize)]
struct Verified<'r> {
    database: &'r Place,
    /// The migration that the database is at.
    at: Option<MigrationName>,
    verified: bool,
    objects: usize,
}

/// Compares the database with the state at its version.
pub(super) async fn verify(mut run: Run<'_>, output: &mut Output<'_>) -> Result<Answer, Failure> {
    let live = Live::new(output);
    run.fill_scratch(&live).await?;
    let applied = run.interrupt.or(run.runner.history_at(run.migrations)).await??;
    let history = History::fold(applied).map_err(|error| Failure::from(vec![error]))?;
    let objects = history.schema.objects().count();
    let mut document = Verified {
        database: &run.place,
        at: history.tip.clone(),
        verified: true,
        objects,
    };
    let Some(at) = &history.tip else {
        live.output().say(format_args!(
            "nothing is applied, so there is nothing to verify: {}",
            run.place.words()
        ));
        return Ok(Answer::new(Outcome::Fine, document));
    };
    live.output()
        .progress(format_args!("verifying the state at {at}"));
    let sql = verify_all(&history.schema, &format!("the state at {at}"));
    match run.interrupt.or(live.watch(run.runner.verify_sql(&sql))).await? {
        Ok(_) => {
            let objects = count(objects, "object");
            live.output()
                .say(format_args!("verified {objects} at {at}: {}", run.place.words()));
            Ok(Answer::new(Outcome::Fine, document))
        }
        Err(error) => {
            document.verified = false;
            Ok(Failure::from(error).with(document))
        }
    }
}
