//! From PostgreSQL's names, which may hold anything, to Rust's identifiers: deterministic and valid.
//! That no two meet is `spelling`'s.
//!
//! Letters of any script stay as they are, except in the names of files.

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::Ident;

/// Words that need `r#` to be an identifier, in any edition; sorted.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

const LONGEST_KEYWORD: usize = "abstract".len();

/// Words that are no identifier even with `r#`.
const PATH_KEYWORDS: &[&str] = &["crate", "self", "super", "Self"];

/// Symbols that tell names apart, as words.
const SYMBOLS: &[(char, &str)] = &[
    ('+', "plus"),
    ('<', "less"),
    ('>', "greater"),
    ('=', "equal"),
    ('%', "percent"),
    ('&', "and"),
    ('*', "star"),
    ('!', "not"),
    ('@', "at"),
    ('#', "number"),
    ('$', "dollar"),
];

/// What an identifier is called that has no letter to go by, or cannot stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    Table,
    Column,
    Enum,
    Label,
}

impl Noun {
    pub(crate) const fn snake(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Enum => "enum",
            Self::Label => "label",
        }
    }
}

/// The identifier's text, with `r#` where Rust needs that.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if is_keyword(text) {
        Cow::Owned(format!("r#{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_keyword(text: &str) -> bool {
    text.len() <= LONGEST_KEYWORD
        && text.bytes().all(|b| b.is_ascii_lowercase())
        && KEYWORDS.binary_search(&text).is_ok()
}

/// Whether the text is an identifier as it stands.
pub(crate) fn is_ident(text: &str) -> bool {
    syn::parse_str::<Ident>(text).is_ok()
}

/// Whether the text has nothing but ASCII letters, digits and `_`.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Whether the name is what most are: lowercase words with `_` between them.
fn is_snake(name: &str) -> bool {
    let words = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    words
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('_')
        && !name.contains("__")
}

/// The name in `snake_case`, an identifier but for `r#`.
pub(crate) fn snake(name: &str, noun: Noun) -> String {
    if is_snake(name) && !PATH_KEYWORDS.contains(&name) {
        return name.to_owned();
    }
    let snake = spelled_out(name).to_snake_case();
    let noun = noun.snake();
    if snake.is_empty() {
        noun.to_owned()
    } else if PATH_KEYWORDS.contains(&snake.as_str()) {
        format!("{snake}_{noun}")
    } else if starts_an_ident(&snake) {
        snake
    } else {
        format!("{noun}_{snake}")
    }
}

/// The name in `PascalCase`, an identifier.
pub(crate) fn pascal(name: &str, noun: Noun) -> String {
    let pascal = spelled_out(name).to_upper_camel_case();
    if name.is_empty() {
        "Empty".to_owned()
    } else if pascal.is_empty() {
        noun.snake().to_upper_camel_case()
    } else if PATH_KEYWORDS.contains(&pascal.as_str()) {
        format!("{pascal}{}", noun.snake().to_upper_camel_case())
    } else if starts_an_ident(&pascal) {
        pascal
    } else {
        format!("_{pascal}")
    }
}

/// The name with letters, digits and `_` alone.
fn spelled_out(name: &str) -> Cow<'_, str> {
    if is_plain(name) {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len() + 8);
    let last = name.chars().count().saturating_sub(1);
    for (place, c) in name.chars().enumerate() {
        let word = SYMBOLS
            .iter()
            .find(|(symbol, _)| *symbol == c)
            .map(|(_, word)| *word);
        let word = word.or((c == '-' && (place == 0 || place == last)).then_some("minus"));
        if let Some(word) = word {
            out.extend(["_", word, "_"]);
        } else if continues_an_ident(c) {
            out.push(c);
        } else {
            out.push('_');
        }
    }
    Cow::Owned(out)
}

/// Whether an identifier may start as the text does.
pub(crate) fn starts_an_ident(text: &str) -> bool {
    match text.chars().next() {
        Some(c) if c.is_ascii() => c.is_ascii_alphabetic() || c == '_',
        Some(c) => c.is_alphanumeric() && is_ident(c.encode_utf8(&mut [0; 4])),
        None => false,
    }
}

/// Whether an identifier may go on with the character.
pub(crate) fn continues_an_ident(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || c == '_'
    } else {
        // Marks are left out: rustc joins them with the letter before, and names would meet.
        c.is_alphanumeric() && is_xid_continue(c)
    }
}

/// Whether Unicode lets identifiers go on with the character.
pub(crate) fn is_xid_continue(c: char) -> bool {
    // rustc skips white space and two marks of direction, so parsing alone would be no proof.
    let skipped = c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}');
    !skipped && is_ident(&format!("a_{c}"))
}

/// The file of a module, without `.rs`: rustc looks for no file whose name is not ASCII, and
/// Windows has no file named `aux`.
pub(crate) fn file_stem(module: &str) -> String {
    const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];
    let mut stem = String::with_capacity(module.len());
    for c in module.chars() {
        if c.is_ascii() {
            stem.push(c);
        } else {
            stem.push_str(&format!("u{:x}", u32::from(c)));
        }
    }
    if DEVICES.contains(&module) {
        format!("{stem}_")
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_an_identifier() {
        assert_eq!(snake("createdAt", Noun::Column), "created_at");
        assert_eq!(snake("2fa code", Noun::Column), "column_2fa_code");
        assert_eq!(snake("!?", Noun::Column), "not");
        assert_eq!(snake("()", Noun::Column), "column");
        assert_eq!(snake("self", Noun::Column), "self_column");
        assert_eq!(snake("عربي", Noun::Column), "عربي");
        assert_eq!(pascal("A+", Noun::Label), "APlus");
        assert_eq!(pascal("A-", Noun::Label), "AMinus");
        assert_eq!(pascal("no-show", Noun::Label), "NoShow");
        assert_eq!(pascal("3d", Noun::Label), "_3d");
        assert_eq!(pascal("", Noun::Label), "Empty");
        assert_eq!(pascal("()", Noun::Label), "Label");
        for name in [
            "",
            "½",
            "\u{301}",
            "a\0b",
            "🦀",
            "self",
            "type",
            "x²",
            "a\u{200e}b",
            "\u{a0}",
        ] {
            assert!(is_ident(&escaped(&snake(name, Noun::Table))), "{name:?}");
            assert!(is_ident(&pascal(name, Noun::Enum)), "{name:?}");
        }
    }

    #[test]
    fn keywords_are_raw() {
        assert!(KEYWORDS.is_sorted());
        assert!(KEYWORDS.iter().all(|word| word.len() <= LONGEST_KEYWORD));
        assert_eq!(escaped("type"), "r#type");
        assert_eq!(escaped("gen"), "r#gen");
        assert_eq!(escaped("kind"), "kind");
    }

    #[test]
    fn files_have_ascii_names() {
        assert_eq!(file_stem("aux"), "aux_");
        assert_eq!(file_stem("é"), "ue9");
    }
}
