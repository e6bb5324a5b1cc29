//! Keys and references of several columns, in `#[table(…)]`.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path, Token, parenthesized, token};

use super::attribute::{Assigned, Found, choose, drain, inside, shown, to_comma, written};
use crate::errors::{error, with_help};
use crate::suggest;
use crate::word::{ACTIONS, TableWord, Vocabulary, key};

/// `(org_id, id)`: fields of one table.
pub(crate) struct Fields {
    /// The parentheses with all that is in them.
    pub(crate) span: Span,
    /// The fields.
    pub(crate) fields: Vec<Ident>,
}

/// `primary_key(…)` or `unique(…)`.
pub(crate) struct KeySays {
    /// The word.
    pub(crate) word: Ident,
    /// The columns' fields.
    pub(crate) columns: Fields,
    /// The constraint's name.
    pub(crate) name: Option<LitStr>,
}

/// `foreign_key((a, b) => Other(a, b))`
pub(crate) struct ForeignKeySays {
    /// The word.
    pub(crate) word: Ident,
    /// The columns' fields.
    pub(crate) columns: Fields,
    /// The other table.
    pub(crate) table: Path,
    /// The fields of the other table's columns.
    pub(crate) referenced: Fields,
    /// `on_delete = …`, with the variant of `ReferentialAction`.
    pub(crate) on_delete: Option<Assigned<Ident>>,
    /// `on_update = …`, with the variant of `ReferentialAction`.
    pub(crate) on_update: Option<Assigned<Ident>>,
    /// The constraint's name.
    pub(crate) name: Option<LitStr>,
}

impl KeySays {
    /// Reads `(org_id, id, name = "…")`. `key` is a column to show where none is named.
    pub(crate) fn parse(found: &Found<'_, TableWord>, input: ParseStream, key: &str) -> syn::Result<Self> {
        let mut says = Self {
            word: found.ident.clone(),
            columns: Fields {
                span: input.span(),
                fields: Vec::new(),
            },
            name: None,
        };
        let mut others = Vec::new();
        for item in found.list(input, KeyItem::parse)? {
            match item {
                KeyItem::Column(column) => says.columns.fields.push(column),
                KeyItem::Further(word, further) => match further {
                    Further::Name(name) if found.word == TableWord::Unique && says.name.is_none() => {
                        says.name = Some(name);
                    }
                    Further::Name(_) | Further::OnDelete(_) | Further::OnUpdate(_) | Further::Unknown => {
                        others.push(word);
                    }
                },
            }
        }
        if let Some(other) = others.first() {
            return Err(says.refuse(other, found.word, key));
        }
        if says.columns.fields.is_empty() {
            let message = format!("`{}` names no column", found.word.name());
            return Err(found.error(&message, &written(&says.form(found.word, key))));
        }
        Ok(says)
    }

    /// A word that such a key does not know.
    fn refuse(&self, other: &Ident, word: TableWord, key: &str) -> syn::Error {
        let name = word.name();
        let known: &[&str] = match word {
            TableWord::Unique => &[key::NAME],
            _ => &[],
        };
        let other_name = other.unraw().to_string();
        if known.contains(&other_name.as_str()) {
            return said_twice(other);
        }
        let message = format!("`{name}(…)` has no word `{other}`");
        let help = match suggest::nearest(&other_name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => written(&self.form(word, key)),
        };
        error(other, &message, &help)
    }

    /// The key as it should be written: with the columns and the name that were said.
    fn form(&self, word: TableWord, key: &str) -> String {
        let mut items: Vec<String> = self.columns.fields.iter().map(Ident::to_string).collect();
        if items.is_empty() {
            items.push(key.to_owned());
        }
        items.extend(
            self.name
                .iter()
                .map(|name| format!("{} = {}", key::NAME, shown(name))),
        );
        format!("{}({})", word.name(), items.join(", "))
    }
}

fn said_twice(word: &Ident) -> syn::Error {
    error(word, &format!("`{word}` is said twice"), "keep one of the two")
}

impl ForeignKeySays {
    /// Reads `((a, b) => Other(a, b), on_delete = cascade)`.
    pub(crate) fn parse(found: &Found<'_, TableWord>, input: ParseStream) -> syn::Result<Self> {
        if !input.peek(token::Paren) {
            let message = "`foreign_key` needs its columns in parentheses";
            return Err(found.error(message, &found.form()));
        }
        let help = repaired(inside(input)).map_or_else(|| found.form(), |form| written(&form));
        let again = |e: syn::Error| with_form(&e, &help);
        let mut items = found
            .list(input, ForeignKeyItem::parse)
            .map_err(again)?
            .into_iter();
        let Some(ForeignKeyItem::Reference(columns, table, referenced)) = items.next() else {
            return Err(found.error("the columns of a foreign key come first", &help));
        };
        let mut says = Self {
            word: found.ident.clone(),
            columns,
            table,
            referenced,
            on_delete: None,
            on_update: None,
            name: None,
        };
        for item in items {
            match item {
                ForeignKeyItem::Further(word, further) => says.take(word, further)?,
                ForeignKeyItem::Reference(_, table, _) => {
                    return Err(error(&table, "a foreign key points at one table", &help));
                }
            }
        }
        Ok(says)
    }

