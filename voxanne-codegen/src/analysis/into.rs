//! `SELECT … INTO variable`: PL/pgSQL takes the clause out of a statement before SQL sees it, and
//! so do we, since squawk 2.68 reads no statement that has one. Blanks in its place keep every
//! position.
//!
//! Follows `make_execsql_stmt` in `src/pl/plpgsql/src/pl_gram.y`.

use std::borrow::Cow;
use std::ops::Range;

use super::token::{Token, TokenKind};

/// The words that begin a statement in which `INTO` names variables.
const STATEMENTS: &[&str] = &[
    "select", "with", "insert", "update", "delete", "merge", "values", "table", "explain", "show",
];

/// The words after which a statement begins.
const OPENERS: &[&str] = &["begin", "then", "else", "loop"];

/// Words that are no variables, so that a clause before them lacks its own.
const RESERVED: &[&str] = &[
    "from", "where", "select", "group", "having", "order", "limit", "union", "into",
];

/// The text with blanks in place of the variables that its statements assign.
pub(super) fn without_into<'t>(text: &'t str, tokens: &[Token]) -> Cow<'t, str> {
    let clauses = into_clauses(text, tokens);
    if clauses.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    let mut from = 0;
    for clause in clauses {
        blanked.push_str(&text[from..clause.start]);
        blanked.extend(std::iter::repeat_n(' ', clause.len()));
        from = clause.end;
    }
    blanked.push_str(&text[from..]);
    Cow::Owned(blanked)
}

fn into_clauses(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut begins = true;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if begins && token.is_one_of(text, STATEMENTS) {
            let end = statement_end(text, tokens, at);
            clauses.extend(into_clause(text, &tokens[at..end]));
            at = end;
            continue;
        }
        let after_label = token.is_symbol(b'>') && at > 0 && tokens[at - 1].is_symbol(b'>');
        begins = token.is_symbol(b';') || after_label || token.is_one_of(text, OPENERS);
        at += 1;
    }
    clauses
}

/// The semicolon that ends a statement: not one in parentheses, nor one of `BEGIN ATOMIC … END`.
fn statement_end(text: &str, tokens: &[Token], start: usize) -> usize {
    let (mut parentheses, mut blocks) = (0_usize, 0_usize);
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.kind {
            TokenKind::Symbol(b'(') => parentheses += 1,
            TokenKind::Symbol(b')') => parentheses = parentheses.saturating_sub(1),
            TokenKind::Symbol(b';') if parentheses == 0 && blocks == 0 => return at,
            TokenKind::Word if token.is_one_of(text, &["begin", "case"]) => blocks += 1,
            TokenKind::Word if token.is_word(text, "end") => blocks = blocks.saturating_sub(1),
            _ => {}
        }
    }
    tokens.len()
}

/// The clause of one statement, from `INTO` to its last variable.
fn into_clause(text: &str, statement: &[Token]) -> Option<Range<usize>> {
    let into = (1..statement.len()).find(|&at| {
        statement[at].is_word(text, "into") && !statement[at - 1].is_one_of(text, &["insert", "merge"])
    })?;
    let is_variable = |at: usize| {
        let token = statement.get(at);
        let named = |token: &Token| token.is_name() && !token.is_one_of(text, RESERVED);
        token.is_some_and(|token| named(token) || token.text(text).starts_with('$'))
    };
    let strict = statement.get(into + 1)?.is_word(text, "strict");
    let mut last = into + 1 + usize::from(strict);
    if !is_variable(last) {
        return None;
    }
    let joins = |at: usize| {
        let token = statement.get(at);
        token.is_some_and(|token| token.is_symbol(b'.') || token.is_symbol(b','))
    };
    while joins(last + 1) && is_variable(last + 2) {
        last += 2;
    }
    Some(statement[into].start..statement[last].end)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn blanked(text: &str) -> String {
        let found = without_into(text, &tokens(text)).into_owned();
        assert_eq!(found.len(), text.len());
        found.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn variables_of_every_statement_are_taken_out() {
        let cases = [
            (
                "BEGIN SELECT a INTO STRICT r.x, y FROM t; END",
                "BEGIN SELECT a FROM t; END",
            ),
            (
                "BEGIN SELECT INTO x, y a, b FROM t; END",
                "BEGIN SELECT a, b FROM t; END",
            ),
            (
                "IF a THEN INSERT INTO t VALUES (1) RETURNING id INTO v; END IF",
                "IF a THEN INSERT INTO t VALUES (1) RETURNING id ; END IF",
            ),
            (
                "LOOP WITH m AS (INSERT INTO t SELECT 1 RETURNING *) SELECT count(*) INTO n FROM m; END LOOP",
                "LOOP WITH m AS (INSERT INTO t SELECT 1 RETURNING *) SELECT count(*) FROM m; END LOOP",
            ),
            (
                "<<l>> UPDATE t SET a = CASE WHEN b THEN 1 END RETURNING a INTO \"V\";",
                "<<l>> UPDATE t SET a = CASE WHEN b THEN 1 END RETURNING a ;",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(blanked(text), expected);
        }
    }

    #[test]
    fn other_statements_keep_their_into() {
        for text in [
            "BEGIN EXECUTE 'select 1' INTO n; END",
            "BEGIN FETCH c INTO n; END",
            "BEGIN INSERT INTO t SELECT 1; END",
            "BEGIN MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE; END",
            "BEGIN SELECT 'into x' FROM t; END",
            "BEGIN SELECT a INTO 1; END",
            "BEGIN SELECT a INTO FROM t; END",
        ] {
            assert_eq!(blanked(text), text);
        }
    }
}
