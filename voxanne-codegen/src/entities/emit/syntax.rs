//! Pieces of Rust as text. What is longer than a line is broken here where that is simple, and
//! otherwise by `source`.

use proc_macro2::Literal;

use crate::entities::docs;
use crate::entities::ident::escaped;

/// The longest line, in bytes, that prettyplease leaves as it is.
pub(super) const MARGIN: usize = 89;

/// What stands between the parentheses of an attribute: `key`, `key = "value"`, …
#[derive(Default)]
pub(super) struct Arguments(Vec<String>);

impl Arguments {
    /// `key`
    pub(super) fn word(&mut self, key: &str) {
        self.0.push(key.to_owned());
    }

    /// `key = "value"`
    pub(super) fn text(&mut self, key: &str, value: &str) {
        let mut argument = String::with_capacity(key.len() + value.len() + 5);
        argument.push_str(key);
        argument.push_str(" = ");
        literal(&mut argument, value);
        self.0.push(argument);
    }

    /// `key = false`
    pub(super) fn no(&mut self, key: &str) {
        self.0.push([key, " = false"].concat());
    }

    /// Writes `#[name(…)]`, or nothing when there is nothing to say.
    pub(super) fn write(&self, into: &mut String, indent: Indent, name: &str) {
        if !self.0.is_empty() {
            attribute(into, indent, name, &self.0);
        }
    }
}

/// How far a line is from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indent {
    /// An item's own.
    Item,
    /// A field's, a variant's or a method's.
    Member,
}

impl Indent {
    const fn spaces(self) -> &'static str {
        match self {
            Self::Item => "",
            Self::Member => "    ",
        }
    }
}

/// Writes `#[derive(…)]`.
pub(super) fn derive<'d>(into: &mut String, traits: impl IntoIterator<Item = &'d str>) {
    let traits: Vec<&str> = traits.into_iter().collect();
    attribute(into, Indent::Item, "derive", &traits);
}

/// Writes `#[name(…)]` on one line, or with a line for each argument.
fn attribute(into: &mut String, indent: Indent, name: &str, arguments: &[impl AsRef<str>]) {
    let start = into.len();
    let indent = indent.spaces();
    push(into, &[indent, "#[", name, "("]);
    list(into, ", ", arguments);
    into.push_str(")]");
    if into.len() - start > MARGIN {
        into.truncate(start);
        push(into, &[indent, "#[", name, "(\n"]);
        for (place, argument) in arguments.iter().enumerate() {
            let end = if place + 1 == arguments.len() { "\n" } else { ",\n" };
            push(into, &[indent, "    ", argument.as_ref(), end]);
        }
        push(into, &[indent, ")]"]);
    }
    into.push('\n');
}

/// Writes texts one after another.
pub(super) fn push(into: &mut String, parts: &[&str]) {
    for part in parts {
        into.push_str(part);
    }
}

/// Writes texts with something between them.
pub(super) fn list(into: &mut String, between: &str, parts: &[impl AsRef<str>]) {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            into.push_str(between);
        }
        into.push_str(part.as_ref());
    }
}

/// Writes a literal of a string.
pub(super) fn literal(into: &mut String, value: &str) {
    let plain = |b: u8| (b.is_ascii_graphic() || b == b' ') && b != b'"' && b != b'\\';
    if value.bytes().all(plain) {
        push(into, &["\"", value, "\""]);
    } else {
        into.push_str(&Literal::string(value).to_string());
    }
}

/// Writes `/// …` for every line of the text.
pub(super) fn doc(into: &mut String, indent: Indent, text: &str) {
    for line in docs::lines(text) {
        push(into, &[indent.spaces(), "///", &line, "\n"]);
    }
}

/// Writes an empty line of documentation.
pub(super) fn doc_blank(into: &mut String, indent: Indent) {
    push(into, &[indent.spaces(), "///\n"]);
}

/// Writes `//! …` for every line of the text.
pub(super) fn module_doc(into: &mut String, text: &str) {
    for line in docs::lines(text) {
        push(into, &["//!", &line, "\n"]);
    }
}

/// Writes `use a::b::leaf;`
pub(super) fn import(into: &mut String, segments: &[&str], leaf: &str) {
    into.push_str("use ");
    for segment in segments {
        push(into, &[&escaped(segment), "::"]);
    }
    push(into, &[leaf, ";\n"]);
}

/// Writes `pub enum name { … }`, each variant with what `write` puts before it.
pub(super) fn enumeration<'v, T>(
    into: &mut String,
    name: &str,
    variants: impl IntoIterator<Item = (&'v str, T)>,
    write: impl Fn(&mut String, T),
) {
    push(into, &["pub enum ", &escaped(name), " {"]);
    let start = into.len();
    for (variant, of) in variants {
        if into.len() == start {
            into.push('\n');
        }
        write(into, of);
        push(into, &["    ", &escaped(variant), ",\n"]);
    }
    into.push_str("}\n");
}

/// Writes `pub name: ty,`
pub(super) fn field(into: &mut String, name: &str, ty: &str) {
    push(into, &["    pub ", &escaped(name), ": ", ty, ",\n"]);
}

/// The type `outer<inner>`.
pub(super) fn generic(outer: &str, inner: &str) -> String {
    [outer, "<", inner, ">"].concat()
}
