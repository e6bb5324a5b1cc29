//! A stranger's schema, changed by hand after its definitions were imported: what these adopt stands in
//! `tests/imports/src/films_adopted`, where all that is asked for has been done, so that the compiler judges it;
//! and it builds the database as it was changed. `UPDATE_IMPORTS=1` writes it; run the test once more then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use voxanne_codegen::import::{Adopted, Adoption, ImportOptions, Todo, adopt, import};
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::way::{WayOptions, differences};
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_postgres::Platform;
use voxanne_schema::model::Schema;
use voxanne_schema::object::ObjectId;

use super::imports::files;
use super::read;
use crate::evolution::databases::{self, database};
use crate::evolution::walk::equal;

/// The crate that holds the definitions, and the module in it.
const HOME: &str = "crate::films_adopted";

#[test]
fn what_somebody_did_by_hand_becomes_definitions() {
    databases::prepare();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    if let Err(failure) = runtime.block_on(run()) {
        panic!("{failure}");
    }
}

async fn run() -> Result<(), String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sql = |file: &str| fs::read_to_string(tests.join("strangers").join(file)).unwrap();
    let mut built = database(Platform::Postgres).await;
    built.connection.execute(&sql("films.sql")).await.unwrap();
    let before = read(&mut built, Platform::Postgres).await?.schema;
    built.connection.execute(&sql("by_hand/films.sql")).await.unwrap();
    let after = read(&mut built, Platform::Postgres).await?.schema;
    let dump = built.dump().await;
    built.remove().await;

    let adopted = adopted(&after, &before);
    let written = followed(&before, &adopted);
    let folder = tests.join("imports/src/films_adopted");
    if std::env::var_os("UPDATE_IMPORTS").is_some() {
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in &written {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let found = files(&folder);
    if found != written {
        let both = found.keys().chain(written.keys());
        let differ: BTreeSet<&String> = both
            .filter(|path| found.get(*path) != written.get(*path))
            .collect();
        return Err(format!(
            "these definitions are not what is adopted now: {differ:?}\nhelp: run with UPDATE_IMPORTS=1, and read the difference"
        ));
    }
    let all = voxanne_imported::all();
    let (_, declaration) = all
        .iter()
        .find(|(name, _)| *name == "films_adopted")
        .ok_or("it is not compiled yet\nhelp: run the test again")?;
    let options = PlanOptions {
        allow: HazardKind::ALL.into(),
        ..PlanOptions::default()
    };
    let migrations = generate_series(&[&declaration()], &options).map_err(|error| error.to_string())?;
    let mut database = database(Platform::Postgres).await;
    for migration in &migrations {
        database
            .try_up(migration)
            .await
            .map_err(|error| error.to_string())?;
    }
    let dumped = database.dump().await;
    database.remove().await;
    equal(
        "the database that was changed by hand",
        &dump,
        "what was built of the definitions",
        &dumped,
    )
}

/// What is adopted, by the types of the definitions as the compiler has them.
fn adopted(found: &Schema, declared: &Schema) -> Adopted {
    let definitions = voxanne_imported::films::schema().collect().0;
    let types = definitions.types.iter().map(|(id, path)| {
        let path = path.replacen("voxanne_imported::films", HOME, 1);
        (id.clone(), path)
    });
    let differences = differences(found, declared, &WayOptions::default());
    adopt(&Adoption {
        found,
        declared,
        differences: &differences,
        types: types.collect(),
        slugs: definitions
            .modules
            .iter()
            .map(|module| module.slug.clone())
            .collect(),
        roles: BTreeSet::new(),
        module: "films_adopted::adopted",
        platform: Platform::Postgres,
    })
}

/// The imported files, with the module in them, once somebody has done all that is asked for.
fn followed(before: &Schema, adopted: &Adopted) -> BTreeMap<String, String> {
    let options = ImportOptions {
        name: "films".to_owned(),
        platform: Platform::Postgres,
    };
    let mut files = import(before, &options).files;
    let library = files.get_mut("lib.rs").unwrap();
    *library = library
        .replacen("pub mod category;", "pub mod adopted;\npub mod category;", 1)
        .replacen(
            "        .module(unsaid())\n",
            "        .module(unsaid())\n        .modules(adopted::modules())\n",
            1,
        );
    assert!(adopted.roles.is_empty(), "{:?}", adopted.roles);
    for task in &adopted.tasks {
        match &task.todo {
            Todo::Replace { file, name, keep } => {
                assert_eq!(keep.len(), 0, "{keep:?}");
                replace(&mut files, &adopted.files[file], name);
            }
            Todo::Remove => remove(&mut files, &task.object),
            Todo::Rule(rule) => assert!(rule.starts_with("r.") && rule.ends_with(';'), "{rule}"),
            Todo::Change => panic!("{} is left to change", task.object),
        }
    }
    for (path, text) in &adopted.files {
        match path.strip_prefix("changed/sql/") {
            Some(body) => drop(files.insert(format!("sql/{body}"), text.clone())),
            None if path.starts_with("changed/") => {}
            None => drop(files.insert(format!("adopted/{path}"), text.clone())),
        }
    }
    files
}

/// The items of a module, with the lines between them.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = vec![String::new()];
    let mut was_blank = false;
    for line in text.lines() {
        if was_blank && !line.is_empty() && !line.starts_with([' ', '}', ')']) {
            items.push(String::new());
        }
        was_blank = line.is_empty();
        let last = items.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
    }
    items
}

