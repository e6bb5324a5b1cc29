//! Bodies in standard SQL, which squawk reads as the statements that they are made of.

use super::token::Token;

/// A body in standard SQL as the statements that it is made of, in their places: without `BEGIN ATOMIC`
/// and its `END`, and with `SELECT` for `RETURN`.
pub(super) fn as_statements(body: &str, tokens: &[Token]) -> String {
    let mut statements = body.to_owned();
    let mut put = |token: &Token, word: &str| statements.replace_range(token.start..token.end, word);
    let mut begins = true;
    for (at, token) in tokens.iter().enumerate() {
        if begins && token.is_word(body, "return") {
            put(token, "SELECT");
        }
        if at == 0 && token.is_word(body, "begin") {
            put(token, "     ");
        } else if at == 1 && token.is_word(body, "atomic") {
            put(token, "      ");
            continue;
        }
        begins = token.is_symbol(b';');
    }
    let opens = tokens.first().is_some_and(|first| first.is_word(body, "begin"));
    let last = tokens.iter().rev().find(|token| !token.is_symbol(b';'));
    if let Some(end) = last.filter(|token| opens && token.is_word(body, "end")) {
        put(end, "   ");
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn standard_bodies_are_statements_in_their_places() {
        let pairs = [
            ("RETURN a + 1", "SELECT a + 1"),
            (
                "BEGIN ATOMIC\n  SELECT CASE WHEN a THEN 1 END;\n  return 2;\nEND;",
                "            \n  SELECT CASE WHEN a THEN 1 END;\n  SELECT 2;\n   ;",
            ),
        ];
        for (body, statements) in pairs {
            assert_eq!(as_statements(body, &tokens(body)), statements);
        }
    }
}
