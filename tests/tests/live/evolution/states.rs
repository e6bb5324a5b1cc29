//! The same cases as nothing but two models in JSON: what definitions say besides (backfills, conversions,
//! reasons) is gone, and one script for `psql` must lead there, and another one back.

use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{Way, WayOptions, way};
use voxanne_schema::Declared;
use voxanne_schema::model::Schema;
use voxanne_schema::rename::{Named, Rename};
use voxanne_tests::cases::{self, Case};

use super::databases::{self, database};
use super::parallel;
use super::walk::equal;
use crate::harness::{Database, server};

#[test]
fn every_case_goes_there_and_back_by_psql_between_two_models() {
    let wanted = std::env::var("VOXANNE_CASE").unwrap_or_default();
    let chosen: Vec<&Case> = cases::ALL
        .iter()
        .filter(|case| case.to_string().contains(&wanted))
        .collect();
    databases::prepare();
    let failures = parallel::failures(&chosen, |case, runtime| runtime.block_on(run(case)));
    let count = chosen.len();
    assert!(
        failures.is_empty(),
        "{} of {count} cases fail:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

async fn run(case: &Case) -> Result<(), String> {
    let (before, after) = (case.before().collect().0, case.after().collect().0);
    let from = through_json(&before.schema)?;
    let to = through_json(&after.schema)?;
    let options = WayOptions {
        allow: HazardKind::ALL.into(),
        renames: renames(&before, &after),
        platform: after.platform,
        ..WayOptions::default()
    };
    let there = way(&from, &to, &options).map_err(|error| format!("refused: {error}"))?;
    let rows = std::fs::read_to_string(case.folder().join("rows.sql")).unwrap_or_default();
    let mut found = database(after.platform).await;
    let gone = go(&mut found, &from, &rows, &there, &options).await;
    found.remove().await;
    let (after_up, back) = gone?;
    let fresh = fresh(&to, &options).await?;
    equal("a fresh build", &fresh, "what the script gave", &after_up)?;
    if there.irreversible().next().is_some() {
        return Ok(());
    }
    let loses = there
        .parts
        .iter()
        .flat_map(|part| part.planned.statements())
        .flat_map(|statement| &statement.hazards)
        .any(|hazard| hazard.kind == HazardKind::DeletesData);
    back.or_else(|why| if loses { Ok(()) } else { Err(why) })
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
    psql(&database.url(), &there.down).await?;
    let back = equal("before", &before, "after the way back", &database.dump().await);
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
async fn psql(url: &str, script: &str) -> Result<(), String> {
    let mut child = Command::new(server().bin_dir().join("psql"))
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
    let is_whole = |named: &Named| matches!(named, Named::Object(id) if id.table().is_none());
    let (whole, parts): (Vec<_>, Vec<_>) = after.renames.iter().partition(|(now, _)| is_whole(now));
    for (now, former) in whole.into_iter().chain(parts) {
        let Some(name) = now.name() else { continue };
        let direct = Rename::new(now.called(former), name.clone());
        let outer = all
            .iter()
            .map(|rename| Rename::new(rename.reversed().follow(&direct.from), name.clone()));
        let candidates: Vec<Rename> = outer.chain([direct.clone()]).collect();
        all.extend(
            candidates
                .into_iter()
                .find(|rename| rename.from.is_in(&before.schema)),
        );
    }
    all
}
