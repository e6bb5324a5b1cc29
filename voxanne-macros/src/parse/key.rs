//! Keys and references of several columns, in `#[table(…)]`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path, Token, parenthesized, token};

use super::attribute::{Assigned, Found, choose, drain, inside, to_comma, written};
use super::show::shown;
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
    /// The constraint's former name.
    pub(crate) renamed_from: Option<LitStr>,
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
    /// The constraint's former name.
    pub(crate) renamed_from: Option<LitStr>,
}

impl KeySays {
    /// Reads `(org_id, id, name = "…")`. `key` is a column to show where none is named; the key of a view has
    /// no name.
    pub(crate) fn parse<W: Vocabulary>(
        found: &Found<'_, W>,
        input: ParseStream,
        key: &str,
        has_name: bool,
    ) -> syn::Result<Self> {
        let mut says = Self {
            word: found.ident.clone(),
            columns: Fields {
                span: input.span(),
                fields: Vec::new(),
            },
            name: None,
            renamed_from: None,
        };
        let mut others = Vec::new();
        for item in found.list(input, KeyItem::parse)? {
            match item {
                KeyItem::Column(column) => says.columns.fields.push(column),
                KeyItem::Further(word, further) => match further {
                    Further::Name(name) if has_name && says.name.is_none() => {
                        says.name = Some(name);
                    }
                    Further::RenamedFrom(from) if says.renamed_from.is_none() => {
                        says.renamed_from = Some(from);
                    }
                    Further::Name(_)
                    | Further::RenamedFrom(_)
                    | Further::OnDelete(_)
                    | Further::OnUpdate(_)
                    | Further::Unknown => {
                        others.push(word);
                    }
                },
            }
        }
        if let Some(other) = others.first() {
            return Err(says.refuse(other, found.word, key, has_name));
        }
        if says.columns.fields.is_empty() {
            let message = format!("`{}` names no column", found.word.name());
            return Err(found.error(&message, &written(&says.form(found.word, key))));
        }
        Ok(says)
    }

    /// A word that such a key does not know.
    fn refuse<W: Vocabulary>(&self, other: &Ident, word: W, key: &str, has_name: bool) -> syn::Error {
        let name = word.name();
        let known: &[&str] = if has_name {
            &[key::NAME, key::RENAMED_FROM]
        } else {
            &[key::RENAMED_FROM]
        };
        let other_name = other.unraw().to_string();
        if known.contains(&other_name.as_str()) {
            return said_twice(other);
        }
        let message = format!("`{name}(…)` has no word `{other}`");
        let form = written(&self.form(word, key));
        let help = match suggest::nearest(&other_name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if [key::ON_DELETE, key::ON_UPDATE].contains(&other_name.as_str()) => {
                format!("{form}; `{other}` belongs to a reference")
            }
            None => form,
        };
        error(other, &message, &help)
    }

    /// The key as it should be written: with the columns and the name that were said.
    fn form<W: Vocabulary>(&self, word: W, key: &str) -> String {
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
            let fork = input.fork();
            let said: Vec<TokenTree> = match fork.parse::<Token![=]>() {
                Ok(_) => to_comma(&fork).into_iter().collect(),
                Err(_) => Vec::new(),
            };
            let help = match names(&said).as_slice() {
                [table, columns @ ..] if !columns.is_empty() => {
                    written(&format!("foreign_key((…) => {table}({}))", columns.join(", ")))
                }
                _ => found.form(),
            };
            return Err(found.error(message, &help));
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
            renamed_from: None,
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
            Further::RenamedFrom(_) => self.renamed_from.is_some(),
            Further::OnDelete(_) => self.on_delete.is_some(),
            Further::OnUpdate(_) => self.on_update.is_some(),
            Further::Unknown => {
                let names = [key::NAME, key::RENAMED_FROM, key::ON_DELETE, key::ON_UPDATE];
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
            Further::RenamedFrom(from) => self.renamed_from = Some(from),
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
    RenamedFrom(LitStr),
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
            key::RENAMED_FROM => Further::RenamedFrom(input.parse()?),
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
            KeyItem::Column(column) => Err(error(
                &column,
                "the columns of a foreign key stand in parentheses",
                "write `foreign_key((…) => …)`",
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
/// an arrow, and what is said after it.
fn repaired(tokens: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let arrow = tokens.windows(2).position(|pair| {
        matches!(pair, [TokenTree::Punct(first), TokenTree::Punct(second)]
            if matches!(first.as_char(), '=' | '-') && second.as_char() == '>')
    })?;
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let end = tokens[arrow..].iter().position(is_comma);
    let end = end.map_or(tokens.len(), |place| arrow + place);
    let (left, right) = (names(&tokens[..arrow]), names(&tokens[arrow..end]));
    let (table, referenced) = right.split_first()?;
    let referenced = match (referenced, left.as_slice()) {
        (_, []) => return None,
        ([], [_]) => "id".to_owned(),
        ([], several) => several.join(", "),
        (said, _) => said.join(", "),
    };
    let further: TokenStream = tokens[end..].iter().cloned().collect();
    let left = left.join(", ");
    Some(format!(
        "foreign_key(({left}) => {table}({referenced}){})",
        shown(&further)
    ))
}

/// The names in the tokens, in order.
fn names(tokens: &[TokenTree]) -> Vec<String> {
    let mut names = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => names.push(ident.to_string()),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                names.extend(self::names(&inner));
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    names
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

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn malformed_references_are_repaired() {
        let repaired = |tokens| repaired(tokens).unwrap_or_default();
        let organization = "foreign_key((org_id) => Organization(id))";
        assert_eq!(repaired(quote!(org_id => Organization(id))), organization);
        assert_eq!(repaired(quote!((org_id) -> Organization::id)), organization);
        assert_eq!(
            repaired(quote!(org_id, id => Contact, on_delete = cascade)),
            "foreign_key((org_id, id) => Contact(org_id, id), on_delete = cascade)"
        );
        assert_eq!(repaired(quote!(org_id, on_delete = cascade)), "");
        assert_eq!(repaired(quote!(=> Contact(id))), "");
    }
}
