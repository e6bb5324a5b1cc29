//! What a text opens and does not close: parentheses, and the blocks of PL/pgSQL. This only words a
//! help; whether there is an error is for the parser to say.

use super::token::{Token, TokenKind};

/// Something that is open at the end of some tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) opener: &'static str,
    pub(super) closer: &'static str,
    /// The line of the text where it opens, from 1, leading blank lines included.
    pub(super) line: usize,
}

/// The pairs, by the word that closes them after `END`; nothing for a plain `END`.
const BLOCKS: &[(&str, &str)] = &[
    ("IF", "END IF;"),
    ("LOOP", "END LOOP;"),
    ("CASE", "END CASE;"),
    ("BEGIN", "END;"),
];

/// The innermost thing that is open after the tokens.
pub(super) fn unclosed(text: &str, tokens: &[Token]) -> Option<Open> {
    let mut stack: Vec<(&'static str, &'static str, usize)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let after_end = at > 0 && tokens[at - 1].is_word(text, "end");
        match token.kind {
            TokenKind::Symbol(b'(') => stack.push(("(", ")", token.start)),
            TokenKind::Symbol(b'[') => stack.push(("[", "]", token.start)),
            TokenKind::Symbol(b')' | b']') => close(&mut stack, |opener| matches!(opener, "(" | "[")),
            TokenKind::Word if token.is_word(text, "end") => {
                let next = tokens.get(at + 1);
                let named = |block: &str| next.is_some_and(|next| next.is_word(text, block));
                match ["IF", "LOOP", "CASE"].into_iter().find(|block| named(block)) {
                    Some(block) => close(&mut stack, |opener| opener == block),
                    None => close(&mut stack, |opener| matches!(opener, "BEGIN" | "CASE")),
                }
            }
            TokenKind::Word if !after_end => {
                let block = BLOCKS.iter().find(|(opener, _)| token.is_word(text, opener));
                let begins = |opener: &str| opener != "IF" || is_statement_start(text, tokens, at);
                if let Some((opener, closer)) = block.filter(|(opener, _)| begins(opener)) {
                    stack.push((opener, closer, token.start));
                }
            }
            _ => {}
        }
    }
    let (opener, closer, start) = stack.pop()?;
    let line = text[..start].matches('\n').count() + 1;
    Some(Open { opener, closer, line })
}

/// Takes away the innermost opener, if it is of that kind: one of another kind is what is open.
fn close(stack: &mut Vec<(&'static str, &'static str, usize)>, fits: impl Fn(&str) -> bool) {
    if stack.last().is_some_and(|(opener, ..)| fits(opener)) {
        stack.pop();
    }
}

/// `DROP TABLE IF EXISTS` opens nothing.
fn is_statement_start(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_none_or(|before| {
        before.is_symbol(b';')
            || before.is_symbol(b'>')
            || before.is_one_of(text, &["begin", "then", "else", "loop"])
    })
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn opener(text: &str) -> Option<(&'static str, usize)> {
        unclosed(text, &tokens(text)).map(|open| (open.opener, open.line))
    }

    #[test]
    fn the_innermost_open_block_is_found() {
        assert_eq!(
            opener("BEGIN\nIF a THEN\nLOOP NULL; END LOOP;\nEND;"),
            Some(("IF", 2))
        );
        assert_eq!(opener("BEGIN\nx := f(1;"), Some(("(", 2)));
        assert_eq!(opener("BEGIN FOR i IN 1..2 LOOP\nNULL; END;"), Some(("LOOP", 1)));
    }

    #[test]
    fn what_is_closed_is_not() {
        let text = "BEGIN DROP TABLE IF EXISTS t; x := CASE WHEN a THEN (b) END; \
            CASE WHEN c THEN NULL; END CASE; IF d THEN NULL; END IF; END";
        assert_eq!(opener(text), None);
    }
}
