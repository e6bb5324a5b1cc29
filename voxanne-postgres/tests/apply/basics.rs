//! What happens when nothing goes wrong.

use voxanne_postgres::apply::{Direction, State};
use voxanne_postgres::{
    ApplyOptions, Progress, RollbackOptions, RollbackTarget, Runner, RunnerOptions, dump_schema,
};

use crate::{
    apply, dump, fresh, migration_error, names, one, roll_back_all, runner, server, shop, shop_with_rows,
    whole_shop,
};

#[tokio::test]
async fn what_is_pending_is_applied_and_applying_again_does_nothing() {
    let mut runner = shop_with_rows("apply", 1_000).await;
    let all = shop::migrations();
    let mut events = Vec::new();
    let outcome = runner
        .apply(all, &ApplyOptions::default(), &mut |progress| {
            if let Progress::Started { place, direction, .. } = progress {
                assert_eq!(direction, Direction::Up);
                events.push(place);
            }
        })
        .await
        .unwrap();
    assert_eq!(
        names(&outcome),
        all[2..]
            .iter()
            .map(|m| m.record.name.slug.as_str())
            .collect::<Vec<_>>()
    );
    assert_eq!(
        events,
        (1..=all.len() - 2)
            .map(|n| (n, all.len() - 2))
            .collect::<Vec<_>>()
    );
    let backfill = &outcome.migrations[1];
    assert_eq!(
        backfill.notices[0].message,
        "public.widgets.weight: 1000 rows filled"
    );

    let count = "select count(*) from widgets where weight = 7";
    assert_eq!(one(runner.connection(), count).await, "1000");
    assert_eq!(dump(&server().url("apply")).await, whole_shop().await);

    let again = apply(&mut runner, all).await.unwrap();
    assert_eq!(again.migrations, []);
    // Nothing of the run is left in the session.
    for (setting, value) in [
        ("statement_timeout", "0"),
        ("lock_timeout", "0"),
        ("client_connection_check_interval", "0"),
    ] {
        assert_eq!(one(runner.connection(), &format!("show {setting}")).await, value);
    }
    let locks = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";
    assert_eq!(one(runner.connection(), locks).await, "0");
}

