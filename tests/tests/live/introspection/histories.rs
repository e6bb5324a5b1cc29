//! Histories that nobody declared, in the manner of what others write: `tests/histories/*/`, a file a step. From
//! each state to the next one script must lead, and another one back, to the same that their own SQL makes; and
//! one from nothing to the last.

use std::fs;
use std::path::{Path, PathBuf};

use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{WayOptions, way};
use voxanne_postgres::Platform;
use voxanne_schema::model::Schema;

use super::{is_for_others, read};
use crate::evolution::databases::{self, database};
use crate::evolution::parallel;
use crate::evolution::states::psql;
use crate::evolution::walk::equal;
use crate::harness::Database;

#[test]
fn histories_of_strangers_go_there_and_back_step_by_step() {
    databases::prepare();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("histories");
    let names: Vec<String> = sorted(&folder)
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    assert!(!names.is_empty(), "there are no histories");
    let failures = parallel::failures(&names, |path, runtime| runtime.block_on(run(Path::new(path))));
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A state, and what a dump shows of it.
struct State {
    schema: Schema,
    dump: String,
}

async fn run(folder: &Path) -> Result<(), String> {
    let mut theirs = database(Platform::Postgres).await;
    let mut ours = database(Platform::Postgres).await;
    let walked = walk(folder, &mut theirs, &mut ours).await;
    theirs.remove().await;
    ours.remove().await;
    let Walked { empty, last } = walked?;
    let mut fresh = database(Platform::Postgres).await;
    let built = go(&mut fresh, &empty, &last).await;
    fresh.remove().await;
    built.map_err(|why| format!("from nothing: {why}"))
}

struct Walked {
    empty: State,
    last: State,
}

async fn walk(folder: &Path, theirs: &mut Database, ours: &mut Database) -> Result<Walked, String> {
    let empty = state(theirs).await?;
    let mut last = State {
        schema: empty.schema.clone(),
        dump: empty.dump.clone(),
    };
    for file in sorted(folder) {
        let name = file.display();
        let sql = fs::read_to_string(&file).map_err(|error| error.to_string())?;
        if is_for_others(&name.to_string(), &sql) {
            break;
        }
        let ran = psql(&theirs.url(), &sql).await;
        ran.map_err(|error| format!("{name}: their own SQL: {error}"))?;
        let next = state(theirs).await.map_err(|why| format!("{name}: {why}"))?;
        let there = go(ours, &last, &next).await;
        there.map_err(|why| format!("{name}: {why}"))?;
        last = next;
    }
    Ok(Walked { empty, last })
}

async fn state(database: &mut Database) -> Result<State, String> {
    let read = read(database, Platform::Postgres).await?;
    if let Some(of) = read.unmodeled.first() {
        return Err(format!("unmodelled: {of}"));
    }
    let dump = database.dump().await;
    Ok(State {
        schema: read.schema,
        dump,
    })
}

/// Goes to the next state, back, and there again.
async fn go(database: &mut Database, from: &State, to: &State) -> Result<(), String> {
    let options = WayOptions {
        allow: HazardKind::ALL.into(),
        ..WayOptions::default()
    };
    let way = way(&from.schema, &to.schema, &options).map_err(|error| format!("planned: {error}"))?;
    psql(&database.url(), &way.up).await?;
    equal("their own SQL", &to.dump, "the way there", &database.dump().await)?;
    psql(&database.url(), &way.down).await?;
    equal(
        "what there was",
        &from.dump,
        "the way back",
        &database.dump().await,
    )?;
    psql(&database.url(), &way.up).await?;
    equal(
        "their own SQL",
        &to.dump,
        "the way there again",
        &database.dump().await,
    )
}
