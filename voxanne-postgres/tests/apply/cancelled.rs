//! Runs that somebody stops.

use std::time::{Duration, Instant};

use voxanne_codegen::plan::TransactionMode::Alone;
use voxanne_postgres::apply::{Cause, Left};
use voxanne_postgres::{ApplyOptions, Cancellation, MigrationError, Progress, Runner, RunnerOptions};

use crate::{
    apply, dump, fresh, hand, is_started, migration_error, one, server, session, shop, shop_with_rows,
    standstill, stopped, whole_shop,
};

fn options(cancellation: &Cancellation) -> RunnerOptions {
    RunnerOptions {
        cancellation: cancellation.clone(),
        ..RunnerOptions::default()
    }
}

/// Cancels once the run stands still.
fn cancel_later(cancellation: &Cancellation, database: &'static str) {
    let cancellation = cancellation.clone();
    tokio::spawn(async move {
        standstill(database).await;
        cancellation.cancel();
    });
}

#[tokio::test]
async fn a_statement_at_work_is_cancelled_and_its_transaction_rolled_back() {
    let cancellation = Cancellation::new();
    let mut runner = Runner::new(fresh("cancel").await, options(&cancellation));
    let mut all = hand::logged(4);
    let good = std::mem::replace(
        &mut all[2],
        hand::migration(2, "insert into log values (2); select pg_sleep(30);", ""),
    );
    cancel_later(&cancellation, "cancel");
    let since = Instant::now();
    let error = apply(&mut runner, &all).await.unwrap_err();
    assert!(since.elapsed() < Duration::from_secs(25));
    assert_eq!(
        error.to_string(),
        "cancelled; nothing of `20260101000002_step_2` is applied"
    );
    assert_eq!(
        error.help().unwrap(),
        "2 migrations are applied and stay so; the next run goes on with `20260101000002_step_2`"
    );
    let stop = stopped(error);
    assert!(matches!(stop.cause, Cause::Cancelled));
    assert_eq!((stop.done.len(), stop.left), (2, Left::Nothing));

    // The lock is free, the session usable.
    all[2] = good;
    let mut next = Runner::new(
        runner.into_connection(),
        RunnerOptions {
            lock_wait: Duration::ZERO,
            ..RunnerOptions::default()
        },
    );
    assert_eq!(apply(&mut next, &all).await.unwrap().migrations.len(), 2);
    assert_eq!(
        one(next.connection(), "select array_agg(n order by n)::text from log").await,
        "{1,2,3}"
    );
}

#[tokio::test]
async fn between_two_migrations_a_run_just_stops() {
    let cancellation = Cancellation::new();
    let mut runner = Runner::new(fresh("cancel_between").await, options(&cancellation));
    let all = hand::logged(3);
    let error = runner
        .apply(&all, &ApplyOptions::default(), &mut |progress| {
            if let Progress::Finished { .. } = progress {
                cancellation.cancel();
            }
        })
        .await
        .unwrap_err();
    let stop = stopped(error);
    assert_eq!(
        (stop.done.len(), stop.migration, stop.left),
        (1, all[1].record.name.clone(), Left::Nothing)
    );
}

#[tokio::test]
async fn a_half_built_index_is_removed() {
    drop(shop_with_rows("cancel_index", 100).await);
    let all = shop::migrations();
    let cancellation = Cancellation::new();
    let mut runner = Runner::new(session("cancel_index").await, options(&cancellation));
    // The index waits for this one.
    let mut old = session("cancel_index").await;
    old.execute("begin; update widgets set code = 'new' where id = 1")
        .await
        .unwrap();
    let to = Some(all[3].record.name.version);
    // The backfill needs the row, and waits for it in vain; so it comes first.
    old.execute("rollback").await.unwrap();
    runner
        .apply(all, &ApplyOptions { to, dry_run: false }, &mut |_| {})
        .await
        .unwrap();
    old.execute("begin; update widgets set code = 'new' where id = 1")
        .await
        .unwrap();
    cancel_later(&cancellation, "cancel_index");
    let error = apply(&mut runner, all).await.unwrap_err();
    let stop = stopped(error);
    assert!(matches!(stop.cause, Cause::Cancelled), "{stop:?}");
    assert_eq!(stop.migration.slug, "weigh_widgets_index");
    // The old transaction is in the way of the removal as well: the next run sees to it.
    let invalid =
        "select count(*) from pg_index where indexrelid = 'widgets_code'::regclass and not indisvalid";
    assert_eq!(one(&mut old, invalid).await, "1");
    let remains = Some("DROP INDEX CONCURRENTLY IF EXISTS public.widgets_code;".to_owned());
    assert_eq!(
        stop.left,
        Left::Part {
            done: 0,
            of: 1,
            remains
        }
    );
    old.execute("rollback").await.unwrap();
    let mut next = Runner::new(session("cancel_index").await, RunnerOptions::default());
    apply(&mut next, all).await.unwrap();
    assert_eq!(dump(&server().url("cancel_index")).await, whole_shop().await);
}

