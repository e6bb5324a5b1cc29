//! What a reviewer sees: every migration and entity of the small schemas, and that the
//! order of declarations never shows.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use voxanne_codegen::entities::{EntityOptions, GeneratedFile, entities};
use voxanne_codegen::migrations::Migration;
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_schema::Declaration;
use voxanne_tests::cases;

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
