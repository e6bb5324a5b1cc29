//! Which kinds of objects lack which cases, or their page. What is not built yet is listed, and the list can only
//! shrink: what it names must not exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use voxanne_schema::object::ObjectKind;
use voxanne_tests::cases;

use super::journey::{Allowances, Journey};

/// What a kind can go through.
const ACTIONS: [&str; 5] = ["create", "alter", "drop", "rename", "no_op"];

/// What a kind never goes through, and why.
const NEVER: &[(&str, &[&str], &str)] = &[
    (
        "role",
        &["create", "alter", "drop", "rename"],
        "roles are referred to, never created",
    ),
    ("namespace", &["alter"], "a namespace is nothing but its name"),
    (
        "sequence_owner",
        &["rename"],
        "the owner of a sequence is named by the sequence",
    ),
    ("ownership", &["rename"], "an owner is named by what it owns"),
    ("comment", &["rename"], "a comment is named by what it is on"),
    (
        "grant",
        &["rename"],
        "a grant is named by what it is on and to whom",
    ),
    (
        "default_privileges",
        &["rename"],
        "default privileges are named by what they are on and to whom",
    ),
    (
        "row_security",
        &["rename"],
        "row-level security is named by its table",
    ),
    (
        "verbatim",
        &["alter", "rename"],
        "what is written otherwise is another thing, and has no name that is ours",
    ),
    ("extension", &["rename"], "PostgreSQL cannot rename an extension"),
    (
        "materialized_view",
        &["alter"],
        "PostgreSQL cannot change a materialized view, which is built again",
    ),
];

/// What has no case yet.
const NOT_BUILT: &[(&str, &[&str])] = &[("extension", &["alter"])];

/// Where the pages on the kinds are.
const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/kinds");

#[test]
fn every_kind_has_its_page_and_every_page_its_cases() {
    let pages = Path::new(PAGES);
    let list = fs::read_to_string(pages.join("README.md")).unwrap();
    for kind in ObjectKind::ALL {
        let page = format!("{}.md", word(*kind));
        assert!(pages.join(&page).is_file(), "docs/kinds/{page} is missing");
        assert!(
            list.contains(&format!("]({page})")),
            "docs/kinds/README.md has no link to {page}"
        );
    }
    for page in fs::read_dir(pages).unwrap() {
        let page = page.unwrap().path();
        let text = fs::read_to_string(&page).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links {
            assert!(pages.join(link).exists(), "{}: no {link}", page.display());
        }
    }
}

#[test]
fn every_kind_has_its_cases_or_is_known_to_lack_them() {
    let filter = std::env::var("VOXANNE_CASE").unwrap_or_default();
    assert!(
        filter.is_empty(),
        "VOXANNE_CASE leaves most cases out: unset it to count them"
    );
    let never = pairs(NEVER.iter().map(|(kind, actions, _)| (*kind, *actions)));
    let not_built = pairs(NOT_BUILT.iter().copied());
    let there = covered();
    let kinds: BTreeSet<String> = ObjectKind::ALL.iter().map(|kind| word(*kind)).collect();
    let wanted = kinds.iter().flat_map(|kind| {
        let of_kind = |action: &&str| (kind.clone(), (*action).to_owned());
        ACTIONS.iter().map(of_kind).collect::<Vec<_>>()
    });
    let lacking: BTreeSet<_> = wanted
        .filter(|pair| !there.contains(pair) && !never.contains(pair))
        .collect();

    let new: Vec<_> = lacking.difference(&not_built).collect();
    assert!(
        new.is_empty(),
        "these have no case in tests/cases/<kind>: {new:?}"
    );
    let stale: Vec<_> = not_built.difference(&lacking).collect();
    assert!(
        stale.is_empty(),
        "take these off the list of what is not built: {stale:?}"
    );
    let wrong: Vec<_> = never.intersection(&there).collect();
    assert!(
        wrong.is_empty(),
        "these are said never to happen, and have a case: {wrong:?}"
    );
}

type Pairs = BTreeSet<(String, String)>;

fn pairs<'p>(list: impl Iterator<Item = (&'p str, &'p [&'p str])>) -> Pairs {
    let pair = |kind: &str, action: &str| (kind.to_owned(), action.to_owned());
    list.flat_map(|(kind, actions)| actions.iter().map(move |action| pair(kind, action)))
        .collect()
}

fn word(kind: ObjectKind) -> String {
    match serde_json::to_value(kind).unwrap() {
        Value::String(word) => word,
        other => panic!("a kind is a word, and not {other}"),
    }
}

/// What the cases in the folder of each kind do with objects of the kind.
fn covered() -> Pairs {
    let mut covered = Pairs::new();
    for case in cases::ALL {
        let Ok(journey) = Journey::of(case, Allowances::All) else {
            continue;
        };
        let mut add = |action: &str| covered.insert((case.kind.to_owned(), action.to_owned()));
        let deltas = journey
            .second
            .iter()
            .flat_map(|migration| &migration.record.changes);
        for delta in deltas.filter(|delta| word(delta.id().kind()) == case.kind) {
            let Value::Object(tagged) = serde_json::to_value(delta).unwrap() else {
                continue;
            };
            tagged.keys().for_each(|action| {
                add(action);
            });
        }
        if journey.second.is_empty() {
            add("no_op");
        }
    }
    covered
}
