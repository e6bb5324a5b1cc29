//! Phase 1's migrations and entities are as they were reviewed, and the committed files are what the
//! definitions give.

use std::path::Path;

use voxanne_codegen::entities::{EntityOptions, entities};
use voxanne_codegen::migrations::Folder;
use voxanne_codegen::{PlanOptions, generate_series};

#[test]
fn migrations_are_as_reviewed() {
    voxanne_codegen::assert_migration_snapshots!(phase1::baseline(), phase1::schema());
}

#[test]
fn entities_are_as_reviewed() {
    let declared = phase1::schema()
        .build()
        .unwrap_or_else(|found| panic!("{found:?}"));
    for file in entities(&declared.schema, &EntityOptions::default()) {
        insta::assert_snapshot!(file.path.replace('/', "."), file.contents);
    }
}

#[test]
fn the_committed_migrations_are_what_the_definitions_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let committed = Folder::new(root.join("migrations"))
        .read()
        .unwrap_or_else(|found| panic!("{found:?}"));
    let series = generate_series(&[&phase1::baseline(), &phase1::schema()], &PlanOptions::default());
    assert_eq!(committed, series.unwrap_or_else(|found| panic!("{found}")));
}

#[test]
fn the_committed_entities_are_what_the_definitions_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../phase1-entities/src");
    let declared = phase1::schema()
        .build()
        .unwrap_or_else(|found| panic!("{found:?}"));
    for file in entities(&declared.schema, &EntityOptions::default()) {
        let found = std::fs::read_to_string(root.join(&file.path)).unwrap_or_default();
        assert_eq!(found, file.contents, "{}", file.path);
    }
}
