//! Migrations that fail.

use voxanne_codegen::plan::TransactionMode::{Alone, Inside};
use voxanne_postgres::apply::{Direction, Left, State};
use voxanne_postgres::{Error, Progress, Runner, RunnerOptions, dump_schema};

use crate::{
    apply, dump, fresh, hand, one, roll_back_all, server, shop, shop_with_rows, stopped, whole_shop,
};

#[tokio::test]
async fn a_failing_migration_leaves_nothing_of_it_and_the_next_run_goes_on() {
    let mut runner = Runner::new(fresh("failing").await, RunnerOptions::default());
    let url = server().url("failing");
    let empty = dump_schema(&url, &Default::default()).await.unwrap();
    let mut all = hand::logged(3);
    all[0] = hand::migration(
        0,
        "create table log (n int);\n\ninsert into log\nvalues (1 / 0);",
        "",
    );
    let error = apply(&mut runner, &all).await.unwrap_err();
    // Not even a ledger.
    assert_eq!(dump_schema(&url, &Default::default()).await.unwrap(), empty);
    assert_eq!(
        error.to_string(),
        "`20260101000000_step_0.sql` failed: division by zero (22012) at line 3, column 1; nothing of it is left"
    );

    let mut all = hand::logged(4);
    let good = std::mem::replace(
        &mut all[2],
        hand::migration(2, "insert into log values (2); insert into log values ('x');", ""),
    );
    let error = apply(&mut runner, &all).await.unwrap_err();
    assert_eq!(error.code(), Some("22P02"));
    assert_eq!(
        error.help().unwrap(),
        "2 migrations are applied and stay so; the next run goes on with `20260101000002_step_2`"
    );
    let stop = stopped(error);
    assert_eq!(
        (stop.direction, stop.left, stop.done.len()),
        (Direction::Up, Left::Nothing, 2)
    );
    all[2] = good;
    assert_eq!(apply(&mut runner, &all).await.unwrap().migrations.len(), 2);
    assert_eq!(
        one(
            runner.connection(),
            "select array_agg(n order by n)::text from log"
        )
        .await,
        "{1,2,3}"
    );
}

#[tokio::test]
async fn what_a_migration_raises_comes_through_with_its_hint() {
    let mut runner = Runner::new(fresh("guarded").await, RunnerOptions::default());
    let guard = "do $$ begin raise exception using errcode = 'undefined_object',
        message = 'this migration builds on what is missing: table `x`', hint = 'Apply the migrations in order.'; end $$;";
    let error = apply(&mut runner, &[hand::migration(1, guard, "")])
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("this migration builds on what is missing: table `x` (42704)"),
        "{error}"
    );
    assert!(
        error
            .help()
            .unwrap()
            .starts_with("Apply the migrations in order.\n")
    );
}

#[tokio::test]
async fn an_object_of_that_name_that_was_not_foreseen_gets_a_help() {
    let mut runner = Runner::new(fresh("taken").await, RunnerOptions::default());
    runner
        .connection()
        .execute("create table log (x text)")
        .await
        .unwrap();
    let error = apply(&mut runner, &hand::logged(1)).await.unwrap_err();
    assert_eq!(error.code(), Some("42P07"));
    assert!(
        error
            .help()
            .unwrap()
            .starts_with("the database already holds an object of that name")
    );
}

/// PostgreSQL leaves an invalid index behind, which would go on refusing rows.
#[tokio::test]
async fn a_unique_index_over_repeated_rows_fails_cleanly_and_is_built_once_they_are_mended() {
    let all = shop::migrations();
    let mut runner = shop_with_rows("repeated", 300).await;
    runner
        .connection()
        .execute("update widgets set code = 'twice' where id in (10, 20)")
        .await
        .unwrap();
    let mut cleaned = Vec::new();
    let error = runner
        .apply(all, &Default::default(), &mut |progress| {
            if let Progress::CleaningUp { sql, .. } = progress {
                cleaned.push(sql.to_owned());
            }
        })
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with(
            "`20250101000202_weigh_widgets_index.sql` failed: could not create unique index \"widgets_code\""
        ),
        "{text}"
    );
    assert!(text.contains("Key (code)=(twice) is duplicated"), "{text}");
    assert!(text.contains("at line 8, column 1"), "{text}");
    let help = error.help().unwrap();
    let query = "SELECT code, count(*) FROM public.widgets GROUP BY code HAVING count(*) > 1";
    assert!(help.contains(query), "{help}");
    let rows = runner.connection().query(query).await.unwrap();
    assert_eq!(rows, [[Some("twice".to_owned()), Some("2".to_owned())]]);
    assert_eq!(
        cleaned,
        ["DROP INDEX CONCURRENTLY IF EXISTS public.widgets_code;"]
    );
    assert_eq!(stopped(error).left, Left::Nothing);
    assert_eq!(
        one(runner.connection(), "select to_regclass('widgets_code') is null").await,
        "t"
    );
    // The same again: nothing is in the way but the rows.
    assert_eq!(apply(&mut runner, all).await.unwrap_err().code(), Some("23505"));

    runner
        .connection()
        .execute("update widgets set code = 'once' where id = 10")
        .await
        .unwrap();
    assert_eq!(
        apply(&mut runner, all).await.unwrap().migrations.len(),
        all.len() - 4
    );
    assert_eq!(dump(&server().url("repeated")).await, whole_shop().await);
}