/// Whether an item is the definition of something, or the rules of it.
fn defines(item: &str, name: &str) -> bool {
    let heads = [
        format!("pub struct {name} "),
        format!("pub enum {name} "),
        format!("Rules for {name} "),
        format!("pub fn {name}("),
    ];
    heads.iter().any(|head| item.contains(head.as_str()))
}

fn replace(files: &mut BTreeMap<String, String>, with: &str, name: &str) {
    let new: Vec<String> = items(with)
        .into_iter()
        .filter(|item| defines(item, name))
        .collect();
    let is_home = |(path, text): &(&String, &mut String)| {
        path.ends_with(".rs") && items(text).iter().any(|item| defines(item, name))
    };
    let (path, text) = files.iter_mut().find(is_home).unwrap();
    let own = format!("use {HOME}::{}::", path.trim_end_matches(".rs"));
    let uses = with
        .lines()
        .filter(|line| line.starts_with("use crate::") && !line.starts_with(&own));
    let uses: Vec<&str> = uses.collect();
    let mut out = Vec::new();
    let mut new = Some(new.join("\n").trim_end().to_owned() + "\n\n");
    for item in items(text) {
        if defines(&item, name) {
            out.extend(new.take());
        } else {
            out.push(item);
        }
    }
    *text = out.concat().trim_end().to_owned() + "\n";
    if !uses.is_empty() {
        let prelude = "use voxanne_schema::prelude::*;\n";
        *text = text.replacen(prelude, &format!("{prelude}\n{}\n", uses.join("\n")), 1);
    }
}

fn remove(files: &mut BTreeMap<String, String>, object: &ObjectId) {
    let (file, call, definition, rule) = match object.to_string().as_str() {
        "view `public.long_films`" => ("views.rs", "        .view::<LongFilm>()\n", Some("LongFilm"), ""),
        "index `public.film_fulltext_idx`" => (
            "film.rs",
            "",
            None,
            "        r.index(c.fulltext).using(IndexMethod::Gist);\n",
        ),
        other => panic!("{other} is left to take out"),
    };
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(call) && text.contains(rule), "{text}");
    *text = text.replacen(call, "", 1).replacen(rule, "", 1);
    if let Some(name) = definition {
        let kept = items(text).into_iter().filter(|item| !defines(item, name));
        *text = kept.collect::<String>().trim_end().to_owned() + "\n";
    }
}
