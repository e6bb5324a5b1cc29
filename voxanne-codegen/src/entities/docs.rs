//! Comments of the database as documentation in Rust.
//!
//! They stay as they are, except where Rust would take more from them than their words: a code
//! block would become a test that must compile, and some invisible characters are errors.

use std::borrow::Cow;

/// The lines of a doc comment, each as it follows `///`.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut fenced = false;
    text.trim_end()
        .lines()
        .map(|line| doc_line(line, &mut fenced))
        .collect()
}

fn doc_line(line: &str, fenced: &mut bool) -> String {
    let line = line.trim_end();
    let plain = line.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    let line = if plain {
        Cow::Borrowed(line)
    } else {
        line.chars().filter_map(printable).collect()
    };
    let words = line.trim_start();
    if words.is_empty() {
        return String::new();
    }
    if words.starts_with("```") || words.starts_with("~~~") {
        let fence = &words[..3];
        *fenced = !*fenced;
        return if *fenced {
            format!(" {fence}text")
        } else {
            format!(" {fence}")
        };
    }
    let indent = line.len() - words.len();
    // Four spaces would begin a code block.
    let kept = if *fenced { indent } else { indent.min(3) };
    format!(" {}{words}", " ".repeat(kept))
}

/// The character, or a space for a stray control character, or nothing for one that turns the
/// direction of the text, which rustc refuses.
fn printable(c: char) -> Option<char> {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_comment_becomes_a_doctest() {
        assert_eq!(lines("How:\n\n    select 1;\n"), [" How:", "", "    select 1;"]);
        assert_eq!(lines("```sql\n    x\n```"), [" ```text", "     x", " ```"]);
    }

    #[test]
    fn what_rustc_refuses_is_left_out() {
        assert_eq!(lines("a\u{202e}b\rc\t"), [" ab c"]);
    }
}
