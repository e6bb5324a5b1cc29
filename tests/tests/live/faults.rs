//! Faults: the connection is ended at every statement of the plans with the most of them, each time at
//! one that it was not ended at before; the next run goes on, and the end state is that of a run
//! without any fault.

use std::collections::BTreeSet;
use std::process::Command;

use voxanne_codegen::migrations::Migration;
use voxanne_postgres::apply::Progress;
use voxanne_postgres::{ApplyOptions, Connection, DumpOptions, Runner, RunnerOptions, dump_schema};
use voxanne_tests::cases::{self, Case};

use crate::evolution::databases;
use crate::evolution::journey::{Allowances, Journey};
use crate::evolution::parallel;
use crate::evolution::rows::{self, Columns};
use crate::evolution::walk::equal;
use crate::harness::{Database, server};

/// How many plans.
const PLANS: usize = 50;

#[test]
fn a_run_that_is_ended_at_every_statement_completes() {
    let plans = longest_plans();
    databases::prepare();
    let failures = parallel::failures(&plans, |plan, runtime| runtime.block_on(endure(plan)));
    let count = plans.len();
    assert!(
        failures.is_empty(),
        "{} of {count} plans do not end as they should:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

/// A case with its plan.
struct Plan {
    case: &'static Case,
    journey: Journey,
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.case.fmt(f)
    }
}

/// The plans with the most files, then the most statements, then the first name.
fn longest_plans() -> Vec<Plan> {
    let planned = cases::ALL.iter().filter_map(|case| {
        let journey = Journey::of(case, Allowances::All).ok()?;
        Some(Plan { case, journey })
    });
    let mut plans: Vec<Plan> = planned.collect();
    let length = |plan: &Plan| {
        let second = &plan.journey.second;
        let statements: usize = second
            .iter()
            .map(|migration| migration.record.statements.len())
            .sum();
        (second.len(), statements)
    };
    plans.sort_by_cached_key(|plan| (std::cmp::Reverse(length(plan)), plan.to_string()));
    plans.truncate(PLANS);
    plans
}

/// One plan: once without a fault, and once with all of them.
async fn endure(plan: &Plan) -> Result<(), String> {
    let journey = &plan.journey;
    let undisturbed = before(journey).await?;
    apply(&undisturbed.url(), &journey.all()).await?;
    let expected = dump(&undisturbed.url()).await;
    undisturbed.remove().await;

    let mut disturbed = before(journey).await?;
    let columns = if journey.renames().is_empty() {
        rows::common(&journey.before, &journey.after)
    } else {
        Columns::new()
    };
    let rows = rows::of(&mut disturbed.connection, &columns).await?;
    let faults = disturb(&disturbed.url(), &journey.all()).await?;
    let found = dump(&disturbed.url()).await;
    let rows_found = rows::of(&mut disturbed.connection, &columns).await?;
    disturbed.remove().await;
    if faults < journey.second.len() {
        return Err(format!("only {faults} faults in {} files", journey.second.len()));
    }
    equal("a run without a fault", &expected, "a run with faults", &found)?;
    rows::equal("after faults", &rows, &rows_found)
}

/// A database of the state before, with rows.
async fn before(journey: &Journey) -> Result<Database, String> {
    let mut database = databases::database(journey.before.platform).await;
    apply(&database.url(), &journey.first).await?;
    let rows = database.connection.execute(&journey.rows).await;
    rows.map_err(|error| format!("rows.sql: {error}"))?;
    Ok(database)
}

async fn runner(url: &str) -> Runner {
    Runner::new(Connection::connect(url).await.unwrap(), RunnerOptions::default())
}

async fn apply(url: &str, migrations: &[Migration]) -> Result<(), String> {
    let mut runner = runner(url).await;
    let applied = runner
        .apply(migrations, &ApplyOptions::default(), &mut |_| {})
        .await;
    let _ = runner.into_connection().close().await;
    applied.map(drop).map_err(|error| error.to_string())
}

/// Runs until all is applied, ending each run at the first moment at which none was ended before.
async fn disturb(url: &str, migrations: &[Migration]) -> Result<usize, String> {
    let mut moments = BTreeSet::new();
    loop {
        let mut runner = runner(url).await;
        let mut ended = false;
        let mut end = |progress: Progress<'_>| {
            if !ended && moment(&progress).is_some_and(|moment| moments.insert(moment)) {
                ended = true;
                terminate(url);
            }
        };
        let result = runner.apply(migrations, &ApplyOptions::default(), &mut end).await;
        let _ = runner.into_connection().close().await;
        match result {
            Ok(_) if !ended => return Ok(moments.len()),
            Err(error) if !ended => return Err(format!("after {} faults: {error}", moments.len())),
            Ok(_) | Err(_) => {}
        }
    }
}

/// What tells one moment of a plan from all others.
fn moment(progress: &Progress<'_>) -> Option<String> {
    match progress {
        Progress::Started { migration, .. } => Some(format!("{migration} begins")),
        Progress::Statement { migration, place, .. } => Some(format!("{migration} at {}", place.0)),
        Progress::Finished { migration, .. } => Some(format!("{migration} ends")),
        _ => None,
    }
}

/// Ends the session of a runner, from a place that cannot wait for a future.
fn terminate(url: &str) {
    let sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'voxanne' AND pid <> pg_backend_pid()
        AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')";
    let psql = server().bin_dir().join("psql");
    let ended = Command::new(psql)
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, url])
        .output()
        .unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}

/// Everything but the ledger.
async fn dump(url: &str) -> String {
    let options = DumpOptions {
        bin: Some(server().bin_dir().into()),
        exclude_namespaces: vec!["voxanne".to_owned()],
    };
    dump_schema(url, &options).await.unwrap()
}
