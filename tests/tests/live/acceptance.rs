//! The acceptance list of Phase 1, as `cargo run -p phase1 -- try` runs it: nothing fails, every
//! point is there, and no check is skipped but those that are known.

use std::collections::BTreeSet;

use serde_json::Value;
use voxanne_cli::run_with;

/// The points of the list: eleven of the deployment guide, then what its hand-written versions got
/// wrong, and attacks on tenants, on the server and on claims.
const POINTS: std::ops::RangeInclusive<u32> = 1..=15;

/// On which server a check is skipped.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Skipped {
    Always,
    WithPgaudit,
    WithoutPgaudit,
}

use Skipped::{Always, WithPgaudit, WithoutPgaudit};

/// Every check that is skipped, and why. One that is made from now on leaves the list.
const SKIPPED: &[(&str, Skipped, &str)] = &[
    (
        "1.6",
        Always,
        "the plans name what cannot be undone, which SQL cannot read",
    ),
    (
        "6.3",
        WithoutPgaudit,
        "settings of an extension that is queued take no effect",
    ),
    (
        "7.1",
        Always,
        "the guard stands at the head of each migration, which SQL cannot read",
    ),
    ("7.5", WithPgaudit, "it is about servers without pgaudit"),
    ("10.13", Always, "the application's log is not in the database"),
    ("11.3", Always, "nothing schedules jobs without pg_cron"),
    ("11.6", Always, "nothing watches the server's log"),
];

#[test]
fn the_acceptance_list_holds() {
    holds(&[], WithPgaudit);
}

#[test]
fn the_acceptance_list_holds_with_pgaudit() {
    holds(&["--preload", "pgaudit"], WithoutPgaudit);
}

/// `elsewhere` marks the checks that are made here and skipped on the other server.
fn holds(arguments: &[&str], elsewhere: Skipped) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let arguments: Vec<&str> = ["try", "--json"].iter().chain(arguments).copied().collect();
    let code = run_with(phase1::project(), arguments, &mut stdout, &mut stderr);
    let stderr = String::from_utf8_lossy(&stderr);
    let document: Value = serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{error}\n{stderr}"));
    let lines: Vec<Line> = document["result"]["lines"]
        .as_array()
        .unwrap_or_else(|| panic!("{stderr}"))
        .iter()
        .map(Line::of)
        .collect();

    let failed: Vec<String> = lines
        .iter()
        .filter(|line| !matches!(line.verdict, "passed" | "skipped"))
        .map(Line::to_string)
        .collect();
    assert!(failed.is_empty(), "failed:\n{}\n{stderr}", failed.join("\n"));
    assert_eq!(document["result"]["acceptance"]["failed"], 0);
    assert_eq!(
        (code, &document["result"]["passed"]),
        (0, &true.into()),
        "{stderr}"
    );

    let points: BTreeSet<u32> = lines.iter().filter_map(Line::point).collect();
    let missing: Vec<u32> = POINTS.filter(|point| !points.contains(point)).collect();
    assert!(missing.is_empty(), "no check is about {missing:?}");

    let known = |line: &&Line| {
        SKIPPED
            .iter()
            .any(|(number, when, _)| *when != elsewhere && *number == line.number)
    };
    let skipped: Vec<&Line> = lines.iter().filter(|line| line.verdict == "skipped").collect();
    let unknown: Vec<String> = skipped
        .iter()
        .filter(|line| !known(line))
        .map(ToString::to_string)
        .collect();
    assert!(unknown.is_empty(), "skipped from now on:\n{}", unknown.join("\n"));
    let made: Vec<_> = SKIPPED
        .iter()
        .filter(|(number, when, _)| *when != elsewhere && !skipped.iter().any(|line| line.number == *number))
        .collect();
    assert!(made.is_empty(), "made by now, so they leave the list: {made:?}");
}

/// A line of the answer.
struct Line<'d> {
    phase: &'d str,
    number: &'d str,
    title: &'d str,
    verdict: &'d str,
    seen: &'d str,
}

impl<'d> Line<'d> {
    fn of(line: &'d Value) -> Self {
        let text = |field: &str| line[field].as_str().unwrap_or_default();
        Self {
            phase: text("phase"),
            number: text("number"),
            title: text("title"),
            verdict: text("verdict"),
            seen: text("seen"),
        }
    }

    /// The point of the list that a check belongs to.
    fn point(&self) -> Option<u32> {
        self.number.split('.').next()?.parse().ok()
    }
}

impl std::fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            phase,
            number,
            title,
            seen,
            ..
        } = self;
        write!(f, "{phase} {number} {title}: {seen}")
    }
}
