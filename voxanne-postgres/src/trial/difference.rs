//! Two dumps, side by side.

/// How much of a difference is shown.
const MOST_LINES: usize = 60;

/// What is left, or is gone, as the beginning of a unified diff.
pub(super) fn difference(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let text = diff
        .unified_diff()
        .context_radius(1)
        .header("before", "after")
        .to_string();
    let mut lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    if text.lines().nth(MOST_LINES).is_some() {
        lines.push("…");
    }
    lines.join("\n")
}
