//! Queries of views as texts: how they are laid out, whether two are the same, and what they begin
//! with.

use super::token::{self, Token, TokenKind};

/// The query as a statement holds it: at the margin, without a semicolon at its end.
#[must_use]
pub(crate) fn lay_out(query: &str) -> String {
    let tokens = token::tokens(query);
    let end = tokens
        .iter()
        .rposition(|token| !token.is_symbol(b';'))
        .map_or(0, |last| tokens[last].end);
    // What stands behind the last word is white space, comments, or semicolons.
    let rest = query.get(end..).unwrap_or_default();
    let query = if rest.contains("--") || rest.contains("/*") {
        query.trim_end().trim_end_matches(';')
    } else {
        query.get(..end).unwrap_or_default()
    };
    let mut text = if tokens.iter().any(|token| spans_lines(token, query)) {
        query.trim().to_owned()
    } else {
        at_the_margin(query)
    };
    if token::ends_in_comment(&text, &token::tokens(&text)) {
        text.push('\n');
    }
    text
}

/// Whether two queries differ in white space and comments alone, which PostgreSQL does not keep.
#[must_use]
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    fn words<'t>(text: &'t str, tokens: &[Token]) -> Vec<&'t str> {
        let mut words: Vec<&str> = tokens.iter().map(|token| token.text(text)).collect();
        while words.last() == Some(&";") {
            words.pop();
        }
        words
    }
    a == b || words(a, &token::tokens(a)) == words(b, &token::tokens(b))
}

/// Whether the text is one query, and not another statement or several.
#[must_use]
pub(super) fn is_one_query(text: &str) -> bool {
    let tokens = token::tokens(text);
    let begins = tokens.iter().find(|token| !token.is_symbol(b'('));
    let inner = tokens
        .iter()
        .rposition(|token| !token.is_symbol(b';'))
        .map_or(0, |last| last + 1);
    let separated = tokens
        .get(..inner)
        .is_some_and(|tokens| tokens.iter().any(|token| token.is_symbol(b';')));
    begins.is_some_and(|first| first.is_one_of(text, &["select", "with", "values", "table"])) && !separated
}

/// Whether a token holds a line break, which must stay as it is.
fn spans_lines(token: &Token, text: &str) -> bool {
    matches!(token.kind, TokenKind::String | TokenKind::QuotedWord)
        && text
            .get(token.start..token.end)
            .is_some_and(|text| text.contains('\n'))
}

/// Without the blanks that all lines begin with. A first line that stands right behind its quote
/// has none to go by.
fn at_the_margin(query: &str) -> String {
    let first_counts = query.lines().next().is_none_or(|first| first.trim().is_empty());
    let margin = query
        .lines()
        .skip(usize::from(!first_counts))
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or_default();
    let lines = query.lines().map(|line| {
        let blank = line.len() - line.trim_start_matches(' ').len();
        line[blank.min(margin)..].trim_end()
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_laid_out_at_the_margin() {
        let cases = [
            ("SELECT 1", "SELECT 1"),
            ("\n        SELECT a\n        FROM b;\n    ", "SELECT a\nFROM b"),
            (
                "SELECT a,\n           b\n    FROM c",
                "SELECT a,\n       b\nFROM c",
            ),
            ("\n    SELECT 'a\n  b'\n", "SELECT 'a\n  b'"),
            ("SELECT 1 -- one", "SELECT 1 -- one\n"),
            ("", ""),
        ];
        for (query, expected) in cases {
            assert_eq!(lay_out(query), expected);
        }
    }

    #[test]
    fn white_space_and_comments_make_no_difference() {
        assert!(is_same("SELECT  a\nFROM b;", "SELECT a -- the first\nFROM b"));
        assert!(!is_same("SELECT 'a  b'", "SELECT 'a b'"));
    }

    #[test]
    fn one_query_is_told_from_other_statements() {
        assert!(is_one_query("(SELECT 1) UNION SELECT 2;"));
        assert!(!is_one_query("SELECT 1; SELECT 2"));
        assert!(!is_one_query("DELETE FROM a RETURNING b"));
    }
}
