//! A small tokenizer of SQL text: enough to tell words from strings and comments, and to see how
//! deep a text nests before it is given to a parser that recurses.
//!
//! <https://www.postgresql.org/docs/15/sql-syntax-lexical.html>

/// One token. White space and comments are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A keyword or a plain identifier.
    Word,
    /// An identifier in double quotes.
    QuotedWord,
    /// A string of any form, dollar quotes too.
    String,
    /// A number, or a parameter such as `$1`.
    Number,
    /// One byte of an operator or of punctuation.
    Symbol(u8),
}

impl Token {
    /// The token as it is written.
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Whether it is this keyword, in whatever case.
    pub(super) fn is_word(&self, text: &str, keyword: &str) -> bool {
        self.kind == TokenKind::Word
            && self.end - self.start == keyword.len()
            && self.text(text).eq_ignore_ascii_case(keyword)
    }

    /// Whether it is one of these keywords.
    pub(super) fn is_one_of(&self, text: &str, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is_word(text, keyword))
    }

    /// Whether it is this byte.
    pub(super) fn is_symbol(&self, symbol: u8) -> bool {
        self.kind == TokenKind::Symbol(symbol)
    }

    /// Whether it can be a name.
    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::QuotedWord)
    }
}

/// The tokens of a text, in order. They lie on the boundaries of its characters, whatever it is.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    let mut tokens = Vec::with_capacity(text.len() / 5);
    while let Some(token) = scanner.next_token() {
        tokens.push(token);
    }
    tokens
}

/// Whether the text, trimmed, ends in a line comment that would swallow what is written after it.
pub(super) fn ends_in_comment(text: &str, tokens: &[Token]) -> bool {
    let last = tokens.last().map_or(0, |token| token.end);
    let rest = text[last..].trim_end();
    let line = rest.rsplit('\n').next().unwrap_or_default();
    line.contains("--") && !line.ends_with("*/")
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn next_token(&mut self) -> Option<Token> {
        self.skip_trivia();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let kind = match first {
            b'\'' => self.string(b'\'', false),
            b'"' => self.quoted_word(),
            b'$' => self.dollar(),
            b'0'..=b'9' => self.number(),
            _ if is_word_start(first) => self.word(),
            _ => {
                self.at += 1;
                TokenKind::Symbol(first)
            }
        };
        Some(Token {
            kind,
            start,
            end: self.at,
        })
    }

    fn skip_trivia(&mut self) {
        loop {
            match (self.peek(0), self.peek(1)) {
                (b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c, _) => self.at += 1,
                (b'-', b'-') => self.skip_while(|byte| byte != b'\n'),
                (b'/', b'*') => self.block_comment(),
                _ => return,
            }
        }
    }

    fn skip_while(&mut self, go_on: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|&byte| !go_on(byte)).unwrap_or(rest.len());
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => depth += 1,
                (b'*', b'/') => depth -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return;
            }
        }
    }

    /// A string up to its closing quote; a doubled quote stands for itself.
    fn string(&mut self, quote: u8, escapes: bool) -> TokenKind {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            if escapes && byte == b'\\' && matches!(self.peek(0), b'\'' | b'\\') {
                self.at += 1;
            } else if byte == quote {
                if self.peek(0) != quote {
                    break;
                }
                self.at += 1;
            }
        }
        TokenKind::String
    }

    fn quoted_word(&mut self) -> TokenKind {
        self.string(b'"', false);
        TokenKind::QuotedWord
    }

    /// `$1`, `$$…$$`, `$tag$…$tag$`, or a lone dollar.
    fn dollar(&mut self) -> TokenKind {
        let start = self.at;
        self.at += 1;
        if self.peek(0).is_ascii_digit() {
            self.skip_while(|byte| byte.is_ascii_digit());
            return TokenKind::Number;
        }
        self.skip_while(|byte| is_word_start(byte) || byte.is_ascii_digit());
        if self.peek(0) != b'$' {
            self.at = start + 1;
            return TokenKind::Symbol(b'$');
        }
        self.at += 1;
        let tag = &self.bytes[start..self.at];
        let rest = &self.bytes[self.at..];
        let close = rest.windows(tag.len()).position(|window| window == tag);
        self.at = close.map_or(self.bytes.len(), |close| self.at + close + tag.len());
        TokenKind::String
    }

    /// `1`, `1.5e-3`, `0xff`; never the dots of `1..10`.
    fn number(&mut self) -> TokenKind {
        while self.at < self.bytes.len() {
            let (this, next) = (self.peek(0), self.peek(1));
            let exponent = matches!(this, b'e' | b'E') && matches!(next, b'+' | b'-');
            if exponent || (this == b'.' && next != b'.') {
                self.at += 1 + usize::from(exponent);
            } else if this.is_ascii_alphanumeric() || this == b'_' {
                self.at += 1;
            } else {
                break;
            }
        }
        TokenKind::Number
    }

    /// A word, or the prefix of a string: `E'…'`, `B'…'`, `X'…'`, `N'…'`, `U&'…'`, `U&"…"`.
    fn word(&mut self) -> TokenKind {
        match (self.peek(0).to_ascii_lowercase(), self.peek(1), self.peek(2)) {
            (prefix @ (b'e' | b'b' | b'x' | b'n'), b'\'', _) => {
                self.at += 1;
                self.string(b'\'', prefix == b'e')
            }
            (b'u', b'&', b'\'') => {
                self.at += 2;
                self.string(b'\'', false)
            }
            (b'u', b'&', b'"') => {
                self.at += 2;
                self.quoted_word()
            }
            _ => {
                self.skip_while(|byte| is_word_start(byte) || byte.is_ascii_digit() || byte == b'$');
                TokenKind::Word
            }
        }
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.text(text)).collect()
    }

    #[test]
    fn strings_and_comments_of_every_form_are_whole() {
        let text = "a 'it''s' E'\\'' $$x 'y$$ $q$ $$ $q$ /* b /* c */ 'd */ \"e\"\"f\" U&'g' -- h\n$1";
        let found = words(text);
        assert_eq!(
            found,
            [
                "a",
                "'it''s'",
                "E'\\''",
                "$$x 'y$$",
                "$q$ $$ $q$",
                "\"e\"\"f\"",
                "U&'g'",
                "$1"
            ]
        );
    }

    #[test]
    fn a_range_is_no_fraction_and_a_dollar_may_stand_in_a_name() {
        assert_eq!(
            words("1..10 1.5e-3 a$b$"),
            ["1", ".", ".", "10", "1.5e-3", "a$b$"]
        );
    }

    #[test]
    fn what_is_not_closed_runs_to_the_end() {
        for text in [
            "'a é", "$x$ é", "/* é", "\"é", "E'\\", "E'é\\é", "$", "u&", "é$é$",
        ] {
            assert!(
                tokens(text).iter().all(|token| text.is_char_boundary(token.end)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_comment_at_the_end_is_seen() {
        let ends = |text: &str| ends_in_comment(text, &tokens(text));
        assert!(ends("a > 0 -- positive"));
        assert!(ends("a > 0 -- positive\n  "));
        assert!(!ends("-- positive\na > 0 /* -- */"));
        assert!(!ends("a = '--'"));
    }
}
