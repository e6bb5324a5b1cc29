//! Runs beside each other, and beside everybody else.

use std::time::{Duration, Instant};

use voxanne_postgres::apply::Retry;
use voxanne_postgres::{ApplyOptions, MigrationError, Progress, Runner, RunnerOptions};

use crate::{
    apply, dump, hand, migration_error, one, runner, server, session, shop, shop_with_rows, standstill,
    stopped, whole_shop,
};

const KEY: u64 = u64::from_be_bytes(*b"voxanne\0");

#[tokio::test(flavor = "multi_thread")]
async fn of_two_runs_at_once_one_works_and_the_other_finds_nothing_to_do() {
    let all = shop::migrations();
    for round in 0..10 {
        let database = format!("pair_{round}");
        drop(shop_with_rows(&database, 500).await);
        let run = |mut runner: Runner| {
            tokio::spawn(async move { apply(&mut runner, all).await.unwrap().migrations.len() })
        };
        let (one, other) = (run(runner(&database).await), run(runner(&database).await));
        let mut counts = [one.await.unwrap(), other.await.unwrap()];
        counts.sort_unstable();
        assert_eq!(counts, [0, all.len() - 2]);
        assert_eq!(dump(&server().url(&database)).await, whole_shop().await);
    }
}

#[tokio::test]
async fn a_run_that_waited_long_enough_leaves_and_names_the_other_one() {
    let mut holder = crate::fresh("held").await;
    let pid = one(&mut holder, "select pg_backend_pid()").await;
    holder
        .execute(&format!("select pg_advisory_lock({KEY})"))
        .await
        .unwrap();
    let options = RunnerOptions {
        lock_wait: Duration::from_millis(300),
        ..RunnerOptions::default()
    };
    let mut runner = Runner::new(session("held").await, options);
    let mut waited_for = Vec::new();
    let since = Instant::now();
    let result = runner
        .apply(shop::base(), &ApplyOptions::default(), &mut |progress| {
            if let Progress::Waiting { holder } = progress {
                waited_for.push(holder.unwrap().pid.to_string());
            }
        })
        .await;
    assert!(since.elapsed() >= Duration::from_millis(300));
    assert_eq!(waited_for, [pid.as_str()]);
    let error = migration_error(result.unwrap_err());
    let MigrationError::Locked {
        holder: Some(found), ..
    } = &error
    else {
        panic!("{error:?}")
    };
    assert_eq!(
        (found.pid.to_string(), found.user.as_str()),
        (pid.clone(), "postgres")
    );
    assert!(
        error
            .to_string()
            .contains(&format!("process {pid} of user `postgres`")),
        "{error}"
    );
    assert!(
        error
            .help()
            .unwrap()
            .contains(&format!("pg_terminate_backend({pid})"))
    );

    drop(holder);
    assert_eq!(
        apply(&mut runner, shop::base()).await.unwrap().migrations.len(),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_does_not_come_is_tried_for_again() {
    let all = hand::impatient(shop::migrations());
    let mut runner = Runner::new(crate::fresh("busy").await, quick());
    apply(&mut runner, &all[..2]).await.unwrap();
    let mut other = session("busy").await;
    other
        .execute("begin; lock table widgets in access exclusive mode")
        .await
        .unwrap();
    // The lock comes free when two attempts have failed.
    let (free, freed) = tokio::sync::oneshot::channel();
    let mut free = Some(free);
    let freed = tokio::spawn(async move {
        freed.await.unwrap();
        other.execute("commit").await.unwrap();
    });
    let mut retries = Vec::new();
    let outcome = runner
        .apply(&all, &ApplyOptions::default(), &mut |progress| {
            if let Progress::Retrying {
                migration,
                error,
                attempt,
                wait,
            } = progress
            {
                assert_eq!(
                    (migration.slug.as_str(), error.code.as_str()),
                    ("weigh_widgets", "55P03")
                );
                assert!(
                    error.statement.as_ref().unwrap().text.starts_with("ALTER TABLE"),
                    "{error:?}"
                );
                retries.push((attempt, wait.as_millis()));
                if retries.len() == 2 {
                    free.take().unwrap().send(()).unwrap();
                }
            }
        })
        .await
        .unwrap();
    freed.await.unwrap();
    assert_eq!(outcome.migrations.len(), all.len() - 2);
    assert_eq!(retries[..2], [((2, 50), 100), ((3, 50), 200)]);
    assert_eq!(dump(&server().url("busy")).await, whole_shop().await);
}

fn quick() -> RunnerOptions {
    RunnerOptions {
        lock_timeout: Duration::from_millis(300),
        retry: Retry {
            attempts: 50,
            first_wait: Duration::from_millis(100),
            longest_wait: Duration::from_millis(400),
        },
        ..RunnerOptions::default()
    }
}

#[tokio::test]
async fn a_lock_that_never_comes_ends_the_run_and_leaves_nothing() {
    let all = hand::impatient(shop::migrations());
    let options = RunnerOptions {
        retry: Retry {
            attempts: 2,
            ..quick().retry
        },
        ..quick()
    };
    let mut runner = Runner::new(crate::fresh("too_busy").await, options);
    apply(&mut runner, &all[..2]).await.unwrap();
    let before = dump(&server().url("too_busy")).await;
    let mut other = session("too_busy").await;
    other
        .execute("begin; lock table widgets in access share mode")
        .await
        .unwrap();
    let error = apply(&mut runner, &all).await.unwrap_err();
    assert_eq!(error.code(), Some("55P03"));
    let help = error.help().unwrap();
    assert!(
        help.contains("pg_blocking_pids") && help.contains("goes on with `20250101000200_weigh_widgets`"),
        "{help}"
    );
    assert_eq!(stopped(error).migration, all[2].record.name);
    other.execute("commit").await.unwrap();
    assert_eq!(dump(&server().url("too_busy")).await, before);
    assert_eq!(
        apply(&mut runner, &all).await.unwrap().migrations.len(),
        all.len() - 2
    );
}

/// A reader in the way of a concurrent index is waited for, however long it takes, because nobody
/// waits behind the index.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_is_built_beside_writers_and_waits_for_old_transactions() {
    let all = shop::migrations();
    drop(shop_with_rows("old_transaction", 500).await);
    let mut runner = Runner::new(session("old_transaction").await, quick());
    apply(&mut runner, &all[..4]).await.unwrap();
    let mut old = session("old_transaction").await;
    old.execute("begin isolation level repeatable read; select count(*) from owners")
        .await
        .unwrap();
    let mut writer = session("old_transaction").await;
    let (writes, mut written) = tokio::sync::watch::channel(0);
    let (ended, finished) = tokio::join!(
        async {
            standstill("old_transaction").await;
            let before = *written.borrow();
            written.wait_for(|writes| *writes > before + 50).await.unwrap();
            let ended = Instant::now();
            old.execute("commit").await.unwrap();
            ended
        },
        async {
            let run = tokio::spawn(async move {
                let to = Some(all[4].record.name.version);
                runner
                    .apply(all, &ApplyOptions { to, dry_run: false }, &mut |_| {})
                    .await
                    .unwrap();
                Instant::now()
            });
            let mut number = 0;
            while !run.is_finished() {
                let insert = format!(
                    "insert into widgets (id, owner_id, code) select 10000 + {number}, 1, 'new {number}'"
                );
                writer.execute(&insert).await.unwrap();
                number += 1;
                writes.send(number).unwrap();
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            run.await.unwrap()
        }
    );
    // While the index waited, the writer did not.
    assert!(finished > ended, "the index waited for the old transaction");
}

/// The lock of a run is gone, as it is behind a pooler that gives each transaction another session.
#[tokio::test]
async fn without_its_lock_a_run_records_nothing() {
    let mut runner = Runner::new(crate::fresh("lockless").await, RunnerOptions::default());
    let all = [
        hand::migration(0, "create table log (n int);", ""),
        hand::migration(
            1,
            "create table other (n int); select pg_advisory_unlock_all();",
            "",
        ),
    ];
    let error = apply(&mut runner, &all).await.unwrap_err();
    assert!(
        error.to_string().contains("pooler in transaction mode"),
        "{error}"
    );
    assert!(error.help().unwrap().contains("session mode"));
    assert_eq!(
        one(runner.connection(), "select to_regclass('other') is null").await,
        "t"
    );
    assert_eq!(runner.history_at(&all).await.unwrap(), &all[..1]);
}
