//! Rollbacks that would lose something.

use voxanne_postgres::apply::Rows;
use voxanne_postgres::{MigrationError, RollbackOptions, RollbackTarget, Runner, RunnerOptions};

use crate::{
    apply, dump, fresh, hand, is_started, migration_error, one, psql, runner, server, shop, shop_with_rows,
    stopped,
};

fn back(target: RollbackTarget) -> RollbackOptions {
    RollbackOptions {
        target,
        allow_data_loss: false,
        dry_run: false,
    }
}

#[tokio::test]
async fn tables_with_rows_and_columns_with_values_are_kept_unless_allowed() {
    let all = shop::migrations();
    let mut runner = shop_with_rows("rows", 30).await;
    apply(&mut runner, all).await.unwrap();
    let before = dump(&server().url("rows")).await;
    let error = migration_error(
        runner
            .rollback(all, &back(RollbackTarget::All), &mut |_| {})
            .await
            .unwrap_err(),
    );
    assert_eq!(
        error.to_string(),
        "1 row of `public.owners`, 30 rows of `public.widgets` would be lost"
    );
    assert!(error.help().unwrap().contains("--allow-data-loss"));

    let to = back(RollbackTarget::To(all[1].record.name.version));
    let error = migration_error(runner.rollback(all, &to, &mut |_| {}).await.unwrap_err());
    assert_eq!(
        error.to_string(),
        "30 values of `public.widgets.weight` would be lost"
    );
    assert_eq!(dump(&server().url("rows")).await, before);

    let allowed = RollbackOptions {
        allow_data_loss: true,
        ..to
    };
    runner.rollback(all, &allowed, &mut |_| {}).await.unwrap();
    runner
        .connection()
        .execute("delete from widgets; delete from owners")
        .await
        .unwrap();
    runner
        .rollback(all, &back(RollbackTarget::All), &mut |_| {})
        .await
        .unwrap();
}

#[tokio::test]
async fn rows_that_this_user_may_not_see_count_as_rows() {
    let all = shop::migrations();
    let mut connection = fresh("hidden").await;
    connection
        .execute("create role hidden_owner login; grant create on database hidden to hidden_owner; grant create on schema public to hidden_owner")
        .await
        .unwrap();
    connection.close().await.unwrap();
    let url = server().url_as("hidden", "hidden_owner");
    let connection = voxanne_postgres::Connection::connect(&url).await.unwrap();
    let mut runner = Runner::new(connection, RunnerOptions::default());
    apply(&mut runner, &all[..1]).await.unwrap();
    runner
        .connection()
        .execute("alter table owners enable row level security; alter table owners force row level security")
        .await
        .unwrap();
    let error = migration_error(
        runner
            .rollback(all, &back(RollbackTarget::All), &mut |_| {})
            .await
            .unwrap_err(),
    );
    let MigrationError::LosesData { losses } = error else {
        panic!("{error:?}")
    };
    assert_eq!(losses[0].rows, Rows::Hidden);
}

#[tokio::test]
async fn what_has_no_way_back_stops_a_rollback_before_anything_runs() {
    let mut all = hand::logged(4);
    all[1].record.irreversible = vec!["PostgreSQL cannot remove the label `x`".into()];
    drop(fresh("one_way").await);
    let mut runner = runner("one_way").await;
    apply(&mut runner, &all).await.unwrap();
    let error = migration_error(
        runner
            .rollback(&all, &back(RollbackTarget::All), &mut |_| {})
            .await
            .unwrap_err(),
    );
    assert_eq!(
        error.to_string(),
        "nothing was rolled back: `20260101000001_step_1` has no way back (PostgreSQL cannot remove the label `x`)"
    );
    assert!(
        error
            .help()
            .unwrap()
            .contains("no further than to 20260101000001")
    );
    assert_eq!(one(runner.connection(), "select count(*) from log").await, "3");
    let to = back(RollbackTarget::To(all[1].record.name.version));
    assert_eq!(
        runner
            .rollback(&all, &to, &mut |_| {})
            .await
            .unwrap()
            .migrations
            .len(),
        2
    );
}

/// The rows come after the count: the transaction that drops the table sees them.
#[tokio::test]
async fn rows_that_arrive_meanwhile_are_kept() {
    let all = shop::migrations();
    let mut runner = Runner::new(fresh("meanwhile").await, RunnerOptions::default());
    apply(&mut runner, all).await.unwrap();
    let url = server().url("meanwhile");
    let error = runner
        .rollback(all, &back(RollbackTarget::All), &mut |progress| {
            if is_started(&progress, "create_widgets") {
                psql(&url, "insert into owners values (1, 'Ann')");
            }
        })
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`down/20250101000000_create_owners.sql` failed: 1 row of `public.owners` would be lost; nothing of it was rolled back"
    );
    assert!(error.help().unwrap().contains("--allow-data-loss"));
    assert_eq!(stopped(error).done.len(), all.len() - 1);
    assert_eq!(one(runner.connection(), "select name from owners").await, "Ann");
}
