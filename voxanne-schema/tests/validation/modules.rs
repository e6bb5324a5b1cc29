//! Modules: slugs and versions.

use voxanne_schema::{Code, Declaration, Module, Platform};

use crate::support::{findings, none, the_one};

fn declaration(modules: impl IntoIterator<Item = Module>) -> Declaration {
    modules
        .into_iter()
        .fold(Declaration::new("cases", Platform::Postgres), Declaration::module)
}

#[test]
fn slugs_that_are_not_lowercase_words() {
    for (slug, mended) in [
        ("Create Contacts", "create_contacts"),
        ("1st-table", "st_table"),
        ("_contacts", "contacts"),
        ("", "create_contacts"),
    ] {
        let found = the_one(
            findings(&declaration([Module::new(slug)])),
            Code::InvalidSlug,
            None,
        );
        assert!(
            found.help.ends_with(&format!("`Module::new(\"{mended}\")`")),
            "{found}"
        );
    }
    none(
        &findings(&declaration([Module::new("create_contacts_2")])),
        Code::InvalidSlug,
    );
}

#[test]
fn a_slug_of_two_migrations() {
    let twice = [Module::new("a").then("b"), Module::new("b")];
    let found = the_one(findings(&declaration(twice)), Code::InvalidSlug, None);
    assert_eq!(found.message, "two migrations have the slug `b`");
    none(
        &findings(&declaration([Module::new("a").then("b"), Module::new("c")])),
        Code::InvalidSlug,
    );
}

#[test]
fn a_version_that_is_only_a_date() {
    let found = the_one(
        findings(&declaration([Module::new("a").version(20_250_110)])),
        Code::InvalidVersion,
        None,
    );
    assert_eq!(
        found.message,
        "the version `20250110` of `a` does not have 14 digits"
    );
    assert_eq!(
        found.help,
        "write year, month, day, hour, minute and second: `20250110000300`"
    );
}

#[test]
fn versions_that_do_not_increase() {
    let versions = |first, second| {
        let modules = [
            Module::new("a").version(first),
            Module::new("b"),
            Module::new("c").version(second),
        ];
        findings(&declaration(modules))
    };
    for second in [20_250_110_000_300, 20_250_110_000_200] {
        the_one(versions(20_250_110_000_300, second), Code::InvalidVersion, None);
    }
    none(
        &versions(20_250_110_000_300, 20_250_110_000_301),
        Code::InvalidVersion,
    );
}

#[test]
fn a_first_version_that_cannot_be_counted_on_from() {
    for version in [20_250_110, 20_251_310_000_000, 20_250_110_240_000] {
        let declaration = declaration([]).first_version(version);
        the_one(findings(&declaration), Code::InvalidVersion, None);
    }
    none(
        &findings(&declaration([]).first_version(20_250_110_000_100)),
        Code::InvalidVersion,
    );
}
