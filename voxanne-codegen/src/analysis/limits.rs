//! How long and how deep a text may be for squawk, which recurses as deep as its trees. What goes
//! beyond is read roughly; no text that a person wrote does.

use super::token::{Token, TokenKind};

/// The longest text.
const BYTES: usize = 256 * 1024;

/// How deep brackets and `CASE` may nest.
const NESTING: usize = 500;

/// How many tokens may stand in a row without a comma or a semicolon at their level: a chain of
/// operators is as deep a tree as it is long.
const RUN: usize = 4_000;

/// The stack of a thread that reads. Unoptimized, squawk needs 5 KiB for a bracket and 2.5 KiB for a
/// link of a chain; this is twice what the limits can take.
pub(super) const STACK_BYTES: usize = 32 * 1024 * 1024;

/// Whether squawk can read the text on a stack of that size.
pub(super) fn admits(text: &str, tokens: &[Token]) -> bool {
    text.len() <= BYTES && admits_tokens(text, tokens)
}

fn admits_tokens(text: &str, tokens: &[Token]) -> bool {
    // How long the run is at this level of brackets, and at those around it.
    let (mut run, mut around) = (0, Vec::new());
    let mut cases = 0_usize;
    for token in tokens {
        run += 1;
        if run > RUN || around.len() + cases > NESTING {
            return false;
        }
        match token.kind {
            TokenKind::Symbol(b'(' | b'[') => around.push(std::mem::take(&mut run)),
            TokenKind::Symbol(b')' | b']') => run = around.pop().unwrap_or(run),
            TokenKind::Symbol(b',') => run = 0,
            TokenKind::Symbol(b';') => (run, cases) = (0, 0),
            TokenKind::Word if token.is_word(text, "case") => cases += 1,
            TokenKind::Word if token.is_word(text, "end") => cases = cases.saturating_sub(1),
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn admitted(text: &str) -> bool {
        admits(text, &tokens(text))
    }

    #[test]
    fn long_lists_and_many_statements_are_admitted() {
        assert!(admitted(&format!(
            "insert into t values {} (1, 2)",
            "(1, 2), ".repeat(20_000)
        )));
        assert!(admitted(&"perform f(1);\n".repeat(10_000)));
        assert!(admitted(&"case when a then b end; ".repeat(1_000)));
    }

    #[test]
    fn deep_and_chained_texts_are_not() {
        assert!(!admitted(&"(".repeat(1_000)));
        assert!(!admitted(&format!("select 1{}", " + f(1, 2)".repeat(2_000))));
        assert!(!admitted(&"case when a then ".repeat(1_000)));
        assert!(!admitted(&"not ".repeat(5_000)));
        assert!(!admitted(&" ".repeat(1_000_000)));
    }
}