#[tokio::test]
async fn a_backfill_without_a_value_for_every_row_goes_on_where_it_stopped() {
    let batches = "do $$ begin
        update log set n = 1 where n is null and id <= 2; commit;
        if exists (select from log where n is null) then
            raise exception using errcode = '23502', message = '1 row has no value', hint = 'Give it one.';
        end if;
    end $$;";
    let all = [
        hand::migration(
            0,
            "create table log (id int, n int); insert into log values (1), (2), (3);",
            "drop table log;",
        ),
        hand::one_by_one(
            1,
            &[
                ("alter table log add x int;", Inside, None),
                (batches, Alone, None),
            ],
            &[("alter table log drop x;", Inside, None)],
        ),
    ];
    let mut runner = Runner::new(fresh("backfill").await, RunnerOptions::default());
    let error = apply(&mut runner, &all).await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("1 of 2 statements of `20260101000001_step_1` are applied"),
        "{error}"
    );
    assert!(
        error.help().unwrap().starts_with("Give it one.\n"),
        "{:?}",
        error.help()
    );
    let entry = &runner.status(&all).await.unwrap().entries[1];
    assert_eq!((entry.state, entry.statements), (State::Running, Some((1, 2))));
    assert_eq!(
        one(runner.connection(), "select count(*) from log where n = 1").await,
        "2"
    );

    runner
        .connection()
        .execute("update log set n = 3 where id = 3")
        .await
        .unwrap();
    let mut resumed = None;
    runner
        .apply(&all, &Default::default(), &mut |progress| {
            if let Progress::Started { resumed_after, .. } = progress {
                resumed = resumed_after;
            }
        })
        .await
        .unwrap();
    assert_eq!(resumed, Some(1));
}

#[tokio::test]
async fn what_is_partly_applied_can_be_taken_back() {
    let all = [
        hand::migration(0, "create table log (id int);", "drop table log;"),
        hand::one_by_one(
            1,
            &[
                ("create index concurrently log_id on log (id);", Alone, None),
                ("select 1 / 0;", Alone, None),
            ],
            &[("drop index concurrently if exists log_id;", Alone, None)],
        ),
    ];
    let mut runner = Runner::new(fresh("partly").await, RunnerOptions::default());
    let before = dump_schema(&server().url("partly"), &Default::default())
        .await
        .unwrap();
    apply(&mut runner, &all).await.unwrap_err();
    assert_eq!(
        roll_back_all(&mut runner, &all).await.unwrap().migrations.len(),
        2
    );
    assert_eq!(
        dump_schema(&server().url("partly"), &Default::default())
            .await
            .unwrap(),
        before
    );
}

#[tokio::test]
async fn a_rollback_that_failed_goes_on_at_the_statement() {
    let down = [
        ("insert into log values (1);", Inside, None),
        (
            "create unique index concurrently log_n on log (n);",
            Alone,
            Some("drop index concurrently if exists log_n;"),
        ),
        ("insert into log values (2);", Inside, None),
    ];
    let all = [
        hand::migration(
            0,
            "create table log (n int); insert into log values (7), (7);",
            "drop table log;",
        ),
        hand::one_by_one(1, &[("select 1;", Inside, None)], &down),
    ];
    let mut runner = Runner::new(fresh("half_back").await, RunnerOptions::default());
    apply(&mut runner, &all).await.unwrap();
    let error = roll_back_all(&mut runner, &all).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`down/20260101000001_step_1.sql` failed"),
        "{error}"
    );
    let Left::Part { done: 1, of: 3, .. } = stopped(error).left else {
        panic!()
    };
    let entry = &runner.status(&all).await.unwrap().entries[1];
    assert_eq!((entry.state, entry.statements), (State::Reverting, Some((1, 3))));
    let error = apply(&mut runner, &all).await.unwrap_err();
    assert!(error.to_string().contains("partly rolled back"), "{error}");

    runner
        .connection()
        .execute("delete from log where n = 7")
        .await
        .unwrap();
    let steps = voxanne_postgres::RollbackOptions {
        target: voxanne_postgres::RollbackTarget::Steps(1),
        allow_data_loss: true,
        dry_run: false,
    };
    runner.rollback(&all, &steps, &mut |_| {}).await.unwrap();
    assert_eq!(
        one(
            runner.connection(),
            "select array_agg(n order by n)::text from log"
        )
        .await,
        "{1,2}"
    );
    assert_eq!(runner.history_at(&all).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_plan_that_does_not_fit_its_file_is_refused() {
    let mut migration = hand::one_by_one(1, &[("select 1;", Alone, None)], &[]);
    migration.record.statements[0].at = (5, 5_000);
    let mut runner = Runner::new(fresh("bad_plan").await, RunnerOptions::default());
    let error = apply(&mut runner, &[migration]).await.unwrap_err();
    assert!(matches!(error, Error::Migration(_)), "{error:?}");
    assert!(
        error.to_string().contains("a statement lies outside of its file"),
        "{error}"
    );
}

#[tokio::test]
async fn a_full_disk_is_named() {
    let mut runner = Runner::new(fresh("full").await, RunnerOptions::default());
    let up =
        "do $$ begin raise exception using errcode = '53100', message = 'could not extend file'; end $$;";
    let error = apply(&mut runner, &[hand::migration(1, up, "")])
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("53100"));
    assert!(
        error
            .help()
            .unwrap()
            .starts_with("the server's disk is full; free some space"),
        "{:?}",
        error.help()
    );
    assert!(error.help().unwrap().contains("the next run goes on with"));
}
