//! Modules: what their migrations are called, and when they come.

use std::collections::BTreeSet;

use super::findings::Findings;
use crate::declare::Declared;
use crate::diagnostic::Code;

pub(super) fn check(declared: &Declared, findings: &mut Findings) {
    check_slugs(declared, findings);
    check_versions(declared, findings);
}

/// A slug is part of a file's name, and the only name that people call a migration by.
fn check_slugs(declared: &Declared, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let slugs = declared
        .modules
        .iter()
        .flat_map(|module| std::iter::once(&module.slug).chain(&module.later_slugs));
    for slug in slugs {
        if !is_slug(slug) {
            let message = format!("the slug `{slug}` is not made of lowercase words");
            let help = format!(
                "lowercase letters, digits and underscores, a letter first: `Module::new(\"{}\")`",
                mended(slug)
            );
            findings.report_general(Code::InvalidSlug, message, help);
        }
        if !seen.insert(slug) {
            let message = format!("two migrations have the slug `{slug}`");
            let help = "give each its own: `Module::new(\"create_contacts\").then(\"add_contacts_email\")`";
            findings.report_general(Code::InvalidSlug, message, help);
        }
    }
}

fn is_slug(slug: &str) -> bool {
    slug.starts_with(|c: char| c.is_ascii_lowercase())
        && slug
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The slug that was perhaps meant.
fn mended(slug: &str) -> String {
    let mut mended = String::new();
    for c in slug.trim().chars() {
        if c.is_ascii_alphanumeric() {
            mended.push(c.to_ascii_lowercase());
        } else if !mended.is_empty() && !mended.ends_with('_') {
            mended.push('_');
        }
    }
    let mended = mended
        .trim_end_matches('_')
        .trim_start_matches(|c: char| !c.is_ascii_lowercase());
    if mended.is_empty() {
        "create_contacts".to_owned()
    } else {
        mended.to_owned()
    }
}

fn check_versions(declared: &Declared, findings: &mut Findings) {
    let mut last: Option<(u64, &str)> = None;
    for module in &declared.modules {
        let (Some(version), slug) = (module.version, module.slug.as_str()) else {
            continue;
        };
        if !has_14_digits(version) {
            let message = format!("the version `{version}` of `{slug}` does not have 14 digits");
            findings.report_general(Code::InvalidVersion, message, FORM);
            continue;
        }
        if let Some((before, other)) = last.filter(|(before, _)| *before >= version) {
            let message =
                format!("the version `{version}` of `{slug}` does not come after `{before}` of `{other}`");
            let help = "give the modules versions in the order in which they are listed, or list them in another order";
            findings.report_general(Code::InvalidVersion, message, help);
        }
        last = last.max(Some((version, slug)));
    }
    if let Some(first) = declared.first_version.filter(|first| !is_moment(*first)) {
        let message = format!("the first version `{first}` is not a moment");
        findings.report_general(Code::InvalidVersion, message, FORM);
    }
}

const FORM: &str = "write year, month, day, hour, minute and second: `20250110000300`";

fn has_14_digits(version: u64) -> bool {
    version.to_string().len() == 14
}

/// Whether versions can be counted on from it, minute by minute.
fn is_moment(version: u64) -> bool {
    let part = |divisor: u64| version / divisor % 100;
    has_14_digits(version)
        && (1..=12).contains(&part(100_000_000))
        && (1..=31).contains(&part(1_000_000))
        && part(10_000) < 24
        && part(100) < 60
        && part(1) < 60
}
