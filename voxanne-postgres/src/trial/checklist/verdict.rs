//! What the last result of a check says.

use serde::Serialize;

use crate::result_set::ResultSet;

/// How a check ended, or another step of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It saw what it should.
    Passed,
    /// It saw something else, or could not look.
    Failed,
    /// It cannot be made on this server.
    Skipped,
}

/// The form that the last statement of a check has.
const FORM: &str = "a check ends with `select … as passed, … as seen`, one row";

/// Reads the last result of a check.
pub(super) fn verdict(last: Option<&ResultSet>) -> (Verdict, String) {
    let wrong = |what: String| (Verdict::Failed, format!("{what}; {FORM}"));
    let Some(set) = last.filter(|set| !set.rows.is_empty()) else {
        return wrong("its last statement returned no rows".to_owned());
    };
    let [row] = set.rows.as_slice() else {
        return wrong(format!("its last statement returned {} rows", set.rows.len()));
    };
    let [first, second, ..] = set.columns.as_slice() else {
        return wrong("its last statement returned fewer than two columns".to_owned());
    };
    if first != "passed" || second != "seen" {
        return wrong(format!(
            "its last statement returned the columns {}",
            set.columns.join(", ")
        ));
    }
    let value = |place: usize| row.get(place).and_then(Option::as_deref);
    let seen = value(1).unwrap_or("null").to_owned();
    let skipped = set
        .columns
        .iter()
        .position(|column| column == "skipped")
        .and_then(value);
    let is_skipped = skipped.is_some_and(|value| !matches!(value, "" | "f" | "false"));
    if is_skipped {
        return (Verdict::Skipped, seen);
    }
    match value(0) {
        // A check that says so by its words alone must pass: one that fails is not to hide so.
        Some("t" | "true") if seen.starts_with("skipped:") => (Verdict::Skipped, seen),
        Some("t" | "true") => (Verdict::Passed, seen),
        Some(_) => (Verdict::Failed, seen),
        None => (
            Verdict::Failed,
            format!("passed is null, which is no answer; seen: {seen}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(columns: &[&str], rows: &[&[Option<&str>]]) -> (Verdict, String) {
        let text = |value: &Option<&str>| value.map(str::to_owned);
        verdict(Some(&ResultSet {
            columns: columns.iter().map(ToString::to_string).collect(),
            rows: rows.iter().map(|row| row.iter().map(text).collect()).collect(),
        }))
    }

    #[test]
    fn true_passes_and_nothing_else() {
        let passed = |value| of(&["passed", "seen"], &[&[value, Some("x")]]).0;
        assert_eq!(passed(Some("t")), Verdict::Passed);
        assert_eq!(passed(Some("f")), Verdict::Failed);
        assert_eq!(passed(Some("1")), Verdict::Failed);
        assert_eq!(passed(None), Verdict::Failed);
    }

    #[test]
    fn what_is_skipped_never_passes() {
        let columns = ["passed", "seen", "skipped"];
        let skipped = |value| of(&columns, &[&[Some("t"), Some("x"), value]]).0;
        assert_eq!(skipped(Some("t")), Verdict::Skipped);
        assert_eq!(skipped(Some("no pgaudit here")), Verdict::Skipped);
        assert_eq!(skipped(Some("f")), Verdict::Passed);
        assert_eq!(skipped(None), Verdict::Passed);
        let said = of(&["passed", "seen"], &[&[Some("t"), Some("skipped: no pgaudit")]]);
        assert_eq!(said, (Verdict::Skipped, "skipped: no pgaudit".to_owned()));
        let failed = |value| of(&["passed", "seen"], &[&[value, Some("skipped: no pgaudit")]]).0;
        assert_eq!([failed(Some("f")), failed(None)], [Verdict::Failed; 2]);
    }

    #[test]
    fn another_shape_fails_and_says_why() {
        let (good, row): (_, &[Option<&str>]) = (["passed", "seen"], &[Some("t"), Some("x")]);
        for (columns, rows, why) in [
            (&good[..], &[][..], "returned no rows"),
            (&good, &[row, row], "returned 2 rows"),
            (&["passed"], &[&row[..1]], "fewer than two columns"),
            (&["seen", "passed"], &[row], "returned the columns seen, passed"),
        ] {
            let (verdict, seen) = of(columns, rows);
            assert_eq!(verdict, Verdict::Failed);
            assert!(seen.contains(why) && seen.contains(FORM), "{seen}");
        }
        assert_eq!(verdict(None).0, Verdict::Failed);
    }
}