#[tokio::test]
async fn status_and_history_need_no_ledger_and_write_nothing() {
    let mut runner = Runner::new(fresh("status").await, RunnerOptions::default());
    let all = shop::migrations();
    let status = runner.status(all).await.unwrap();
    assert!(!status.ledger);
    assert!(
        status
            .entries
            .iter()
            .all(|entry| entry.state == State::Pending && entry.applied_at.is_none())
    );
    assert_eq!(runner.history_at(all).await.unwrap(), []);
    assert_eq!(
        one(runner.connection(), "select to_regnamespace('voxanne') is null").await,
        "t"
    );

    let to = Some(all[3].record.name.version);
    let outcome = runner
        .apply(all, &ApplyOptions { to, dry_run: false }, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(outcome.migrations.len(), 4);
    let status = runner.status(all).await.unwrap();
    assert!(status.ledger);
    let states: Vec<State> = status.entries.iter().map(|entry| entry.state).collect();
    assert_eq!(states[..4], [State::Applied; 4]);
    assert!(states[4..].iter().all(|state| *state == State::Pending));
    let first = &status.entries[0];
    assert_eq!(first.applied_by.as_deref(), Some("postgres"));
    assert_eq!(first.tool_version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
    assert!(first.took.is_some());
    assert!(first.applied_at.as_ref().unwrap().ends_with('Z'), "{first:?}");
    assert_eq!(runner.history_at(all).await.unwrap(), &all[..4]);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let mut runner = Runner::new(fresh("dry").await, RunnerOptions::default());
    let all = shop::migrations();
    let before = dump_schema(&server().url("dry"), &Default::default())
        .await
        .unwrap();
    let options = ApplyOptions {
        dry_run: true,
        to: None,
    };
    let outcome = runner.apply(all, &options, &mut |_| {}).await.unwrap();
    assert!(outcome.dry_run);
    assert_eq!(outcome.migrations.len(), all.len());
    assert_eq!(
        dump_schema(&server().url("dry"), &Default::default())
            .await
            .unwrap(),
        before
    );

    apply(&mut runner, all).await.unwrap();
    let options = RollbackOptions {
        target: RollbackTarget::Steps(2),
        allow_data_loss: false,
        dry_run: true,
    };
    let outcome = runner.rollback(all, &options, &mut |_| {}).await.unwrap();
    let slugs: Vec<&str> = all
        .iter()
        .rev()
        .take(2)
        .map(|m| m.record.name.slug.as_str())
        .collect();
    assert_eq!(names(&outcome), slugs);
    assert_eq!(dump(&server().url("dry")).await, whole_shop().await);
}

#[tokio::test]
async fn rolling_everything_back_leaves_nothing() {
    let mut runner = Runner::new(fresh("back").await, RunnerOptions::default());
    let all = shop::migrations();
    let url = server().url("back");
    let before = dump_schema(&url, &Default::default()).await.unwrap();
    apply(&mut runner, all).await.unwrap();
    let outcome = roll_back_all(&mut runner, all).await.unwrap();
    assert_eq!(outcome.migrations.len(), all.len());
    assert_eq!(outcome.direction, Direction::Down);
    assert_eq!(dump_schema(&url, &Default::default()).await.unwrap(), before);
    assert_eq!(roll_back_all(&mut runner, all).await.unwrap().migrations, []);
}

#[tokio::test]
async fn every_prefix_goes_up_and_down() {
    let all = shop::migrations();
    let mut runner = Runner::new(fresh("prefixes").await, RunnerOptions::default());
    let url = server().url("prefixes");
    let mut dumps = vec![dump(&url).await];
    for migration in all {
        let to = Some(migration.record.name.version);
        runner
            .apply(all, &ApplyOptions { to, dry_run: false }, &mut |_| {})
            .await
            .unwrap();
        dumps.push(dump(&url).await);
    }
    for (place, migration) in all.iter().enumerate().rev() {
        let options = RollbackOptions {
            target: RollbackTarget::Steps(1),
            allow_data_loss: false,
            dry_run: false,
        };
        let outcome = runner.rollback(all, &options, &mut |_| {}).await.unwrap();
        assert_eq!(outcome.migrations[0].name, migration.record.name);
        assert_eq!(dump(&url).await, dumps[place], "{}", migration.record.name);
    }
}

#[tokio::test]
async fn a_rollback_stops_before_the_version_that_was_named() {
    let all = shop::migrations();
    let mut runner = Runner::new(fresh("back_to").await, RunnerOptions::default());
    apply(&mut runner, all).await.unwrap();
    let stays = all[4].record.name.version;
    let options = RollbackOptions {
        target: RollbackTarget::To(stays),
        allow_data_loss: false,
        dry_run: false,
    };
    let outcome = runner.rollback(all, &options, &mut |_| {}).await.unwrap();
    assert_eq!(outcome.migrations.len(), all.len() - 5);
    assert_eq!(runner.history_at(all).await.unwrap(), &all[..5]);

    let gone = all[6].record.name.version;
    let options = RollbackOptions {
        target: RollbackTarget::To(gone),
        ..options
    };
    let error = runner.rollback(all, &options, &mut |_| {}).await.unwrap_err();
    assert!(error.to_string().contains(&gone.to_string()), "{error}");
    let error = runner
        .apply(
            &all[..5],
            &ApplyOptions {
                to: Some(gone),
                dry_run: false,
            },
            &mut |_| {},
        )
        .await
        .unwrap_err();
    assert!(migration_error(error).help().unwrap().contains("status"));
}

#[tokio::test]
async fn a_runner_comes_back_after_its_connection_was_lost_at_rest() {
    fresh("rest").await.close().await.unwrap();
    let mut runner = runner("rest").await;
    crate::terminate(&server().url("rest"));
    assert_eq!(
        apply(&mut runner, shop::base()).await.unwrap().migrations.len(),
        2
    );
}
