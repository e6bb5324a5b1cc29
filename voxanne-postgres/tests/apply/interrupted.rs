//! Sessions that are ended, and runners that are killed, anywhere: the next run completes, and
//! nothing runs twice.

use std::time::Duration;

use voxanne_postgres::apply::{Cause, Left};
use voxanne_postgres::{ApplyOptions, Error, Runner, RunnerOptions, ScratchOptions, ScratchServer};

use crate::{
    STANDSTILL, apply, dump, fresh, hand, one, psql, roll_back_all, runner, server, session, shop,
    shop_with_rows, stopped, terminate, whole_shop,
};

/// Applies, ending the session at the event of that number; whether there was one.
async fn apply_until(
    runner: &mut Runner,
    url: &str,
    event: usize,
) -> (bool, Result<voxanne_postgres::Outcome, Error>) {
    let mut seen = 0;
    let result = runner
        .apply(shop::migrations(), &ApplyOptions::default(), &mut |_| {
            if seen == event {
                terminate(url);
            }
            seen += 1;
        })
        .await;
    (seen > event, result)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_ended_anywhere_lets_the_next_run_complete() {
    let all = shop::migrations();
    drop(shop_with_rows("ended_base", 500).await);
    session("ended_base").await.close().await.unwrap();
    let mut event = 0;
    loop {
        let database = format!("ended_{event}");
        copy("ended_base", &database).await;
        let url = server().url(&database);
        let mut first = runner(&database).await;
        let (happened, result) = apply_until(&mut first, &url, event).await;
        if !happened {
            result.unwrap();
            break;
        }
        if let Err(error) = result {
            let help = error.help().unwrap();
            assert!(help.contains("the next run"), "{help}");
            let stop = stopped(error);
            assert!(matches!(stop.cause, Cause::Lost(_)), "{stop:?}");
            assert_ne!(stop.left, Left::Unknown, "{stop:?}");
        }
        // The same runner goes on over a new connection.
        apply(&mut first, all).await.unwrap();
        assert_eq!(dump(&url).await, whole_shop().await, "after event {event}");
        assert_eq!(
            one(
                first.connection(),
                "select count(*) from widgets where weight = 7"
            )
            .await,
            "500"
        );
        server().drop_database(&database).await.unwrap();
        event += 1;
    }
    assert!(event > 14, "{event} events");
}

/// A copy, once nobody is connected to the template any more: closed sessions take a moment to end.
async fn copy(template: &str, database: &str) {
    for _ in 0..100 {
        match server().create_database_from(database, template).await {
            Ok(()) => return,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    server().create_database_from(database, template).await.unwrap();
}

/// The runner is gone at once, as after kill -9, while the server may still be at work.
#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_is_killed_anywhere_lets_the_next_run_complete() {
    let all = shop::migrations();
    drop(shop_with_rows("killed_base", 3_000).await);
    for round in 0..12_u64 {
        let database = format!("killed_{round}");
        copy("killed_base", &database).await;
        // Several kills in a row, at moments that differ from round to round.
        for attempt in 0..3_u64 {
            let mut runner = runner(&database).await;
            let run = tokio::spawn(async move { apply(&mut runner, all).await.map(drop) });
            tokio::time::sleep(Duration::from_millis((round * 7 + attempt * 31) % 90)).await;
            run.abort();
            let _ = run.await;
        }
        let mut last = runner(&database).await;
        apply(&mut last, all).await.unwrap();
        assert_eq!(
            dump(&server().url(&database)).await,
            whole_shop().await,
            "round {round}"
        );
        assert_eq!(
            one(last.connection(), "select count(*) from widgets where weight = 7").await,
            "3000"
        );
        server().drop_database(&database).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_twice_and_rollbacks_can_be_killed_as_well() {
    let all: &'static [_] = Box::leak(hand::logged(30).into_boxed_slice());
    for round in 0..6_u64 {
        let database = format!("twice_{round}");
        drop(fresh(&database).await);
        for attempt in 0..4_u64 {
            let mut runner = runner(&database).await;
            let run = tokio::spawn(async move { apply(&mut runner, all).await.map(drop) });
            tokio::time::sleep(Duration::from_millis(5 + (round * 5 + attempt * 17) % 60)).await;
            run.abort();
            let _ = run.await;
        }
        let mut last = runner(&database).await;
        apply(&mut last, all).await.unwrap();
        let log = "select count(*) || ' ' || count(distinct n) || ' ' || max(n) from log";
        assert_eq!(one(last.connection(), log).await, "29 29 29", "round {round}");

        let mut runner = runner(&database).await;
        let run = tokio::spawn(async move { roll_back_all(&mut runner, all).await.map(drop) });
        tokio::time::sleep(Duration::from_millis(10 + round * 9)).await;
        run.abort();
        let _ = run.await;
        roll_back_all(&mut last, all).await.unwrap();
        assert_eq!(
            one(
                last.connection(),
                "select to_regnamespace('voxanne') is null and to_regclass('log') is null"
            )
            .await,
            "t"
        );
    }
}

/// An index that the server finished after the runner was killed is not built again.
#[tokio::test]
async fn an_index_that_was_finished_meanwhile_is_kept() {
    let all = shop::migrations();
    let mut runner = shop_with_rows("finished", 100).await;
    let to = Some(all[3].record.name.version);
    runner
        .apply(all, &ApplyOptions { to, dry_run: false }, &mut |_| {})
        .await
        .unwrap();
    let name = &all[4].record.name;
    let running = format!(
        "insert into voxanne.migrations (version, slug, checksum, state, tool_version)
         values ('{}', '{}', '{}', 'running', '0.1.0')",
        name.version, name.slug, all[4].record.checksums.up
    );
    runner.connection().execute(&running).await.unwrap();
    runner
        .connection()
        .execute("create unique index widgets_code on widgets (code)")
        .await
        .unwrap();
    let oid = one(runner.connection(), "select 'widgets_code'::regclass::oid").await;
    apply(&mut runner, all).await.unwrap();
    assert_eq!(
        one(runner.connection(), "select 'widgets_code'::regclass::oid").await,
        oid
    );
    assert_eq!(dump(&server().url("finished")).await, whole_shop().await);
}

/// The server has committed, and the word of it never reaches us: as when it waits for a standby
/// and the session is ended meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_commit_in_doubt_is_looked_up() {
    let settings = [
        ("synchronous_standby_names", "nobody"),
        ("synchronous_commit", "local"),
    ];
    let options = ScratchOptions {
        settings: settings
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        ..ScratchOptions::default()
    };
    let server = ScratchServer::start(&options).unwrap();
    server.create_database("doubt").await.unwrap();
    let url = server.url("doubt");
    let connect = || async {
        voxanne_postgres::Connection::connect(&server.url("doubt"))
            .await
            .unwrap()
    };
    let mut runner = Runner::new(connect().await, RunnerOptions::default());
    let mut all = hand::logged(3);
    apply(&mut runner, &all[..1]).await.unwrap();
    all[1] = hand::migration(
        1,
        "insert into log values (1); set local synchronous_commit = on;",
        "",
    );
    let killer = std::thread::spawn({
        let url = url.clone();
        move || {
            psql(&url, STANDSTILL);
            terminate(&url);
        }
    });
    let error = apply(&mut runner, &all).await.unwrap_err();
    killer.join().unwrap();
    assert!(
        error.to_string().ends_with("`20260101000001_step_1` is applied"),
        "{error}"
    );
    assert!(
        error
            .help()
            .unwrap()
            .contains("goes on after `20260101000001_step_1`"),
        "{:?}",
        error.help()
    );
    assert_eq!(stopped(error).left, Left::All);
    assert_eq!(apply(&mut runner, &all).await.unwrap().migrations.len(), 1);
    assert_eq!(
        one(
            runner.connection(),
            "select array_agg(n order by n)::text from log"
        )
        .await,
        "{1,2}"
    );
}

/// The session is ended while the server is about to commit.
#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_did_not_happen_is_told_from_one_that_did() {
    let mut all = hand::logged(2);
    let slow_commit = "create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(60); return null; end';
        create constraint trigger slow after insert on log deferrable initially deferred for each row execute function slow();
        insert into log values (1);";
    let good = std::mem::replace(&mut all[1], hand::migration(1, slow_commit, ""));
    let mut runner = Runner::new(fresh("uncommitted").await, RunnerOptions::default());
    let url = server().url("uncommitted");
    let killer = std::thread::spawn(move || {
        psql(&url, STANDSTILL);
        terminate(&url);
    });
    let error = apply(&mut runner, &all).await.unwrap_err();
    killer.join().unwrap();
    assert_eq!(stopped(error).left, Left::Nothing);
    all[1] = good;
    assert_eq!(apply(&mut runner, &all).await.unwrap().migrations.len(), 1);
    assert_eq!(
        one(runner.connection(), "select array_agg(n)::text from log").await,
        "{1}"
    );
}
