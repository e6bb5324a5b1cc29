//! Renames on a server: what a run relies on is asked for under the names that it has when the run
//! begins, and what a way back would lose is counted under those that it has then.

use voxanne_codegen::migrations::Migration;
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_postgres::{MigrationError, RollbackOptions, RollbackTarget, Runner, RunnerOptions};
use voxanne_schema::prelude::*;

use crate::{apply, dump, fresh, migration_error, roll_back_all, server};

mod first {
    use super::*;

    #[derive(Table)]
    #[table(name = "customers", shared = "a test", no_rules)]
    pub(super) struct Customer {
        #[col(primary_key, identity)]
        pub id: i64,
        pub mail: String,
    }
}

mod second {
    use super::*;

    #[derive(Table)]
    #[table(name = "clients", renamed_from = "customers", shared = "a test", no_rules)]
    pub(super) struct Client {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(unique, renamed_from = "mail")]
        pub email: String,
    }
}

mod third {
    use super::*;

    #[derive(Table)]
    #[table(name = "clients", renamed_from = "customers", shared = "a test", no_rules)]
    pub(super) struct Client {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(unique, renamed_from = "mail")]
        pub email: String,
        #[col(default = 0)]
        pub age: i32,
    }

    #[derive(Table)]
    #[table(name = "orders", shared = "a test", no_rules)]
    pub(super) struct Order {
        #[col(primary_key, references = Client::id)]
        pub id: i64,
    }
}

fn module() -> Module {
    Module::new("create_customers")
        .then("call_them_clients")
        .then("count_years")
}

fn migrations() -> Vec<Migration> {
    let with = |module| {
        Declaration::new("renames", Platform::Postgres)
            .first_version(20_250_101_000_000)
            .module(module)
    };
    let states = [
        &with(module().table::<first::Customer>()),
        &with(module().table::<second::Client>()),
        &with(module().table::<third::Client>().table::<third::Order>()),
    ];
    generate_series(&states, &PlanOptions::default()).unwrap()
}

#[tokio::test]
async fn what_is_made_renamed_and_changed_in_one_run_goes_there_and_back() {
    let all = migrations();
    let mut runner = Runner::new(fresh("renames_at_once").await, RunnerOptions::default());
    let before = dump(&server().url("renames_at_once")).await;
    apply(&mut runner, &all).await.unwrap();
    roll_back_all(&mut runner, &all).await.unwrap();
    assert_eq!(dump(&server().url("renames_at_once")).await, before);
}

#[tokio::test]
async fn what_was_made_by_an_earlier_run_is_found_under_its_former_name() {
    let all = migrations();
    let mut runner = Runner::new(fresh("renames_later").await, RunnerOptions::default());
    apply(&mut runner, &all[..1]).await.unwrap();
    apply(&mut runner, &all).await.unwrap();
}

#[tokio::test]
async fn a_name_that_is_taken_is_told_before_anything_runs() {
    let all = migrations();
    let mut runner = Runner::new(fresh("renames_taken").await, RunnerOptions::default());
    apply(&mut runner, &all[..1]).await.unwrap();
    let taken = "create table clients (n int); alter table customers rename column mail to post";
    runner.connection().execute(taken).await.unwrap();
    let error = migration_error(apply(&mut runner, &all).await.unwrap_err());
    let text = error.to_string();
    assert!(matches!(error, MigrationError::NotReady { .. }), "{text}");
    assert!(text.contains("table `public.clients`"), "{text}");
    assert!(
        text.contains("column `mail` of table `public.customers`"),
        "{text}"
    );
}

#[tokio::test]
async fn what_a_way_back_would_lose_is_counted_under_its_name_of_now() {
    let all = migrations();
    let mut runner = Runner::new(fresh("renames_lost").await, RunnerOptions::default());
    apply(&mut runner, &all).await.unwrap();
    let row = "insert into clients (email, age) values ('a@b', 3)";
    runner.connection().execute(row).await.unwrap();
    let options = RollbackOptions {
        target: RollbackTarget::All,
        allow_data_loss: false,
        dry_run: false,
    };
    let error = runner.rollback(&all, &options, &mut |_| {}).await.unwrap_err();
    assert_eq!(
        migration_error(error).to_string(),
        "1 row of `public.clients` would be lost"
    );
}
