//! What to write in place of a syntax error, told from the tokens around it.

use super::balance;
use super::fault::Stumble;
use super::nearest::nearest;
use super::text::Grammar;
use super::token::TokenKind;

/// Words that people mistype where a statement or a clause begins.
const KEYWORDS: &[&str] = &[
    "select",
    "insert",
    "update",
    "delete",
    "values",
    "returning",
    "perform",
    "execute",
    "declare",
    "begin",
    "return",
    "exception",
    "raise",
    "foreach",
    "from",
    "where",
    "group",
    "order",
    "having",
    "limit",
    "into",
    "then",
    "else",
    "elsif",
    "loop",
    "while",
    "when",
    "join",
    "using",
    "exists",
    "between",
    "distinct",
];

/// Words that begin a statement of PL/pgSQL, and stand in no expression.
const STATEMENTS: &[&str] = &[
    "return", "raise", "perform", "insert", "update", "delete", "if", "while", "foreach", "execute", "exit",
    "continue", "get", "begin", "end", "else", "elsif",
];

/// What to write.
pub(super) fn help(stumble: &Stumble<'_>) -> String {
    let rules = [
        quote, block, comma, else_if, keyword, query, end, bracket, semicolon, expected,
    ];
    let help = rules.iter().find_map(|rule| rule(stumble));
    help.unwrap_or_else(|| "mend the text there, or just before".to_owned())
}

/// A string that is not closed, or one that is closed too early: `'it's'`.
fn quote(stumble: &Stumble<'_>) -> Option<String> {
    let glued = match (stumble.token(-1), stumble.token(0)) {
        (Some(string), Some(token)) => {
            string.kind == TokenKind::String && string.end == token.start && token.is_name()
        }
        _ => false,
    };
    let unclosed = stumble.message.starts_with("Missing trailing");
    (glued || unclosed).then(|| "a quote inside a string is written twice: `'it''s'`".to_owned())
}

fn block(stumble: &Stumble<'_>) -> Option<String> {
    let outside = stumble.message.contains("a block");
    outside.then(|| {
        let help = if stumble.at == 0 {
            "a body in PL/pgSQL is a block, `BEGIN … END`; a mere query is a body in SQL"
        } else {
            "nothing may follow the `END` of the outermost block"
        };
        help.to_owned()
    })
}

fn comma(stumble: &Stumble<'_>) -> Option<String> {
    let before = stumble.is_symbol(-1, b',');
    let at = stumble.is_symbol(0, b',') && stumble.message.contains("comma");
    (before || at).then(|| "take the comma away, or write what it separates".to_owned())
}

fn else_if(stumble: &Stumble<'_>) -> Option<String> {
    let sql = stumble.text.sql;
    let before = stumble.tokens.get(..stumble.at)?;
    let pair = before
        .windows(2)
        .any(|pair| pair[0].is_word(sql, "else") && pair[1].is_word(sql, "if"));
    let open = (pair && expects_end(stumble)).then(|| balance::unclosed(sql, before))??;
    (open.opener == "IF")
        .then(|| "`ELSE IF` opens a second `IF`, which needs its own `END IF`; `ELSIF` does not".to_owned())
}

/// A keyword that is nearly written, at the error or just before it.
fn keyword(stumble: &Stumble<'_>) -> Option<String> {
    [0, -1].into_iter().find_map(|place| {
        let token = stumble
            .token(place)
            .filter(|token| token.kind == TokenKind::Word)?;
        let word = token.text(stumble.text.sql);
        let lower = word.to_ascii_lowercase();
        if lower.len() < 4 || KEYWORDS.contains(&lower.as_str()) {
            return None;
        }
        let meant = nearest(&lower, KEYWORDS.iter().copied())?;
        Some(format!(
            "did you mean `{}` where it says `{word}`?",
            meant.to_ascii_uppercase()
        ))
    })
}

/// A query in place of an expression.
fn query(stumble: &Stumble<'_>) -> Option<String> {
    let begins = stumble.at == 0 && stumble.is(0, &["select", "with", "values", "table"]);
    (begins && stumble.text.grammar == Grammar::Expression)
        .then(|| "put a query that is a value in parentheses: `(select …)`".to_owned())
}

/// An `END`, or the end of the text, where something is open that ends otherwise.
fn end(stumble: &Stumble<'_>) -> Option<String> {
    if !expects_end(stumble) {
        return None;
    }
    let before = stumble.tokens.get(..stumble.at)?;
    if let Some(open) = balance::unclosed(stumble.text.sql, before)
        && (stumble.token(0).is_none() || stumble.message.contains(open.opener))
    {
        return Some(format!(
            "the `{}` in line {} of the text is still open there: close it with `{}`",
            open.opener, open.line, open.closer
        ));
    }
    let statement = ["IF", "LOOP", "CASE"]
        .into_iter()
        .find(|word| stumble.message.contains(word))?;
    Some(format!(
        "the statement `{statement}` ends with `END {statement};`"
    ))
}

fn expects_end(stumble: &Stumble<'_>) -> bool {
    stumble.token(0).is_none() || stumble.is(-1, &["end"])
}

fn bracket(stumble: &Stumble<'_>) -> Option<String> {
    let before = stumble.tokens.get(..stumble.at)?;
    let expected = ["R_PAREN", "R_BRACK"]
        .iter()
        .any(|bracket| stumble.message.contains(bracket));
    let open = expected.then(|| balance::unclosed(stumble.text.sql, before))??;
    matches!(open.opener, "(" | "[").then(|| {
        format!(
            "the `{}` in line {} of the text is still open there: close it with `{}`",
            open.opener, open.line, open.closer
        )
    })
}

/// A statement that runs on into the next line.
fn semicolon(stumble: &Stumble<'_>) -> Option<String> {
    let sql = stumble.text.sql;
    let next = [0, -1].into_iter().find_map(|place| {
        let token = stumble
            .token(place)
            .filter(|token| token.is_one_of(sql, STATEMENTS))?;
        let line = sql[..token.start].rsplit('\n').next().unwrap_or_default();
        let begins =
            stumble.is_symbol(place - 1, b';') || stumble.is(place - 1, &["begin", "then", "else", "loop"]);
        (line.trim().is_empty() && !begins).then_some(token)
    })?;
    (stumble.text.grammar == Grammar::PlPgSql)
        .then(|| format!("end the statement before `{}` with `;`", next.text(sql)))
}

fn expected(stumble: &Stumble<'_>) -> Option<String> {
    if stumble.message.contains("SEMICOLON") && !stumble.text.grammar.is_fragment() {
        return Some("end the statement before it with `;`, or mend the statement".to_owned());
    }
    let word = stumble
        .message
        .split(' ')
        .find_map(|word| word.strip_suffix("_KW"))?;
    Some(format!("write `{word}` there, or mend what stands before it"))
}
