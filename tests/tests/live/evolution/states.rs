//! The same cases as nothing but two models in JSON: what definitions say besides (backfills, conversions,
//! reasons) is gone, and one script for `psql` must lead there, and another one back. One case in six;
//! `VOXANNE_CASES=all` takes every one.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{Way, WayOptions, way};
use voxanne_schema::Declared;
use voxanne_schema::model::Schema;
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;
use voxanne_schema::rename::{Named, Rename};
use voxanne_tests::cases::{self, Case};

use super::databases::{self, database};
use super::parallel;
use super::walk::equal;
use crate::harness::{Database, server};

#[test]
fn every_case_goes_there_and_back_by_psql_between_two_models() {
    let chosen = cases::one_in(6);
    databases::prepare();
    let mut failures = parallel::failures(&chosen, |case, runtime| runtime.block_on(run(case)));
    let known = known();
    let is_known = |why: &String| known.iter().any(|line| why.starts_with(line));
    if std::env::var_os("UPDATE_CASES").is_some() && cases::are_all() {
        write(&failures);
        failures.clear();
    }
    let unknown: Vec<&String> = failures.iter().filter(|why| !is_known(why)).collect();
    let count = chosen.len();
    assert!(
        unknown.is_empty(),
        "{} of {count} cases fail:\n\n{}",
        unknown.len(),
        unknown.into_iter().cloned().collect::<Vec<_>>().join("\n\n")
    );
    let mended = known.iter().filter(|line| {
        let chosen = chosen.iter().any(|case| line.starts_with(&format!("{case}: ")));
        chosen && !failures.iter().any(|why| why.starts_with(*line))
    });
    let mended: Vec<&str> = mended.map(String::as_str).collect();
    assert!(
        mended.is_empty(),
        "UPDATE_CASES=1 VOXANNE_CASES=all takes these out of states.txt:\n{}",
        mended.join("\n")
    );
}

/// The first lines of what is known to fail: states that PostgreSQL itself refuses, and changes that the
/// planner does. There is no list where nothing fails.
fn known() -> Vec<String> {
    let text = std::fs::read_to_string(list()).unwrap_or_default();
    text.lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn write(failures: &[String]) {
    let first: Vec<&str> = failures.iter().filter_map(|why| why.lines().next()).collect();
    if first.is_empty() {
        drop(std::fs::remove_file(list()));
        return;
    }
    std::fs::write(list(), first.join("\n") + "\n").unwrap();
}

fn list() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/evolution/states.txt")
}

async fn run(case: &Case) -> Result<(), String> {
    let (before, after) = (case.before().collect().0, case.after().collect().0);
    if !super::snapshot::exists(case, super::EXPECTED) {
        return Ok(());
    }
    let from = through_json(&before.schema)?;
    let to = through_json(&after.schema)?;
    let options = WayOptions {
        allow: HazardKind::ALL.into(),
        renames: renames(&before, &after),
        platform: after.platform,
        ..WayOptions::default()
    };
    let there = way(&from, &to, &options).map_err(|error| format!("refused: {error}"))?;
    // What becomes of rows that contradict the state after, only definitions say.
    let said = [
        after.backfills.is_empty(),
        after.conversions.is_empty(),
        after.removed_labels.is_empty(),
        after.deduplications.is_empty(),
    ];
    let rows = if said == [true; 4] && !has(&there, HazardKind::StopsAtRows) {
        std::fs::read_to_string(case.folder().join("rows.sql")).unwrap_or_default()
    } else {
        String::new()
    };
    let mut found = database(after.platform).await;
    let gone = go(&mut found, &from, &rows, &there, &options).await;
    found.remove().await;
    let (after_up, back) = gone?;
    let fresh = fresh(&to, &options).await?;
    equal("a fresh build", &fresh, "what the script gave", &after_up)?;
    // Rows may stand in the way of what is planned for a state without them.
    if there.irreversible().next().is_some() {
        return Ok(());
    }
    back.or_else(|why| {
        if has(&there, HazardKind::DeletesData) {
            Ok(())
        } else {
            Err(why)
        }
    })
}

