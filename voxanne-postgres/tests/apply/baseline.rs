//! What a database has already is recorded and not run, under the lock of a run.

use std::time::Duration;

use voxanne_postgres::{ApplyOptions, BaselineOptions, Error, MigrationError, Runner, RunnerOptions};

use crate::{fresh, hand, migration_error, one, session};

async fn row_count(runner: &mut Runner) -> String {
    one(runner.connection(), "select count(*) from voxanne.migrations").await
}

#[tokio::test]
async fn nobody_comes_between_the_proof_and_the_record() {
    let all = hand::logged(3);
    let mut runner = Runner::new(fresh("baseline_lock").await, RunnerOptions::default());
    let proof = async |wanted: &[_]| {
        assert_eq!(wanted.len(), 3);
        let options = RunnerOptions {
            lock_wait: Duration::ZERO,
            ..RunnerOptions::default()
        };
        let mut other = Runner::new(session("baseline_lock").await, options);
        let error = other.apply(&all, &ApplyOptions::default(), &mut |_| {}).await;
        let error = migration_error(error.unwrap_err());
        assert!(matches!(error, MigrationError::Locked { .. }), "{error:?}");
        Ok::<(), Error>(())
    };
    let recorded = runner
        .baseline(&all, &BaselineOptions::default(), &mut |_| {}, proof)
        .await
        .unwrap();
    assert_eq!(recorded.len(), 3);
    assert_eq!(row_count(&mut runner).await, "3");
    let finished = "select count(finished_at) + sum(statements_done) from voxanne.migrations";
    assert_eq!(one(runner.connection(), finished).await, "0");
    let status = runner.status(&all).await.unwrap();
    assert!(status.entries.iter().all(|entry| entry.baseline));
}

#[tokio::test]
async fn what_is_not_proven_is_not_recorded() {
    let all = hand::logged(2);
    let mut runner = Runner::new(fresh("baseline_unproven").await, RunnerOptions::default());
    for dry_run in [true, false] {
        let options = BaselineOptions { to: None, dry_run };
        let refuted = async |_: &[_]| Err(Error::from(MigrationError::Cancelled));
        let error = runner.baseline(&all, &options, &mut |_| {}, refuted).await;
        assert!(error.is_err());
        assert!(!runner.status(&all).await.unwrap().ledger);
    }
}

#[tokio::test]
async fn what_is_recorded_needs_no_proof() {
    let all = hand::logged(3);
    let mut runner = Runner::new(fresh("baseline_rest").await, RunnerOptions::default());
    let first = BaselineOptions {
        to: Some(all[0].record.name.version),
        dry_run: false,
    };
    let proven = async |wanted: &[_]| {
        assert_eq!(wanted.len(), 1);
        Ok::<(), Error>(())
    };
    let recorded = runner.baseline(&all, &first, &mut |_| {}, proven).await.unwrap();
    assert_eq!(recorded.len(), 1);
    let unasked = async |_: &[_]| Err(Error::from(MigrationError::Cancelled));
    let again = runner.baseline(&all, &first, &mut |_| {}, unasked).await.unwrap();
    assert!(again.is_empty());
    let whole = async |wanted: &[_]| {
        assert_eq!(wanted.len(), 3);
        Ok::<(), Error>(())
    };
    let rest = BaselineOptions::default();
    let rest = runner.baseline(&all, &rest, &mut |_| {}, whole).await.unwrap();
    assert_eq!(rest.len(), 2);
    assert_eq!(row_count(&mut runner).await, "3");
}