#[tokio::test]
async fn what_ended_well_before_the_cancellation_came_is_recorded() {
    let cancellation = Cancellation::new();
    let mut runner = Runner::new(fresh("cancel_late").await, options(&cancellation));
    // Cancels nobody: a statement that ends well although it was asked to stop.
    let stubborn = "do $$ begin
        begin perform pg_sleep(30); exception when query_canceled then null; end;
        create table stubborn (n int);
    end $$;";
    let all = [hand::one_by_one(
        1,
        &[
            (stubborn, Alone, None),
            ("create table second (n int);", Alone, None),
        ],
        &[],
    )];
    cancel_later(&cancellation, "cancel_late");
    let error = apply(&mut runner, &all).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cancelled; 1 of 2 statements of `20260101000001_step_1` are applied"
    );
    let mut next = Runner::new(session("cancel_late").await, RunnerOptions::default());
    assert_eq!(apply(&mut next, &all).await.unwrap().migrations.len(), 1);
    assert_eq!(
        one(next.connection(), "select to_regclass('second') is not null").await,
        "t"
    );
}

#[tokio::test]
async fn waiting_for_another_run_and_pausing_before_the_next_attempt_can_be_cancelled() {
    let mut holder = fresh("cancel_wait").await;
    let key = u64::from_be_bytes(*b"voxanne\0");
    holder
        .execute(&format!("select pg_advisory_lock({key})"))
        .await
        .unwrap();
    let cancellation = Cancellation::new();
    let mut runner = Runner::new(session("cancel_wait").await, options(&cancellation));
    let result = runner
        .apply(&hand::logged(1), &ApplyOptions::default(), &mut |progress| {
            if let Progress::Waiting { .. } = progress {
                cancellation.cancel();
            }
        })
        .await;
    let error = migration_error(result.unwrap_err());
    assert!(matches!(error, MigrationError::Cancelled), "{error:?}");
    holder
        .execute(&format!("select pg_advisory_unlock({key})"))
        .await
        .unwrap();

    holder.execute("create table busy (n int)").await.unwrap();
    let cancellation = Cancellation::new();
    let mut options = options(&cancellation);
    options.retry.first_wait = Duration::from_secs(30);
    let mut runner = Runner::new(session("cancel_wait").await, options);
    holder.execute("begin; lock table busy").await.unwrap();
    let all = [hand::migration(
        0,
        "set local lock_timeout = 10; alter table busy add x int;",
        "",
    )];
    let since = Instant::now();
    let error = runner
        .apply(&all, &ApplyOptions::default(), &mut |progress| {
            if let Progress::Retrying { .. } = progress {
                cancellation.cancel();
            }
        })
        .await
        .unwrap_err();
    assert!(since.elapsed() < Duration::from_secs(25));
    assert!(matches!(stopped(error).cause, Cause::Cancelled));
}

#[tokio::test]
async fn a_run_that_was_cancelled_before_it_began_does_nothing() {
    let cancellation = Cancellation::new();
    cancellation.cancel();
    let mut runner = Runner::new(fresh("cancel_first").await, options(&cancellation));
    let mut started = false;
    let error = runner
        .apply(&hand::logged(1), &ApplyOptions::default(), &mut |progress| {
            started |= is_started(&progress, "step_0");
        })
        .await
        .unwrap_err();
    assert!(matches!(stopped(error).cause, Cause::Cancelled));
    assert!(!started);
}