fn has(way: &Way, kind: HazardKind) -> bool {
    let mut statements = way.parts.iter().flat_map(|part| part.planned.statements());
    statements.any(|statement| statement.hazards.iter().any(|hazard| hazard.kind == kind))
}

/// Goes there and back, and tells what there is after the way up, and whether the way back brings back
/// what there was.
async fn go(
    database: &mut Database,
    from: &Schema,
    rows: &str,
    there: &Way,
    options: &WayOptions,
) -> Result<(String, Result<(), String>), String> {
    let build = made_of_nothing(from, options)?;
    psql(&database.url(), &build.up).await?;
    let outcome = database.connection.execute(rows).await;
    outcome.map_err(|error| format!("rows.sql: {error}"))?;
    let before = database.dump().await;
    psql(&database.url(), &there.up).await?;
    let after = database.dump().await;
    if there.irreversible().next().is_some() {
        return Ok((after, Ok(())));
    }
    let back = match psql(&database.url(), &there.down).await {
        Ok(()) => equal("before", &before, "after the way back", &database.dump().await),
        // It said so, and whoever ran it has allowed it: a required column comes back without a value.
        Err(_) if there.down.contains("-- Hazard stops_at_rows:") => Ok(()),
        Err(why) => return Err(why),
    };
    Ok((after, back))
}

fn made_of_nothing(state: &Schema, options: &WayOptions) -> Result<Way, String> {
    let options = WayOptions {
        platform: options.platform,
        ..WayOptions::default()
    };
    way(&Schema::new(), state, &options).map_err(|error| format!("from nothing: {error}"))
}

async fn fresh(state: &Schema, options: &WayOptions) -> Result<String, String> {
    let database = database(options.platform).await;
    let built = psql(&database.url(), &made_of_nothing(state, options)?.up).await;
    let dump = database.dump().await;
    database.remove().await;
    built.map(|()| dump)
}

/// Runs a script as a person would.
pub(crate) async fn psql(url: &str, script: &str) -> Result<(), String> {
    let own = server().bin_dir().join("psql");
    // Packages of other major versions come without one.
    let program = if own.is_file() { own } else { PathBuf::from("psql") };
    let mut child = Command::new(program)
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", url])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut stdin = child.stdin.take().unwrap();
    let written = stdin.write_all(script.as_bytes()).await;
    drop(stdin);
    let output = child
        .wait_with_output()
        .await
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return written.map_err(|error| error.to_string());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = said.lines().filter(|line| !line.contains("NOTICE")).collect();
    Err(format!("psql: {}\n{script}", said.join("\n")))
}

fn through_json(schema: &Schema) -> Result<Schema, String> {
    let text = serde_json::to_string(schema).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// What the definitions rename, as it is called in the state before.
fn renames(before: &Declared, after: &Declared) -> Vec<Rename> {
    let mut all: Vec<Rename> = Vec::new();
    let mut declared: Vec<(&Named, &Name)> = after.renames.iter().collect();
    declared.sort_by_key(|(now, _)| depth(now));
    for (now, former) in declared {
        let Some(name) = now.name() else { continue };
        let direct = Rename::new(now.called(former), name.clone());
        // What it stands in may be called otherwise too, but not what stands beside it.
        let around = all.iter().filter(|rename| depth(&rename.from) < depth(now));
        let outer = around.map(|rename| Rename::new(rename.reversed().follow(&direct.from), name.clone()));
        let candidates: Vec<Rename> = outer.chain([direct.clone()]).collect();
        all.extend(
            candidates
                .into_iter()
                .find(|rename| rename.from.is_in(&before.schema)),
        );
    }
    all
}

/// How deep something stands: in the database, in a namespace, in a table or type.
fn depth(named: &Named) -> usize {
    match named {
        Named::Object(ObjectId::Namespace(_)) => 0,
        Named::Object(ObjectId::Table(_)) => 1,
        Named::Object(id) if id.table().is_none() => 1,
        _ => 2,
    }
}
