//! What is wrong with the syntax of a text: the first place where squawk stumbles, in words that a
//! person can use. PostgreSQL must refuse whatever is reported here; where squawk 2.68 is known to
//! stumble over what PostgreSQL reads, nothing is.

use std::ops::Range;

use super::document::SyntaxError;
use super::hint;
use super::text::Text;
use super::token::{self, Token};

/// A syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The token at which reading stopped; empty at the end of the text.
    pub(super) range: Range<usize>,
    /// What was expected there.
    pub(super) reason: String,
    /// What to write.
    pub(super) help: String,
}

/// A stumble in its place among the tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stumble<'s> {
    pub(super) text: Text<'s>,
    pub(super) tokens: &'s [Token],
    /// The token at which reading stopped: past the last at the end of the text.
    pub(super) at: usize,
    /// Squawk's own words of what it expected.
    pub(super) message: &'s str,
}

impl Fault {
    /// The first of squawk's errors, if it is to be believed. The text begins at `start`.
    pub(super) fn find(
        text: Text<'_>,
        tokens: &[Token],
        errors: &[SyntaxError],
        start: usize,
    ) -> Option<Self> {
        let error = errors.first()?;
        let position = error.at.saturating_sub(start);
        let stumble = Stumble {
            text,
            tokens,
            at: tokens.partition_point(|token| token.end <= position),
            message: expectation(&error.message),
        };
        if stumble.is_doubtful() {
            return None;
        }
        Some(Self {
            range: stumble.range(),
            reason: reason(stumble.message),
            help: hint::help(&stumble),
        })
    }

    /// What squawk cannot know: an expression is written into a line, and more follows it there.
    pub(super) fn of_expression(text: Text<'_>, tokens: &[Token]) -> Option<Self> {
        let swallows = text.grammar.is_fragment() && token::ends_in_comment(text.sql, tokens);
        swallows.then(|| Self {
            range: tokens.last().map_or(0, |token| token.end)..text.sql.trim_end().len(),
            reason: "the comment at its end swallows what is written after it".to_owned(),
            help: "put the comment before the expression, or write it as `/* … */`".to_owned(),
        })
    }
}

impl<'s> Stumble<'s> {
    /// The token that many places after the one at which reading stopped.
    pub(super) fn token(&self, places: isize) -> Option<&'s Token> {
        self.tokens.get(self.at.checked_add_signed(places)?)
    }

    /// Whether that token is one of these keywords.
    pub(super) fn is(&self, places: isize, keywords: &[&str]) -> bool {
        let token = self.token(places);
        token.is_some_and(|token| token.is_one_of(self.text.sql, keywords))
    }

    /// Whether that token is this byte.
    pub(super) fn is_symbol(&self, places: isize, symbol: u8) -> bool {
        self.token(places).is_some_and(|token| token.is_symbol(symbol))
    }

    /// The first line of the token.
    fn range(&self) -> Range<usize> {
        let end = self.tokens.last().map_or(0, |token| token.end);
        let token = self.token(0).map_or(end..end, |token| token.start..token.end);
        let line = self.text.sql[token.clone()].lines().next().unwrap_or_default();
        token.start..token.start + line.len()
    }

    /// What PostgreSQL 15 accepts and squawk 2.68 does not, found by giving both the same texts.
    fn is_doubtful(&self) -> bool {
        // `ARRAY((SELECT 1) UNION (SELECT 2))`.
        let set_operation = self.is(0, &["union", "intersect", "except"]) && self.is_symbol(-1, b')');
        // `a @@ NOT b`, `a BETWEEN b AND c IS NOT DISTINCT FROM d`.
        let operand = self.is(0, &["not"]) || (self.is(0, &["distinct"]) && self.is(-1, &["is", "not"]));
        // `substring(a SIMILAR b BETWEEN c AND d ESCAPE e)`.
        let escape = self.message.contains("ESCAPE_KW");
        // `n := ;` fails when it runs, `DECLARE DECLARE` never.
        let nothing = self.is_symbol(0, b';') && self.is_symbol(-1, b'=');
        let twice = self.is(0, &["declare"]) && self.message.contains("declaration");
        set_operation || operand || escape || nothing || twice || self.is_bare_label() || self.is_utility()
    }

    /// `IF a AND THEN`: PostgreSQL reads `a` as a column with the name `and`. Where there can be no
    /// such name it refuses the same.
    fn is_bare_label(&self) -> bool {
        let ends =
            self.is(0, &["then", "loop", "from"]) || self.is_symbol(0, b';') || self.is_symbol(0, b',');
        let operator = self.is(
            -1,
            &[
                "and", "or", "in", "is", "like", "ilike", "similar", "between", "collate",
            ],
        );
        ends && operator
            && !self
                .statement()
                .iter()
                .any(|token| token.is_one_of(self.text.sql, CONDITIONS))
    }

    /// Statements that define things are many, and rare in a body: PostgreSQL may judge them.
    fn is_utility(&self) -> bool {
        let first = self.statement().first();
        first.is_some_and(|first| first.is_one_of(self.text.sql, UTILITIES))
    }

    /// The tokens of the statement up to the one at which reading stopped.
    fn statement(&self) -> &'s [Token] {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let opens = |token: &Token| token.is_symbol(b';') || token.is_one_of(self.text.sql, OPENERS);
        let start = before.iter().rposition(opens).map_or(0, |opener| opener + 1);
        before.get(start..).unwrap_or_default()
    }
}

