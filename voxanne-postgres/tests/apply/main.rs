//! Applying, rolling back, verifying and proving migrations on a real PostgreSQL.
//!
//! One server is shared by the tests, each of which has databases of its own; those that crash a
//! server start their own.
#![allow(clippy::unwrap_used, missing_docs)]

mod baseline;
mod basics;
mod cancelled;
mod crashes;
mod data_loss;
mod disagreements;
mod failures;
mod hand;
mod interrupted;
mod ledger;
mod locks;
mod pooler;
mod preflight;
mod renames;
mod shop;
mod trial;
mod verify;

use std::process::Command;
use std::sync::OnceLock;

use voxanne_codegen::migrations::Migration;
use voxanne_postgres::apply::{Progress, Stopped};
use voxanne_postgres::{
    ApplyOptions, Connection, DumpOptions, Error, MigrationError, Outcome, RollbackOptions, RollbackTarget,
    Runner, RunnerOptions, ScratchOptions, ScratchServer, dump_schema,
};

fn server() -> &'static ScratchServer {
    static SERVER: OnceLock<ScratchServer> = OnceLock::new();
    SERVER.get_or_init(|| ScratchServer::start(&ScratchOptions::default()).unwrap())
}

/// Creates a database and opens a session on it.
async fn fresh(database: &str) -> Connection {
    server().create_database(database).await.unwrap();
    session(database).await
}

async fn session(database: &str) -> Connection {
    Connection::connect(&server().url(database)).await.unwrap()
}

async fn runner(database: &str) -> Runner {
    Runner::new(session(database).await, RunnerOptions::default())
}

/// A database with the first state of the shop and rows in it.
async fn shop_with_rows(database: &str, rows: u32) -> Runner {
    let connection = fresh(database).await;
    let mut runner = Runner::new(connection, RunnerOptions::default());
    apply(&mut runner, shop::base()).await.unwrap();
    let insert = format!(
        "insert into owners values (1, 'Ann');
         insert into widgets select n, 1, 'code ' || n from generate_series(1, {rows}) as n"
    );
    runner.connection().execute(&insert).await.unwrap();
    runner
}

async fn apply(runner: &mut Runner, migrations: &[Migration]) -> Result<Outcome, Error> {
    runner
        .apply(migrations, &ApplyOptions::default(), &mut |_| {})
        .await
}

async fn roll_back_all(runner: &mut Runner, migrations: &[Migration]) -> Result<Outcome, Error> {
    let options = RollbackOptions {
        target: RollbackTarget::All,
        allow_data_loss: true,
        dry_run: false,
    };
    runner.rollback(migrations, &options, &mut |_| {}).await
}

/// The one value of a query.
async fn one(session: &mut Connection, query: &str) -> String {
    let rows = session.query(query).await.unwrap();
    assert_eq!((rows.len(), rows[0].len()), (1, 1), "{query}");
    rows[0][0].clone().unwrap_or_else(|| "null".into())
}

/// Everything but the ledger.
async fn dump(url: &str) -> String {
    let options = DumpOptions {
        exclude_namespaces: vec!["voxanne".into()],
        ..DumpOptions::default()
    };
    dump_schema(url, &options).await.unwrap()
}

/// What the shop looks like when all of it is applied without any trouble.
async fn whole_shop() -> &'static str {
    static DUMP: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    DUMP.get_or_init(|| async {
        let mut runner = Runner::new(fresh("whole_shop").await, RunnerOptions::default());
        apply(&mut runner, shop::migrations()).await.unwrap();
        dump(&server().url("whole_shop")).await
    })
    .await
}

fn names(outcome: &Outcome) -> Vec<&str> {
    outcome
        .migrations
        .iter()
        .map(|finished| finished.name.slug.as_str())
        .collect()
}

fn migration_error(error: Error) -> MigrationError {
    match error {
        Error::Migration(error) => *error,
        other => panic!("{other:?}"),
    }
}

fn stopped(error: Error) -> Stopped {
    match migration_error(error) {
        MigrationError::Stopped(stopped) => *stopped,
        other => panic!("{other:?}"),
    }
}

/// Runs SQL from a place that cannot wait for a future, such as a callback.
fn psql(url: &str, sql: &str) {
    let output = Command::new("psql")
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, url])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Returns once a run on the database sleeps, or waits for a lock or a standby.
const STANDSTILL: &str = "set statement_timeout = '60s';
    do $$ begin
        while not exists (
            select from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and wait_event_type in ('Lock', 'Timeout', 'IPC')
        ) loop
            perform pg_sleep(0.01);
            perform pg_stat_clear_snapshot();
        end loop;
    end $$";

/// Waits until a run on the database stands still.
async fn standstill(database: &str) {
    session(database).await.execute(STANDSTILL).await.unwrap();
}

/// Ends the sessions of runners on a database.
fn terminate(url: &str) {
    psql(
        url,
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity
         where datname = current_database() and application_name = 'voxanne'",
    );
}

fn is_started(progress: &Progress<'_>, slug: &str) -> bool {
    matches!(progress, Progress::Started { migration, .. } if migration.slug == slug)
}
