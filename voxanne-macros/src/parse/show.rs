//! The user's tokens as text for a help. The compiler's own layout of tokens differs from place to place.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The tokens as a careful person writes them; what stands in literals stays as it is.
pub(crate) fn shown(tokens: &impl ToTokens) -> String {
    let mut text = Text::default();
    text.write(tokens.to_token_stream());
    text.written
}

#[derive(Default)]
struct Text {
    written: String,
    /// What the next token needs before it.
    gap: Gap,
}

/// Whether a space comes between two tokens.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    /// Nothing.
    #[default]
    None,
    /// A space, if an operator or a word comes next.
    BeforeWord,
    /// A space, whatever comes next.
    Always,
}

impl Text {
    fn write(&mut self, tokens: TokenStream) {
        let mut joint = false;
        for token in tokens {
            match &token {
                TokenTree::Ident(_) | TokenTree::Literal(_) => {
                    self.push(&token.to_string(), self.gap != Gap::None, Gap::BeforeWord);
                }
                TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
                TokenTree::Punct(punct) => {
                    let sign = punct.as_char();
                    let after = match sign {
                        ',' => Gap::Always,
                        '=' | '+' | '*' | '/' | '|' => Gap::Always,
                        '-' if self.gap == Gap::BeforeWord => Gap::Always,
                        '>' if joint && self.written.ends_with(['=', '-']) => Gap::Always,
                        '>' => Gap::BeforeWord,
                        _ => Gap::None,
                    };
                    let is_operator = after == Gap::Always && sign != ',' && !joint;
                    let before = self.gap == Gap::Always || (is_operator && self.gap != Gap::None);
                    let now = punct.spacing() == Spacing::Joint && sign != ',' && sign != '>';
                    self.push(&sign.to_string(), before, if now { Gap::None } else { after });
                }
            }
            joint = matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
        }
    }

    fn group(&mut self, delimiter: Delimiter, inside: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::None => ("", ""),
        };
        self.push(open, self.gap == Gap::Always, Gap::None);
        self.write(inside);
        self.push(close, false, Gap::BeforeWord);
    }

    fn push(&mut self, token: &str, space: bool, after: Gap) {
        if space && !self.written.is_empty() {
            self.written.push(' ');
        }
        self.written.push_str(token);
        self.gap = after;
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn tokens_are_laid_out_as_people_write_them() {
        for written in [
            "name = \"two  words. ( so )\", no_rules",
            "Option<Vec<String>>",
            "BTreeMap<String, String>",
            "&'static str",
            "sql::<Vec<String>>(\"'{}'\")",
            "default = Self::first(1, -2) + 1",
            "(org_id) => Contact(org_id, id), on_delete = cascade",
            "vec![1, 2]",
            "default = a == b",
            "select coalesce(a, b)",
            "Varchar<20>",
        ] {
            let tokens: TokenStream = written.parse().unwrap();
            assert_eq!(shown(&tokens), written);
        }
        assert_eq!(shown(&quote!()), "");
    }
}
