//! What a reviewer sees: every migration and entity of the small schemas, and that the order of
//! declarations never shows.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use voxanne_codegen::entities::{EntityOptions, entities};
use voxanne_codegen::migrations::Migration;
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_schema::Declaration;
use voxanne_tests::cases;

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
    let mut series: Vec<(&str, Vec<Declaration>)> =
        cases().into_iter().map(|case| (case.name, case.states)).collect();
    series.push(("phase1", vec![phase1::baseline(), phase1::schema()]));
    for (name, states) in series {
        let expected = migrations(&states);
        let wanted = entities(
            &states.last().unwrap().build().unwrap().schema,
            &EntityOptions::default(),
        );
        for turn in 1..6 {
            let turned: Vec<Declaration> = states.iter().map(|state| state.clone().rotated(turn)).collect();
            assert_eq!(migrations(&turned), expected, "{name}, turned by {turn}");
            let found = entities(
                &turned.last().unwrap().build().unwrap().schema,
                &EntityOptions::default(),
            );
            assert_eq!(found, wanted, "{name}, turned by {turn}");
        }
    }
}
