//! Definitions that are imported of strangers' schemas: they are those in `tests/imports`, which the compiler
//! has judged, and what they declare builds the same database again. `UPDATE_IMPORTS=1` writes them; run the
//! test once more then, for what was compiled is of before.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use voxanne_codegen::import::{ImportOptions, import};
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_postgres::Platform;
use voxanne_schema::object::Object;

use super::read;
use super::strangers::strangers;
use crate::evolution::databases::{self, database};
use crate::evolution::parallel;
use crate::evolution::walk::equal;

/// The files of a folder and of those in it, by their paths in it.
pub(super) fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        let Ok(entries) = fs::read_dir(&at) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn definitions_are_imported_and_build_the_same() {
    databases::prepare();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("imports/src");
    let updates = std::env::var_os("UPDATE_IMPORTS").is_some();
    let failures = parallel::failures(&strangers(), |path, runtime| {
        let name = Path::new(path)
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let sql = fs::read_to_string(path).map_err(|error| error.to_string())?;
        runtime.block_on(run(&name, &sql, &sources.join(&name), updates))
    });
    if updates {
        let folders = fs::read_dir(&sources).unwrap().map(|entry| entry.unwrap().path());
        let mut names: Vec<String> = folders
            .filter(|path| path.join("lib.rs").exists())
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        names.sort();
        fs::write(sources.join("lib.rs"), library(&names)).unwrap();
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

async fn run(name: &str, sql: &str, folder: &Path, updates: bool) -> Result<(), String> {
    let mut built = database(Platform::Postgres).await;
    let ran = built.connection.execute(sql).await;
    let found = read(&mut built, Platform::Postgres).await;
    let dump = built.dump().await;
    built.remove().await;
    ran.map_err(|error| format!("{name}: their own SQL: {error}"))?;
    let found = found?;
    let mut schema = found.schema;
    for (_, object) in found.existing.objects() {
        if let Object::Role(role) = object {
            schema.replace(role.clone());
        }
    }
    let options = ImportOptions {
        name: name.to_owned(),
        platform: Platform::Postgres,
    };
    let imported = import(&schema, &options).files;
    if updates {
        let _ = fs::remove_dir_all(folder);
        for (path, text) in &imported {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let written = files(folder);
    if written != imported {
        let both = written.keys().chain(imported.keys());
        let differ: Vec<&String> = both
            .filter(|path| written.get(*path) != imported.get(*path))
            .collect();
        return Err(format!(
            "{name}: these definitions are not what is imported now: {differ:?}\nhelp: run with UPDATE_IMPORTS=1, and read the difference"
        ));
    }
    let all = voxanne_imported::all();
    let Some((_, declaration)) = all.iter().find(|(own, _)| *own == name) else {
        return Err(format!(
            "{name}: it is not compiled yet\nhelp: run the test again"
        ));
    };
    let options = PlanOptions {
        allow: HazardKind::ALL.into(),
        ..PlanOptions::default()
    };
    let migrations =
        generate_series(&[&declaration()], &options).map_err(|error| format!("{name}: {error}"))?;
    let mut database = database(Platform::Postgres).await;
    for migration in &migrations {
        let up = database.try_up(migration).await;
        if let Err(error) = up {
            database.remove().await;
            return Err(format!("{name}: {error}"));
        }
    }
    let dumped = database.dump().await;
    database.remove().await;
    equal(
        "their database",
        &dump,
        "what was built of the definitions",
        &dumped,
    )
    .map_err(|difference| format!("{name}: {difference}"))
}

/// The library that compiles them all.
fn library(names: &[String]) -> String {
    let mut out = String::from(
        "//! Generated by the tests: `UPDATE_IMPORTS=1`.\n\nuse voxanne_schema::Declaration;\n\n",
    );
    for name in names {
        out.push_str(&format!(
            "#[rustfmt::skip]\n#[path = \"{name}/lib.rs\"]\npub mod {name};\n"
        ));
    }
    out.push_str(
        "\n/// A schema, declared.\npub type Schema = fn() -> Declaration;\n\n/// What was imported of every stranger's schema, by its name.\n#[must_use]\n\
         pub fn all() -> Vec<(&'static str, Schema)> {\n    vec![\n",
    );
    for name in names {
        out.push_str(&format!("        (\"{name}\", {name}::schema),\n"));
    }
    out.push_str("    ]\n}\n");
    out
}
