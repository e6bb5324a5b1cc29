//! Texts in Rust: literals, and doc comments that are read as the comment that they were.

use std::fmt::Write as _;

/// A string literal, raw where that reads better.
pub(super) fn text(text: &str) -> String {
    let odd = text.chars().any(|c| c != '\n' && c != '\t' && c.is_control());
    if odd || !text.contains(['"', '\\', '\n']) {
        return format!("{text:?}");
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// A string literal for attributes.
pub(super) fn word(text: &str) -> String {
    format!("{text:?}")
}

/// How wide a line of a doc comment is.
const WIDTH: usize = 96;

/// The doc comment that is read as this text, each line with the indentation; nothing where none is.
pub(super) fn doc(text: &str, indentation: &str) -> Option<String> {
    let mut out = String::new();
    let mut is_first = true;
    for line in text.split('\n') {
        let is_plain = !line.is_empty() && line.trim() == line && !line.chars().any(char::is_control);
        if !is_plain || line.starts_with('/') || line.starts_with('!') {
            return None;
        }
        // A line of its own is a paragraph or an item of a list.
        if !is_first && !is_item(line) {
            let _ = writeln!(out, "{indentation}///");
        }
        is_first = false;
        for part in wrapped(line, WIDTH.saturating_sub(indentation.len())) {
            let _ = writeln!(out, "{indentation}/// {part}");
        }
    }
    Some(out)
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ")
}

/// The line in parts that single spaces join.
fn wrapped(line: &str, width: usize) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), line);
    while rest.chars().count() > width {
        let breaks = rest.match_indices(' ').map(|(at, _)| at).filter(|at| {
            let (before, after) = (&rest[..*at], &rest[at + 1..]);
            !before.ends_with(' ') && !after.starts_with(' ') && !is_item(after) && !after.is_empty()
        });
        let breaks: Vec<usize> = breaks.collect();
        let fits = breaks.iter().rfind(|at| rest[..**at].chars().count() <= width);
        let Some(at) = fits.or(breaks.first()).copied() else {
            break;
        };
        parts.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    parts.push(rest);
    parts
}

/// Items between parentheses or brackets: on one line where they fit behind what stands before, else each on
/// a line of its own.
pub(super) fn list(before: &str, items: &[String], after: &str, indentation: &str) -> String {
    let one = format!("{before}{}{after}", items.join(", "));
    if indentation.len() + one.chars().count() <= 100 && !one.contains('\n') {
        return format!("{indentation}{one}\n");
    }
    let mut out = format!("{indentation}{before}\n");
    for item in items {
        let _ = writeln!(out, "{indentation}    {item},");
    }
    let _ = writeln!(out, "{indentation}{after}");
    out
}

/// A chain of calls: on one line where it fits, else a call a line.
pub(super) fn chain(first: &str, calls: &[String], indentation: &str) -> String {
    let one = format!("{indentation}{first}{};", calls.concat());
    if one.chars().count() <= 100 && !one.contains('\n') && calls.len() < 4 {
        return format!("{one}\n");
    }
    let mut out = format!("{indentation}{first}");
    for call in calls {
        let _ = write!(out, "\n{indentation}    {call}");
    }
    out.push_str(";\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_literals_of_rust() {
        assert_eq!(text("a"), "\"a\"");
        assert_eq!(text("a \"b\"#"), "r##\"a \"b\"#\"##");
        assert_eq!(text("a\r\nb"), "\"a\\r\\nb\"");
    }

    #[test]
    fn what_a_doc_comment_cannot_say_is_none() {
        assert_eq!(
            doc("One.\nTwo.", "").as_deref(),
            Some("/// One.\n///\n/// Two.\n")
        );
        assert_eq!(doc("One:\n- two", "").as_deref(), Some("/// One:\n/// - two\n"));
        assert_eq!(doc("One.\n\nTwo.", ""), None);
        assert_eq!(doc(" One.", ""), None);
    }

    #[test]
    fn long_lines_are_wrapped_at_single_spaces() {
        let long = "word ".repeat(40);
        let told = doc(long.trim_end(), "    ").unwrap_or_default();
        assert!(told.lines().all(|line| line.len() <= 104), "{told}");
        let joined: Vec<&str> = told
            .lines()
            .map(|line| line.trim_start_matches("    /// "))
            .collect();
        assert_eq!(joined.join(" "), long.trim_end());
    }
}
