//! Where the statements of a script begin and end.
//!
//! Owns just enough of PostgreSQL's lexical rules to find the semicolons that end a statement, so
//! that an error can quote the statement at fault. Does not understand SQL: the server does. A
//! script with an unclosed quote is one long statement, which the server then refuses.
//!
//! Rules: [Lexical Structure](https://www.postgresql.org/docs/current/sql-syntax-lexical.html).

use std::ops::Range;

/// The byte ranges of the statements, without the space and comments around them and without
/// their semicolons. The server counts them the same way: what is empty is no statement.
pub(crate) fn statements(sql: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner::new(sql);
    let mut found = Vec::new();
    while let Some(token) = scanner.next_token() {
        scanner.place(&token, &mut found);
    }
    scanner.finish(&mut found);
    found
}

/// The parts of a script that matter for finding the ends of statements.
enum Token {
    /// Space or a comment.
    Trivia,
    /// A keyword or a name that is not quoted, as bytes of the script.
    Word(Range<usize>),
    Semicolon,
    Open,
    Close,
    /// Anything else, among it a whole quoted text.
    Other,
}

struct Scanner<'a> {
    sql: &'a str,
    position: usize,
    /// Where the current statement starts, and where its last token ended.
    current: Option<Range<usize>>,
    /// Open parentheses: a semicolon inside them (`CREATE RULE … DO (a; b)`) ends nothing.
    parentheses: usize,
    /// Open `BEGIN ATOMIC` and `CASE` of a function body that is written as SQL.
    blocks: usize,
    after_begin: bool,
}

impl<'a> Scanner<'a> {
    fn new(sql: &'a str) -> Self {
        Self {
            sql,
            position: 0,
            current: None,
            parentheses: 0,
            blocks: 0,
            after_begin: false,
        }
    }

    fn rest(&self) -> &'a str {
        self.sql.get(self.position..).unwrap_or_default()
    }

    fn next_token(&mut self) -> Option<Token> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (length, token) = match first {
            c if c.is_whitespace() => (c.len_utf8(), Token::Trivia),
            '-' if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), Token::Trivia),
            '/' if rest.starts_with("/*") => (block_comment(rest), Token::Trivia),
            '\'' => (quoted(rest, '\'', false), Token::Other),
            '"' => (quoted(rest, '"', false), Token::Other),
            'e' | 'E' if rest[1..].starts_with('\'') => (1 + quoted(&rest[1..], '\'', true), Token::Other),
            '$' => (dollar_quoted(rest), Token::Other),
            ';' => (1, Token::Semicolon),
            '(' => (1, Token::Open),
            ')' => (1, Token::Close),
            c if c == '_' || c.is_alphanumeric() => {
                let length = word(rest);
                (length, Token::Word(self.position..self.position + length))
            }
            c => (c.len_utf8(), Token::Other),
        };
        self.position += length;
        Some(token)
    }

    /// Adds a token to the current statement, or ends it.
    fn place(&mut self, token: &Token, found: &mut Vec<Range<usize>>) {
        match token {
            Token::Trivia => return,
            Token::Semicolon if self.parentheses == 0 && self.blocks == 0 => {
                self.finish(found);
                return;
            }
            Token::Open => self.parentheses += 1,
            Token::Close => self.parentheses = self.parentheses.saturating_sub(1),
            Token::Word(range) => self.word(range),
            Token::Semicolon | Token::Other => {}
        }
        let start = self.current.as_ref().map(|range| range.start);
        let start = start.unwrap_or_else(|| self.token_start(token));
        self.current = Some(start..self.position);
    }

    /// The first byte of a token that was just read: only needed for the first of a statement.
    fn token_start(&self, token: &Token) -> usize {
        match token {
            Token::Word(range) => range.start,
            // Statements start with a word or a parenthesis; for others the last byte is near enough.
            _ => self.position.saturating_sub(1),
        }
    }

    fn word(&mut self, range: &Range<usize>) {
        let word = self.sql.get(range.clone()).unwrap_or_default();
        if self.blocks == 0 {
            let opens = self.after_begin && word.eq_ignore_ascii_case("atomic");
            self.blocks = usize::from(opens);
        } else if word.eq_ignore_ascii_case("case") {
            self.blocks += 1;
        } else if word.eq_ignore_ascii_case("end") {
            self.blocks -= 1;
        }
        self.after_begin = word.eq_ignore_ascii_case("begin");
    }

    fn finish(&mut self, found: &mut Vec<Range<usize>>) {
        found.extend(self.current.take());
        self.parentheses = 0;
        self.blocks = 0;
        self.after_begin = false;
    }
}

/// The length of a word; `$` may stand inside one, so `a$b$` opens no dollar quote.
fn word(text: &str) -> usize {
    text.find(|c: char| !(c == '_' || c == '$' || c.is_alphanumeric()))
        .unwrap_or(text.len())
}

/// The length of a quoted text, its quotes included. A doubled quote is two texts side by side,
/// which comes to the same.
fn quoted(text: &str, quote: char, backslash: bool) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if backslash && c == '\\' {
            escaped = true;
        } else if c == quote {
            return index + 1;
        }
    }
    text.len()
}

/// The length of `$tag$ … $tag$`, or of the lone `$` of a parameter.
fn dollar_quoted(text: &str) -> usize {
    let Some(close) = text[1..].find('$').map(|index| index + 2) else {
        return 1;
    };
    let tag = &text[..close];
    let name = &tag[1..close - 1];
    let is_tag = name.chars().all(|c| c == '_' || c.is_alphanumeric())
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if !is_tag {
        return 1;
    }
    let end = text[close..].find(tag).map(|index| close + index + tag.len());
    end.unwrap_or(text.len())
}

/// The length of a comment `/* … */`; they nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(rest) = text.get(position..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            position += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            position += 2;
            if depth == 0 {
                return position;
            }
        } else {
            position += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(sql: &str) -> Vec<&str> {
        statements(sql).into_iter().map(|range| &sql[range]).collect()
    }

    #[test]
    fn space_comments_and_empty_statements_are_no_statements() {
        assert!(split(" \n;; -- a;\n /* b; /* c; */ d; */ ;").is_empty());
        assert_eq!(split("-- first\nselect 1 ; -- last\n"), ["select 1"]);
        assert_eq!(split("(select 1); select 2"), ["(select 1)", "select 2"]);
    }

    #[test]
    fn quotes_hide_semicolons() {
        for statement in [
            "select 'a;''b;', \"c;\"\"d;\"",
            r"select e'a\';b', 'c\'",
            "do $$ begin; end; $$",
            "do $body$ $$ ; $$ ; $body$",
            "select $1, a$b$ from t",
            "select 'é;', \"ü;\"",
            "create rule r as on insert to t do (select 1; select 2)",
        ] {
            let script = format!("{statement}; select 2;");
            assert_eq!(split(&script), [statement, "select 2"]);
        }
    }

    #[test]
    fn a_body_in_sql_is_one_statement() {
        let body =
            "create function f() returns int begin atomic select case when true then 1 end; select 2; end";
        assert_eq!(
            split(&format!("begin; {body}; commit")),
            ["begin", body, "commit"]
        );
    }

    #[test]
    fn an_open_quote_reaches_the_end() {
        for script in [
            "select 'a; b",
            "select $x$ a; b",
            "select /* a; b",
            "select \"a; b",
            "$",
            "'",
            "e'\\",
        ] {
            assert!(statements(script).len() <= 1, "{script}");
        }
    }
}
