//! Verification files.

use voxanne_postgres::{Error, MigrationError, Runner, RunnerOptions};

use crate::{apply, dump_schema, fresh, one, server, shop};

#[tokio::test]
async fn what_generated_migrations_made_is_verified() {
    let mut runner = Runner::new(fresh("verified").await, RunnerOptions::default());
    let all = shop::migrations();
    for count in 1..=all.len() {
        apply(&mut runner, &all[..count]).await.unwrap();
        runner.verify_sql(&all[count - 1].files.verify).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_raised_is_told_with_what_was_remarked_before_and_the_session_is_clean() {
    let mut runner = Runner::new(fresh("verify").await, RunnerOptions::default());
    let before = dump_schema(&server().url("verify"), &Default::default())
        .await
        .unwrap();
    let script = "begin;
        set search_path = nowhere; set session work_mem = '64MB';
        create temp table seen (n int); create table public.left_behind (n int);
        do $$ begin raise notice 'looked at 3 tables'; end $$;
        RAISE";
    let good = format!("{} rollback;", script.replace("RAISE", ""));
    let notices = runner.verify_sql(&good).await.unwrap();
    assert_eq!(
        notices
            .iter()
            .map(|notice| notice.message.as_str())
            .collect::<Vec<_>>(),
        ["looked at 3 tables"]
    );

    let raise = "do $$ begin raise exception using message = 'index `x` is missing', hint = 'Build it.'; end $$; rollback;";
    let error = runner
        .verify_sql(&script.replace("RAISE", raise))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("index `x` is missing (P0001) at line 5"),
        "{error}"
    );
    assert_eq!(error.help().as_deref(), Some("Build it."));
    let Error::Migration(error) = error else { panic!() };
    let MigrationError::NotVerified { notices, .. } = *error else {
        panic!()
    };
    assert_eq!(notices.len(), 1);

    for (setting, value) in [("search_path", "\"$user\", public"), ("work_mem", "4MB")] {
        assert_eq!(one(runner.connection(), &format!("show {setting}")).await, value);
    }
    assert_eq!(
        one(
            runner.connection(),
            "select pg_my_temp_schema() = 0 or to_regclass('pg_temp.seen') is null"
        )
        .await,
        "t"
    );
    // A file that forgets to undo what it does is undone all the same.
    runner
        .verify_sql("create table public.left_behind (n int);")
        .await
        .unwrap();
    assert_eq!(
        dump_schema(&server().url("verify"), &Default::default())
            .await
            .unwrap(),
        before
    );
}
