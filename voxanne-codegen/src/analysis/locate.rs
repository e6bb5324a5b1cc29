//! Where a text stands in the user's own files: in a file of its own, or in a string literal after
//! the line that declares its object.

use std::ops::Range;

/// The bytes of a file that some bytes of a text come from, when the text is the whole of a string
/// literal that begins on that line (from 1) or after it.
pub(super) fn in_literal(file: &str, line: u32, text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let from = line_start(file, line)?;
    let quotes = file.get(from..)?.match_indices('"').map(|(at, _)| from + at + 1);
    if text.is_empty() {
        return None;
    }
    quotes.into_iter().find_map(|start| {
        let rest = &file[start..];
        if rest.strip_prefix(text).is_some_and(|rest| rest.starts_with('"')) {
            return Some(start + range.start..start + range.end);
        }
        escaped(rest, text, range).map(|found| start + found.start..start + found.end)
    })
}

/// The bytes of a line, without the blanks around it.
pub(super) fn line(file: &str, line: u32) -> Option<Range<usize>> {
    let start = line_start(file, line)?;
    let text = file[start..].lines().next()?;
    let indent = text.len() - text.trim_start().len();
    Some(start + indent..start + text.trim_end().len().max(indent))
}

fn line_start(file: &str, line: u32) -> Option<usize> {
    let before = usize::try_from(line).ok()?.checked_sub(1)?;
    let breaks = file.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).nth(before)
}

/// Reads a literal with escapes alongside the text that it must come to.
fn escaped(literal: &str, text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let (mut at, mut found) = (
        0,
        Range {
            start: None,
            end: None,
        },
    );
    for (place, wanted) in text.char_indices() {
        let (width, character) = literal_character(&literal[at..])?;
        if character != wanted {
            return None;
        }
        let end = at + width;
        at = end + continuation(&literal[end..]);
        if place == range.start {
            found.start = Some(end - width);
        }
        if place + wanted.len_utf8() == range.end {
            found.end = Some(end);
        }
    }
    literal[at..].starts_with('"').then_some(())?;
    let (start, end) = (found.start.unwrap_or(at), found.end.unwrap_or(at));
    Some(start.min(end)..end)
}

/// The next character of a literal, and how many bytes it takes there.
fn literal_character(literal: &str) -> Option<(usize, char)> {
    let mut characters = literal.chars();
    let first = characters.next()?;
    if first == '"' {
        return None;
    }
    if first != '\\' {
        return Some((first.len_utf8(), first));
    }
    let character = match characters.next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        other @ ('\\' | '"' | '\'') => other,
        _ => return None,
    };
    Some((2, character))
}

/// A backslash at the end of a line swallows the blanks after it.
fn continuation(literal: &str) -> usize {
    let Some(rest) = literal
        .strip_prefix("\\\n")
        .or_else(|| literal.strip_prefix("\\\r\n"))
    else {
        return 0;
    };
    literal.len() - rest.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: &str, line: u32, text: &str, word: &str) -> Option<(usize, String)> {
        let start = text.find(word).expect("a word of the text");
        let found = in_literal(file, line, text, &(start..start + word.len()))?;
        Some((found.start, file[found].to_owned()))
    }

    #[test]
    fn a_plain_literal_is_found_after_its_line() {
        let file = "// \"select a\"\nfn f() {\n    \"select a\"\n}";
        assert_eq!(
            at(file, 2, "select a", "a"),
            Some((file.rfind("a\"").expect("there"), "a".to_owned()))
        );
        assert_eq!(at(file, 4, "select a", "a"), None);
        assert_eq!(at(file, 2, "select", "select"), None);
    }

    #[test]
    fn escapes_and_continuations_are_read() {
        let file = "x(\"select \\\"A\\\"\\nfrom \\\n       b\")";
        assert_eq!(
            at(file, 1, "select \"A\"\nfrom b", "\"A\""),
            Some((10, "\\\"A\\\"".to_owned()))
        );
        assert_eq!(
            at(file, 1, "select \"A\"\nfrom b", "b").map(|(_, text)| text),
            Some("b".to_owned())
        );
    }

    #[test]
    fn lines_are_found_without_their_blanks() {
        assert_eq!(line("a\n  b  \nc", 2), Some(4..5));
        assert_eq!(line("a", 2), None);
        assert_eq!(line("a", 0), None);
    }
}
