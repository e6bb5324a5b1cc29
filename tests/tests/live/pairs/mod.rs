//! Random pairs of states, there and back on a real server: the checks of the cases, on schemas that
//! nobody thought of. `VOXANNE_PAIRS=5000` runs as many, `VOXANNE_SEED=7` other ones, and
//! `VOXANNE_PAIR=12` one alone. A failure is told as the smallest pair that shows it.

mod besides;
mod build;
mod database;
mod fate;
mod functions;
mod heirs;
mod modules;
mod owners;
mod partitioned;
mod parts;
mod refusals;
mod renamed;
mod routines;
mod sketch;
mod smaller;
mod state;
mod statistics;
mod storage;
mod types;
mod values;
mod views;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use voxanne_codegen::PlanOptions;

use crate::evolution::journey::{Allowances, Journey, generate_each};
use crate::evolution::{databases, parallel, walk};
use fate::Side;
use refusals::{Refusals, reason};
use sketch::World;

/// How long a failure is made smaller.
const SHRINKING: Duration = Duration::from_secs(20);

/// How many failures are told: the next ones are mostly the same again.
const TOLD: usize = 5;

#[test]
fn random_pairs_go_there_and_back() {
    let (pairs, seed) = (
        number("VOXANNE_PAIRS").unwrap_or(200),
        number("VOXANNE_SEED").unwrap_or(1),
    );
    let places = number("VOXANNE_PAIR").map_or(0..pairs, |pair| pair..pair + 1);
    databases::prepare();
    let refusals = Mutex::new(Refusals::default());
    let tasks: Vec<u64> = places.clone().collect();
    let told = Mutex::new(0_usize);
    let failures = parallel::failures(&tasks, |pair, runtime| {
        runtime.block_on(run(seed, *pair, &refusals, &told))
    });
    let refusals = refusals.into_inner().unwrap();
    assert!(
        failures.is_empty(),
        "{} of {} pairs fail (VOXANNE_SEED={seed}):\n\n{}\n\n{}",
        failures.len(),
        tasks.len(),
        failures.join("\n\n"),
        refusals.table(tasks.len())
    );
    refusals.assert_few(&places);
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

async fn run(seed: u64, pair: u64, refusals: &Mutex<Refusals>, told: &Mutex<usize>) -> Result<(), String> {
    let mut runner = runner(seed, pair);
    let tree = sketch::worlds()
        .new_tree(&mut runner)
        .map_err(|why| why.to_string())?;
    let mut world = tree.current();
    let mut failure = match there_and_back(&world).await {
        Ok(None) => return Ok(()),
        Ok(Some(refusal)) => {
            refusals.lock().unwrap().add(&refusal);
            return Ok(());
        }
        Err(failure) => failure,
    };
    {
        let mut told = told.lock().unwrap();
        *told += 1;
        if *told > TOLD {
            return Err(reason(&failure));
        }
    }
    let wanted = reason(&failure);
    let start = Instant::now();
    let mut found = true;
    while found && start.elapsed() < SHRINKING {
        found = false;
        for smaller in smaller::than(&world.clone()) {
            if start.elapsed() >= SHRINKING {
                break;
            }
            if let Err(same) = there_and_back(&smaller).await
                && reason(&same) == wanted
            {
                (failure, world, found) = (same, smaller, true);
                break;
            }
        }
    }
    Err(format!("{failure}\n{}{}", plan(&world), told_as_a_case(&world)))
}

/// The numbers of a pair follow from the seed and its place alone, so that it can be run by itself.
fn runner(seed: u64, pair: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&pair.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config::default(), rng)
}

/// Plans and goes; a refusal is an answer.
async fn there_and_back(world: &World) -> Result<Option<String>, String> {
    let declaration = |side, turn| modules::declaration(world, side, turn);
    let (before, after) = (declaration(Side::Before, 0), declaration(Side::After, 0));
    for (state, declaration) in [("before", &before), ("after", &after)] {
        let (_, diagnostics) = declaration.collect();
        if let Some(error) = diagnostics.iter().find(|diagnostic| diagnostic.is_error()) {
            return Err(format!("the generator made an unsound state {state}: {error}"));
        }
    }
    let options = PlanOptions {
        plain: modules::plain(world),
        ..Allowances::All.options()
    };
    let mut journey = match Journey::plan_with(&before, &after, &options) {
        Ok(journey) => journey,
        Err(refusal) => return refused(refusal).map(Some),
    };
    let (before, after) = (declaration(Side::Before, 1), declaration(Side::After, 3));
    match generate_each(&[&before, &after], &Allowances::All.options(), &options) {
        Ok(turned) if turned == journey.all() => {}
        Ok(_) => return Err("the order of declarations shows in the plan".to_owned()),
        Err(refusal) => return Err(format!("planned, but refused in another order: {refusal}")),
    }
    journey.rows = build::rows(world);
    match walk::there_and_back(&journey).await {
        Ok(_) => Ok(None),
        // The plan says so, and asks before anything changes.
        Err(why) if is_refused_by_rows(&journey, &why) => {
            Ok(Some("rows do not fit the narrower type".to_owned()))
        }
        Err(why) => Err(why),
    }
}

/// Whether the way up stopped because of rows that are there: a guard asked for them, or values of a
/// table that is said to be narrowed cannot be read as another type, or do not fit a domain.
fn is_refused_by_rows(journey: &Journey, why: &str) -> bool {
    let line = why.lines().next().unwrap_or_default();
    let Some(failed) = line.strip_prefix("up of ").and_then(|line| line.split_once(':')) else {
        return false;
    };
    let is_no_value =
        failed.1.starts_with(" domain ") && ["(23502)", "(23514)"].iter().any(|code| failed.1.contains(code));
    let cannot_be_read = (failed.1.contains(" (22") || is_no_value) && journey.converts_in(failed.0);
    journey.narrows() && (failed.1.contains("(55000)") || cannot_be_read)
}

/// The planner may refuse the change; neither of the states, and nothing that it then takes back.
fn refused(refusal: String) -> Result<String, String> {
    if refusal.starts_with("error[") {
        Ok(refusal)
    } else {
        Err(refusal)
    }
}

/// What was planned.
fn plan(world: &World) -> String {
    let declaration = |side| modules::declaration(world, side, 0);
    let options = PlanOptions {
        plain: modules::plain(world),
        ..Allowances::All.options()
    };
    let journey = Journey::plan_with(&declaration(Side::Before), &declaration(Side::After), &options);
    let migrations = journey.map(|journey| journey.second).unwrap_or_default();
    let files = migrations
        .iter()
        .map(|migration| format!("{}\n{}\n", migration.files.up, migration.files.down));
    files.collect()
}

/// The pair as the JSON that `cases::prelude::objects` reads, and its rows.
fn told_as_a_case(world: &World) -> String {
    let json = |side| {
        let objects = build::objects(state::State { world, side });
        let lines: Vec<String> = objects
            .iter()
            .map(|object| serde_json::to_string(object).unwrap())
            .collect();
        format!("[\n{}\n]", lines.join(",\n"))
    };
    format!(
        "before.json:\n{}\nafter.json:\n{}\nrows.sql:\n{}",
        json(Side::Before),
        json(Side::After),
        build::rows(world)
    )
}
