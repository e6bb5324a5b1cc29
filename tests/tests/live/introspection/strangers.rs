//! Schemas that nobody declared, in the manner of what others keep: `tests/strangers/*.sql`. What is read
//! of them must build the same again.

use std::path::Path;
use std::{fs, io};

use voxanne_postgres::Platform;

use super::{again, is_for_others, read};
use crate::evolution::databases::{self, database};
use crate::evolution::parallel;

#[test]
fn schemas_of_strangers_are_read_and_built_again() {
    databases::prepare();
    let all = [strangers(), newer()].concat();
    let failures = parallel::failures(&all, |path, runtime| {
        let sql = fs::read_to_string(path).map_err(|error| error.to_string())?;
        if is_for_others(path, &sql) {
            return Ok(());
        }
        runtime.block_on(run(&sql))
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// The paths of all schemas.
pub(super) fn strangers() -> Vec<String> {
    schemas("strangers")
}

/// The paths of those that only servers newer than Debian's have the words for.
fn newer() -> Vec<String> {
    schemas("strangers/newer")
}

fn schemas(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries: Result<Vec<_>, io::Error> = fs::read_dir(folder).unwrap().collect();
    let paths = entries.unwrap().into_iter().map(|entry| entry.path());
    let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "sql"));
    let mut names: Vec<String> = paths.map(|path| path.display().to_string()).collect();
    names.sort();
    names
}

async fn run(sql: &str) -> Result<(), String> {
    let mut built = database(Platform::Postgres).await;
    let ran = built.connection.execute(sql).await;
    let first = read(&mut built, Platform::Postgres).await;
    let dump = built.dump().await;
    built.remove().await;
    ran.map_err(|error| format!("their own SQL: {error}"))?;
    let first = first?;
    let unmodeled: Vec<String> = first.unmodeled.iter().map(ToString::to_string).collect();
    if !unmodeled.is_empty() {
        return Err(format!("unmodelled: {}", unmodeled.join(", ")));
    }
    again(&first, &dump, Platform::Postgres).await
}
