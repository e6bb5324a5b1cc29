//! Introspection: what a database has becomes a model, from which the same database can be built.
//!
//! Every state of one case in five in `cases/` is built from its definitions and read; what was read is
//! built again in an empty database, from which the same must be read and dumped. `VOXANNE_CASES=all`
//! takes every case, `VOXANNE_CASE=part-of-a-name` builds and runs a few.

mod adopted;
mod histories;
mod imports;
mod known;
mod strangers;

use std::fmt;

use voxanne_codegen::diff::diff;
use voxanne_codegen::migrations::Migration;
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{PlanOptions, WayOptions, generate_series, way};
use voxanne_postgres::introspect::Options;
use voxanne_postgres::{Introspection, Platform, introspect};
use voxanne_tests::cases::{self, Case};

use crate::evolution::databases::{self, database};
use crate::evolution::parallel;
use crate::evolution::walk::equal;
use crate::harness::{Database, major};
use known::KNOWN;

/// One state of a case.
struct State {
    case: Case,
    is_after: bool,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.is_after { "after" } else { "before" };
        write!(f, "{}/{state}", self.case)
    }
}

#[test]
fn every_state_is_read_and_built_again() {
    let wanted = std::env::var("VOXANNE_CASE").unwrap_or_default();
    let chosen = cases::one_in(5);
    let states: Vec<State> = chosen
        .into_iter()
        .flat_map(|case| {
            [false, true].map(|is_after| State {
                case: *case,
                is_after,
            })
        })
        .collect();
    assert!(!states.is_empty(), "no case is called {wanted}");
    databases::prepare();
    let failures = parallel::failures(&states, |state, runtime| {
        let failed = runtime.block_on(run(state));
        let name = state.to_string();
        match (failed, KNOWN.iter().find(|(known, _)| *known == name)) {
            (Ok(()), Some((_, why))) => Err(format!("passes, and is known to fail: {why}")),
            (Err(_), Some(_)) => Ok(()),
            (outcome, None) => outcome,
        }
    });
    let count = states.len();
    assert!(
        failures.is_empty(),
        "{} of {count} states fail:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

async fn run(state: &State) -> Result<(), String> {
    let declaration = if state.is_after {
        state.case.after()
    } else {
        state.case.before()
    };
    let platform = declaration.collect().0.platform;
    let options = PlanOptions {
        allow: HazardKind::ALL.into(),
        ..PlanOptions::default()
    };
    // Cases about definitions that are refused have a state that cannot be built.
    let Ok(migrations) = generate_series(&[&declaration], &options) else {
        return Ok(());
    };
    let mut built = database(platform).await;
    let read = declared(&mut built, &migrations, platform).await;
    let dump = built.dump().await;
    built.remove().await;
    match read {
        Err(why) if why.starts_with(NOT_BUILT) && state.case.folder().join("refused.txt").exists() => Ok(()),
        read => again(&read?, &dump, platform).await,
    }
}

const NOT_BUILT: &str = "the definitions";

/// Builds what is declared, and reads it.
async fn declared(
    database: &mut Database,
    migrations: &[Migration],
    platform: Platform,
) -> Result<Introspection, String> {
    for migration in migrations {
        let up = database.try_up(migration).await;
        up.map_err(|error| format!("{NOT_BUILT}: {error}"))?;
    }
    let read = read(database, platform).await?;
    if read.unmodeled.is_empty() {
        return Ok(read);
    }
    let unmodeled: Vec<String> = read.unmodeled.iter().map(ToString::to_string).collect();
    Err(format!(
        "the model has it, and it is called unmodelled: {}",
        unmodeled.join(", ")
    ))
}

/// Reads a database.
/// Whether SQL says in its first line that the server is too old or too new for it, which is told:
/// `-- Needs PostgreSQL 15.` or `-- Needs PostgreSQL 15 to 16.`
#[allow(clippy::print_stderr, reason = "what is left out is told")]
fn is_for_others(path: &str, sql: &str) -> bool {
    let first = sql.lines().next().unwrap_or_default();
    let Some(needed) = first.strip_prefix("-- Needs PostgreSQL ") else {
        return false;
    };
    let needed = needed.trim_end_matches('.');
    let (least, most) = needed.split_once(" to ").unwrap_or((needed, "99"));
    let bounds: [u32; 2] =
        [least, most].map(|number| number.parse().unwrap_or_else(|_| panic!("{path}: {first}")));
    let is_for_others = !(bounds[0]..=bounds[1]).contains(&major());
    if is_for_others {
        eprintln!("left out: {path} ({first})");
    }
    is_for_others
}

async fn read(database: &mut Database, platform: Platform) -> Result<Introspection, String> {
    let read = introspect(&mut database.connection, &Options::new(platform)).await;
    read.map_err(|error| format!("read: {error}"))
}

/// Builds what was read in an empty database, and compares.
async fn again(first: &Introspection, dump: &str, platform: Platform) -> Result<(), String> {
    let options = WayOptions {
        allow: HazardKind::ALL.into(),
        platform,
        ..WayOptions::default()
    };
    let mut database = database(platform).await;
    let nothing = read(&mut database, platform).await?;
    let way = match way(&nothing.schema, &first.schema, &options) {
        Ok(way) => way,
        Err(error) => {
            database.remove().await;
            return Err(format!("planned: {error}"));
        }
    };
    let ran = database.connection.execute(&way.up).await;
    let dumped = database.dump().await;
    let second = read(&mut database, platform).await;
    database.remove().await;
    ran.map_err(|error| format!("built again: {error}\n{}", way.up))?;
    equal("the database", dump, "what was built of its model", &dumped)?;
    let second = second?;
    let changes = diff(&first.schema, &second.schema);
    if let Some(change) = changes.first() {
        return Err(format!("read again: {} is another one: {change:?}", change.id()));
    }
    if *first != second {
        return Err("read again: something else was read".to_owned());
    }
    Ok(())
}
