//! What squawk says of the migrations that we emit: another's eye on locks, online forms and
//! transactions. Every rule that has a meaning for us is on, and what it may still say is listed with
//! the reason.

use squawk_linter::{Linter, Rule};
use squawk_syntax::SourceFile;
use voxanne_codegen::migrations::Migration;
use voxanne_codegen::plan::TransactionMode;
use voxanne_tests::cases;

/// What emitted SQL must obey.
const RULES: &[Rule] = &[
    Rule::AddingFieldWithDefault,
    Rule::AddingForeignKeyConstraint,
    Rule::AddingNotNullableField,
    Rule::AddingRequiredField,
    Rule::AddingSerialPrimaryKeyField,
    Rule::BanCharField,
    Rule::BanConcurrentIndexCreationInTransaction,
    Rule::BanDuplicateColumnAssignments,
    Rule::BanTruncateCascade,
    Rule::BanUncommittedTransaction,
    Rule::ChangingColumnType,
    Rule::ConstraintMissingNotValid,
    Rule::DisallowedUniqueConstraint,
    Rule::IdentifierTooLong,
    Rule::PreferIdentity,
    Rule::PreferTimestampTz,
    Rule::RequireConcurrentIndexCreation,
    Rule::RequireConcurrentIndexDeletion,
    Rule::RequireEnumValueOrdering,
    Rule::RequireLockTimeout,
    Rule::RequireTableSchema,
    Rule::TransactionNesting,
];

/// What it may say all the same: the rule, a part of the migration's name, and why.
const ALLOWED: &[(Rule, &str, &str)] = &[
    (
        Rule::RequireLockTimeout,
        "",
        "a concurrent build waits for old transactions while nobody waits behind it: it may take its time",
    ),
    (
        Rule::AddingNotNullableField,
        "_contract",
        "a check that was proven two files before makes the scan unnecessary, which squawk sees in one file only",
    ),
    (
        Rule::RequireConcurrentIndexCreation,
        "create_orders",
        "the materialized view is as new as its index, which squawk sees of tables only",
    ),
    (
        Rule::PreferTimestampTz,
        "create_kinds",
        "the schema has a column of each type",
    ),
];

#[test]
fn squawk_finds_nothing_in_what_is_emitted() {
    let mut all: Vec<Migration> = crate::migrations(&[phase1::baseline(), phase1::schema()]);
    all.extend(cases().iter().flat_map(|case| crate::migrations(&case.states)));
    let mut found = Vec::new();
    let mut used = vec![false; ALLOWED.len()];
    for migration in &all {
        let name = migration.record.name.to_string();
        for (rule, message) in violations(migration) {
            let allowed = ALLOWED
                .iter()
                .position(|(allowed, part, _)| *allowed == rule && name.contains(part))
                .filter(|_| rule != Rule::RequireLockTimeout || is_alone(migration));
            match allowed {
                Some(place) => used[place] = true,
                None => found.push(format!("{name}: {rule:?}: {message}")),
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    let unused: Vec<_> = ALLOWED.iter().zip(used).filter(|(_, used)| !used).collect();
    assert!(unused.is_empty(), "no longer said: {unused:?}");
}

fn is_alone(migration: &Migration) -> bool {
    migration.record.transaction == TransactionMode::Alone
}

fn violations(migration: &Migration) -> Vec<(Rule, String)> {
    let text = &migration.files.up;
    let mut linter = Linter::from(RULES.iter().copied());
    linter.settings.pg_version = "15".parse().unwrap();
    linter.settings.assume_in_transaction = !is_alone(migration);
    let file = SourceFile::parse(text);
    let errors: Vec<String> = file.errors().iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}: {errors:?}", migration.record.name);
    let violations = linter.lint(&file, text);
    violations
        .into_iter()
        .map(|violation| {
            let line = text[..violation.text_range.start().into()].matches('\n').count() + 1;
            (violation.code, format!("line {line}: {}", violation.message))
        })
        .collect()
}
