//! What a reviewer sees: every migration and entity of the small schemas; that the order of
//! declarations never shows; and that the entities which are compiled are those of now.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use voxanne_codegen::entities::{EntityOptions, Format, GeneratedFile, entities};
use voxanne_codegen::migrations::Migration;
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_schema::Declaration;
use voxanne_tests::cases;

mod linted;
#[path = "../../examples/build-script/src/schema.rs"]
mod rooms;
mod shuffled;

fn options() -> PlanOptions {
    PlanOptions {
        allow: [HazardKind::DeletesData].into(),
        ..PlanOptions::default()
    }
}

fn migrations(states: &[Declaration]) -> Vec<Migration> {
    let states: Vec<&Declaration> = states.iter().collect();
    generate_series(&states, &options()).unwrap()
}

#[test]
fn migrations_of_small_schemas() {
    for case in cases() {
        for migration in migrations(&case.states) {
            let name = format!("{}.{}", case.name, migration.record.name);
            let files = migration.files;
            // What follows is the same text in every file; one of phase1's shows it.
            let verify = files.verify.split("-- From here on").next().unwrap_or_default();
            let text = format!(
                "{}\n-- ==== down ====\n{}\n-- ==== verify ====\n{verify}",
                files.up, files.down
            );
            insta::assert_snapshot!(name, text);
        }
    }
}

#[test]
fn entities_of_small_schemas() {
    for case in cases() {
        let Some(last) = case.states.last() else { continue };
        let declared = last.build().unwrap();
        for file in entities(&declared.schema, &EntityOptions::default()) {
            insta::assert_snapshot!(
                format!("{}.{}", case.name, file.path.replace('/', ".")),
                file.contents
            );
        }
    }
}

#[test]
fn the_same_definitions_give_the_same_bytes() {
    for case in cases() {
        assert_eq!(
            migrations(&case.states),
            migrations(&case.states),
            "{}",
            case.name
        );
    }
}

#[test]
fn the_order_of_declarations_in_a_module_never_shows() {
    for case in cases() {
        let outcome = everything(&case.states);
        let start = format!("{:?}", case.states);
        // Until every module has come round, so that no order that turning gives is left out.
        for turn in 1.. {
            let turned: Vec<Declaration> = case
                .states
                .iter()
                .map(|state| state.clone().rotated(turn))
                .collect();
            if format!("{turned:?}") == start {
                break;
            }
            assert_eq!(everything(&turned), outcome, "{}, turned by {turn}", case.name);
        }
    }
}

#[test]
fn a_shuffled_phase1_is_the_same_phase1() {
    let outcome = everything(&[phase1::baseline(), phase1::schema()]);
    for seed in 1..=12 {
        let shuffled = everything(&[phase1::baseline(), shuffled::phase1(seed)]);
        assert_eq!(shuffled, outcome, "seed {seed}");
    }
}

/// All that is generated from a series of states.
fn everything(states: &[Declaration]) -> (Vec<Migration>, Vec<GeneratedFile>) {
    let last = states.last().unwrap().build().unwrap();
    (
        migrations(states),
        entities(&last.schema, &EntityOptions::default()),
    )
}

/// The entities of every small schema and of the example with a build script are compiled by
/// `tests/entities`, in both formats, with every warning an error. Here: that they are current.
#[test]
fn the_compiled_entities_are_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("entities/src");
    let mut schemas: Vec<(&str, Declaration)> = cases()
        .into_iter()
        .filter_map(|mut case| Some((case.name, case.states.pop()?)))
        .collect();
    schemas.push(("rooms_of_a_house", rooms::schema()));
    let mut wanted = BTreeMap::new();
    for (format, folder) in FORMATS {
        for (name, declaration) in &schemas {
            let options = EntityOptions {
                format,
                ..EntityOptions::default()
            };
            for file in entities(&declaration.build().unwrap().schema, &options) {
                wanted.insert(format!("{folder}/{name}/{}", file.path), file.contents);
            }
        }
    }
    wanted.insert("lib.rs".to_owned(), library(&wanted));
    if std::env::var_os("UPDATE_ENTITIES").is_some() {
        for (_, folder) in FORMATS {
            let _ = fs::remove_dir_all(root.join(folder));
        }
        for (path, contents) in &wanted {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), contents).unwrap();
        }
    }
    let stale: Vec<&String> = wanted
        .iter()
        .filter(|(path, contents)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(*contents))
        .map(|(path, _)| path)
        .collect();
    assert!(
        stale.is_empty(),
        "stale: {stale:#?}\nrun this test with UPDATE_ENTITIES=1, and look at what changes"
    );
}

const FORMATS: [(Format, &str); 2] = [(Format::Compact, "compact"), (Format::Dense, "dense")];

/// The crate that holds the crates of all schemas as modules. What counts in the root of a crate
/// alone moves there, so that it still is what was generated.
fn library(files: &BTreeMap<String, String>) -> String {
    let mut attributes = BTreeSet::new();
    let mut modules = String::new();
    for (_, folder) in FORMATS {
        modules += &format!("\npub mod {folder} {{\n");
        for (path, text) in files {
            let Some(name) = path
                .strip_prefix(&format!("{folder}/"))
                .and_then(|path| path.strip_suffix("/lib.rs"))
            else {
                continue;
            };
            let moving: Vec<&str> = text
                .lines()
                .filter(|line| line.contains("confusable_idents"))
                .collect();
            if !moving.is_empty() {
                modules += "    #[allow(unused_attributes)]\n";
            }
            attributes.extend(moving);
            modules += &format!("    #[path = \"{name}/lib.rs\"]\n    pub mod {name};\n");
        }
        modules += "}\n";
    }
    let attributes: Vec<&str> = attributes.into_iter().collect();
    format!(
        "//! Entities of small schemas, in both formats. Written by the test\n\
         //! `the_compiled_entities_are_current`.\n\n{}\n{modules}",
        attributes.join("\n")
    )
}
