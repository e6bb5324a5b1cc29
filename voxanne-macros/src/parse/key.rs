//! Keys and references of several columns, in `#[table(…)]`.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path, Token, parenthesized, token};

use super::attribute::{Assigned, Found, choose, drain, written};
use crate::errors::error;
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
    /// Reads `(org_id, id, name = "…")`.
    pub(crate) fn parse(found: &Found<TableWord>, input: ParseStream) -> syn::Result<Self> {
        let mut says = Self {
            word: found.ident.clone(),
            columns: Fields {
                span: input.span(),
                fields: Vec::new(),
            },
            name: None,
        };
        for item in found.list(input, KeyItem::parse)? {
            match item {
                KeyItem::Column(column) => says.columns.fields.push(column),
                KeyItem::Further(_, Further::Name(name))
                    if found.word == TableWord::Unique && says.name.is_none() =>
                {
                    says.name = Some(name);
                }
                KeyItem::Further(word, _) => {
                    let message = format!("`{}(…)` takes no `{word}` here", found.word.name());
                    return Err(error(&word, &message, &found.form()));
                }
            }
        }
        if says.columns.fields.is_empty() {
            let message = format!("`{}` names no column", found.word.name());
            return Err(found.error(&message, &found.form()));
        }
        Ok(says)
    }
}

impl ForeignKeySays {
    /// Reads `((a, b) => Other(a, b), on_delete = cascade)`.
    pub(crate) fn parse(found: &Found<TableWord>, input: ParseStream) -> syn::Result<Self> {
        let mut items = found.list(input, ForeignKeyItem::parse)?.into_iter();
        let Some(ForeignKeyItem::Reference(columns, table, referenced)) = items.next() else {
            return Err(found.error("the columns of a foreign key come first", &found.form()));
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
                    return Err(error(&table, "a foreign key points at one table", &found.form()));
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
        };
        if twice {
            return Err(error(
                &word,
                &format!("`{word}` is said twice"),
                "keep one of the two",
            ));
        }
        match further {
            Further::Name(name) => self.name = Some(name),
            Further::OnDelete(value) => self.on_delete = Some(Assigned { word, value }),
            Further::OnUpdate(value) => self.on_update = Some(Assigned { word, value }),
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
            other => {
                let names = [key::NAME, key::ON_DELETE, key::ON_UPDATE];
                let message = format!("unknown word `{other}` in a key");
                return Err(error(
                    &ident,
                    &message,
                    &suggest::help(other, "words of a key", &names),
                ));
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
            KeyItem::Column(column) => Err(error(
                &column,
                "the columns of a foreign key stand in parentheses",
                &written(TableWord::ForeignKey.form()),
            )),
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
