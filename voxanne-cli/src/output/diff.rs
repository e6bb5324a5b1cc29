//! Unified diffs with their colours.

use super::sink::Sink;

/// Writes a unified diff.
pub(crate) fn write_diff(sink: &mut Sink<'_>, diff: &str) {
    let palette = sink.palette;
    for line in diff.lines() {
        let style = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => palette.name,
            [b'+', ..] => palette.good,
            [b'-', ..] => palette.bad,
            [b'@', ..] => palette.hunk,
            _ => anstyle::Style::new(),
        };
        sink.text(format_args!("{style}{line}{style:#}\n"));
    }
}