/// The words after which a statement begins.
const OPENERS: &[&str] = &["begin", "then", "else", "loop"];

/// The words after which there is no name of a column.
const CONDITIONS: &[&str] = &["where", "on", "having", "using", "set", "values"];

/// The words that begin a statement which is not about rows.
const UTILITIES: &[&str] = &[
    "alter", "analyze", "cluster", "comment", "copy", "create", "drop", "grant", "import", "lock", "move",
    "reindex", "revoke", "security", "set", "truncate", "vacuum",
];

/// What squawk says more shortly than a reader can bear, by how it begins.
const PHRASES: &[(&str, &str)] = &[
    ("expected expr", "expected an expression"),
    ("expected an expression", "expected an expression"),
    ("expected command", "expected a statement"),
    ("expected name", "expected a name"),
    ("expected from item", "expected a table"),
    ("expected from_item", "expected a table"),
    ("expected table reference", "expected a table"),
    ("expected table name", "expected a table"),
    ("expected relation name", "expected a table"),
    ("expected type name", "expected a type"),
    ("expected select", "expected a query"),
    ("expected on clause", "expected `ON` or `USING`"),
    ("expected target", "expected an expression"),
    ("expected column label", "expected a name"),
    ("expected field name", "expected the name of a column"),
    ("expected row", "expected a row of values"),
];

/// Squawk's words without those on what it found, which is shown.
fn expectation(message: &str) -> &str {
    let found = [", got", ", found ", " but got "]
        .iter()
        .filter_map(|words| message.find(words))
        .min();
    &message[..found.unwrap_or(message.len())]
}

/// Squawk's words in ours: no names of token kinds.
fn reason(message: &str) -> String {
    if let Some(unclosed) = message.strip_prefix("Missing trailing ") {
        let what = if unclosed.contains("comment") {
            "comment"
        } else {
            "string"
        };
        return format!("the {what} is not closed");
    }
    let phrase = PHRASES.iter().find(|(start, _)| message.starts_with(start));
    if let Some((_, phrase)) = phrase {
        return (*phrase).to_owned();
    }
    let words: Vec<String> = message.split(' ').map(word).collect();
    let text = words.join(" ");
    let mut characters = text.trim_end_matches('.').chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// The name of a token kind as the token is written; any other word as it is.
fn word(word: &str) -> String {
    let symbol = match word {
        "SEMICOLON" => ";",
        "COMMA" => ",",
        "L_PAREN" => "(",
        "R_PAREN" => ")",
        "L_BRACK" => "[",
        "R_BRACK" => "]",
        "EQ" => "=",
        "DOT" => ".",
        "DOT_DOT" => "..",
        "COLON_EQ" => ":=",
        "FAT_ARROW" => "=>",
        "STRING" => return "a string".to_owned(),
        "IDENT" => return "a name".to_owned(),
        _ => match word.strip_suffix("_KW") {
            Some(keyword) => keyword,
            None => return word.to_owned(),
        },
    };
    format!("`{symbol}`")
}

#[cfg(test)]
mod tests {
    use super::{expectation, reason};

    #[test]
    fn kinds_of_tokens_never_show() {
        let cases = [
            ("expected SEMICOLON, got R_PAREN", "expected `;`"),
            ("expected a statement, got SELECT_KW", "expected a statement"),
            ("expected expression but got AND_KW", "expected an expression"),
            ("expected THEN_KW", "expected `THEN`"),
            ("unexpected trailing comma", "unexpected trailing comma"),
            (
                "Missing trailing `'` symbol to terminate the string literal",
                "the string is not closed",
            ),
            ("expected from item, got COMMA", "expected a table"),
        ];
        for (squawk, ours) in cases {
            assert_eq!(reason(expectation(squawk)), ours);
        }
    }
}
