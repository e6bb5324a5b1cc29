//! The ledger: who may see it, and what is left of it.

use voxanne_postgres::{Connection, MigrationError, Platform, Runner, RunnerOptions, dump_schema, prelude};

use crate::{apply, fresh, hand, migration_error, one, roll_back_all, server, session};

#[tokio::test]
async fn on_supabase_nobody_but_the_owner_may_touch_the_ledger() {
    let mut connection = fresh("exposed").await;
    connection.execute(prelude(Platform::Supabase)).await.unwrap();
    // As careless as can be: everything that anybody ever creates is given away.
    connection
        .execute(
            "alter default privileges grant all on tables to anon, authenticated, public;
             alter default privileges grant all on schemas to anon, public",
        )
        .await
        .unwrap();
    let mut runner = Runner::new(connection, RunnerOptions::default());
    let all = hand::logged(2);
    apply(&mut runner, &all).await.unwrap();
    for role in ["anon", "authenticated", "service_role", "authenticator"] {
        let may = format!(
            "select has_schema_privilege('{role}', 'voxanne', 'usage, create')
                 or has_table_privilege('{role}', 'voxanne.migrations', 'select, insert, update, delete, truncate, references, trigger')"
        );
        assert_eq!(one(runner.connection(), &may).await, "f", "{role}");
    }
    let enabled = "select relrowsecurity from pg_class where oid = 'voxanne.migrations'::regclass";
    assert_eq!(one(runner.connection(), enabled).await, "t");
    // Somebody to whom it is given all the same sees an error, and not an empty ledger.
    runner
        .connection()
        .execute("grant usage on schema voxanne to anon; grant select on voxanne.migrations to anon; set role anon")
        .await
        .unwrap();
    assert_eq!(
        one(runner.connection(), "select count(*) from voxanne.migrations").await,
        "0"
    );
    assert_eq!(runner.status(&all).await.unwrap_err().code(), Some("42501"));
    assert_eq!(apply(&mut runner, &all).await.unwrap_err().code(), Some("42501"));
}

#[tokio::test]
async fn a_user_who_may_not_enter_the_ledger_is_told_so() {
    let mut connection = fresh("closed").await;
    connection
        .execute("create role closed_clerk login")
        .await
        .unwrap();
    let all = hand::logged(2);
    let mut runner = Runner::new(connection, RunnerOptions::default());
    apply(&mut runner, &all).await.unwrap();
    let clerk = Connection::connect(&server().url_as("closed", "closed_clerk"))
        .await
        .unwrap();
    let mut clerk = Runner::new(clerk, RunnerOptions::default());
    let error = clerk.status(&all).await.unwrap_err();
    assert_eq!(error.code(), Some("42501"));
    assert!(error.help().unwrap().contains("owner"));
}

#[tokio::test]
async fn what_others_keep_in_the_namespace_stays() {
    let all = hand::logged(2);
    let mut runner = Runner::new(fresh("shared_namespace").await, RunnerOptions::default());
    apply(&mut runner, &all).await.unwrap();
    runner
        .connection()
        .execute("create table voxanne.notes (n int)")
        .await
        .unwrap();
    roll_back_all(&mut runner, &all).await.unwrap();
    let left = "select array_agg(relname)::text from pg_class where relnamespace = 'voxanne'::regnamespace";
    assert_eq!(one(runner.connection(), left).await, "{notes}");

    // A namespace that was there before is not ours to remove, nor to comment on or to close.
    let mut connection = fresh("borrowed_namespace").await;
    connection
        .execute("create schema voxanne; grant usage on schema voxanne to public")
        .await
        .unwrap();
    let url = server().url("borrowed_namespace");
    let before = dump_schema(&url, &Default::default()).await.unwrap();
    let mut runner = Runner::new(connection, RunnerOptions::default());
    apply(&mut runner, &all).await.unwrap();
    roll_back_all(&mut runner, &all).await.unwrap();
    assert_eq!(dump_schema(&url, &Default::default()).await.unwrap(), before);
}

#[tokio::test]
async fn a_ledger_of_a_later_release_is_not_guessed_at() {
    let all = hand::logged(2);
    let mut runner = Runner::new(fresh("later_release").await, RunnerOptions::default());
    apply(&mut runner, &all).await.unwrap();
    let mut other = session("later_release").await;
    other
        .execute(
            "alter table voxanne.migrations drop constraint migrations_state_check;
             update voxanne.migrations set state = 'baseline' where slug = 'step_1'",
        )
        .await
        .unwrap();
    let error = migration_error(runner.status(&all).await.unwrap_err());
    assert!(
        matches!(error, MigrationError::UnreadableLedger { .. }),
        "{error:?}"
    );
}