    fn take(&mut self, word: Ident, further: Further) -> syn::Result<()> {
        let twice = match &further {
            Further::Name(_) => self.name.is_some(),
            Further::OnDelete(_) => self.on_delete.is_some(),
            Further::OnUpdate(_) => self.on_update.is_some(),
            Further::Unknown => {
                let names = [key::NAME, key::ON_DELETE, key::ON_UPDATE];
                let message = format!("unknown word `{word}` in `foreign_key(…)`");
                let help = suggest::help(&word.to_string(), "words of `foreign_key(…)`", &names);
                return Err(error(&word, &message, &help));
            }
        };
        if twice {
            return Err(said_twice(&word));
        }
        match further {
            Further::Name(name) => self.name = Some(name),
            Further::OnDelete(value) => self.on_delete = Some(Assigned { word, value }),
            Further::OnUpdate(value) => self.on_update = Some(Assigned { word, value }),
            Further::Unknown => {}
        }
        Ok(())
    }
}

/// A column, or what is said further of a key.
enum KeyItem {
    Column(Ident),
    Further(Ident, Further),
}

/// What is said further of a key.
enum Further {
    Name(LitStr),
    OnDelete(Ident),
    OnUpdate(Ident),
    Unknown,
}

impl Parse for KeyItem {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ident = input.call(Ident::parse_any)?;
        if !input.peek(Token![=]) || input.peek(Token![=>]) {
            return Ok(Self::Column(ident));
        }
        input.parse::<Token![=]>()?;
        let further = match ident.to_string().as_str() {
            key::NAME => Further::Name(input.parse()?),
            key::ON_DELETE => Further::OnDelete(action(input, key::ON_DELETE)?),
            key::ON_UPDATE => Further::OnUpdate(action(input, key::ON_UPDATE)?),
            _ => {
                to_comma(input);
                Further::Unknown
            }
        };
        Ok(Self::Further(ident, further))
    }
}

/// The reference of a foreign key, or what is said further of it.
enum ForeignKeyItem {
    Reference(Fields, Path, Fields),
    Further(Ident, Further),
}

impl Parse for ForeignKeyItem {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(token::Paren) {
            let columns = columns(input)?;
            input.parse::<Token![=>]>()?;
            let table = input.call(Path::parse_mod_style)?;
            return Ok(Self::Reference(columns, table, self::columns(input)?));
        }
        match input.parse()? {
            KeyItem::Further(word, further) => Ok(Self::Further(word, further)),
            KeyItem::Column(column) => Err(syn::Error::new(
                column.span(),
                "the columns of a foreign key stand in parentheses",
            )),
        }
    }
}

/// An error with this help in place of one of a general form. Errors at other words pass as they are.
fn with_form(error: &syn::Error, help: &str) -> syn::Error {
    let said = error.to_string();
    match said.split_once("\nhelp: ") {
        Some((message, general)) if general.starts_with("write `foreign_key(") => {
            syn::Error::new(error.span(), with_help(message, help))
        }
        _ => error.clone(),
    }
}

/// The reference that was most likely meant: `(a, b) => Other(c, d)` from the names on both sides of
/// an arrow, whatever stands between them.
fn repaired(tokens: TokenStream) -> Option<String> {
    let (mut left, mut right, mut arrow) = (Vec::new(), Vec::new(), false);
    let mut names = Vec::new();
    flatten(tokens, &mut names);
    for name in names {
        match name {
            Some(name) if arrow => right.push(name),
            Some(name) => left.push(name),
            None if arrow => break,
            None => arrow = true,
        }
    }
    let (table, referenced) = right.split_first()?;
    let referenced = if referenced.is_empty() {
        left.clone()
    } else {
        referenced.to_vec()
    };
    (!left.is_empty()).then(|| {
        let (left, referenced) = (left.join(", "), referenced.join(", "));
        format!("foreign_key(({left}) => {table}({referenced}))")
    })
}

/// The names in the tokens, in order; nothing for each `>` of an arrow and each `=` that is no arrow.
fn flatten(tokens: TokenStream, names: &mut Vec<Option<String>>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => names.push(Some(ident.to_string())),
            TokenTree::Group(group) => flatten(group.stream(), names),
            TokenTree::Punct(punct) if matches!(punct.as_char(), '=' | '-') => {
                names.push(None);
                if punct.spacing() == Spacing::Joint {
                    tokens.next();
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn action(input: ParseStream, word: &str) -> syn::Result<Ident> {
    choose(&input.call(Ident::parse_any)?, word, ACTIONS)
}

/// `(a, b)`
fn columns(input: ParseStream) -> syn::Result<Fields> {
    let content;
    let parentheses = parenthesized!(content in input);
    let fields = content.parse_terminated(Ident::parse_any, Token![,]);
    drain(&content);
    Ok(Fields {
        span: parentheses.span.join(),
        fields: fields?.into_iter().collect(),
    })
}
