//! Names: not empty, not longer than PostgreSQL keeps, not taken.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::name::{MAX_BYTES, default_name, truncated};
use crate::parse::column::Column;
use crate::parse::table::Table;

/// Every rule of the names that a table gives.
pub(super) fn table_names(table: &Table, errors: &Errors) {
    if let Some(name) = &table.says.name {
        is_name("the name of a table", &name.value, errors);
    }
    if let Some(namespace) = &table.says.namespace {
        is_name("the name of a namespace", &namespace.value, errors);
    }
    let before = errors.count();
    column_names(table, errors);
    // The names of keys follow from those of columns, and so would their errors.
    if errors.count() == before {
        constraint_names(table, errors);
    }
}

/// A name that the user wrote is neither empty nor too long.
pub(super) fn is_name(kind: &str, name: &LitStr, errors: &Errors) {
    fits(kind, &name.value(), name, errors);
}

/// A name, wherever it comes from, is neither empty nor too long. Whether that is so.
pub(super) fn fits(kind: &str, name: &str, place: &dyn ToTokens, errors: &Errors) -> bool {
    if name.is_empty() {
        errors.at(
            place,
            &format!("{kind} cannot be empty"),
            "write at least one character",
        );
    } else if name.len() > MAX_BYTES {
        let message = format!(
            "{kind} has at most {MAX_BYTES} bytes, and this has {}",
            name.len()
        );
        let help = format!("choose a shorter one: all that fits is `{}`", truncated(name));
        errors.at(place, &message, &help);
    }
    !name.is_empty() && name.len() <= MAX_BYTES
}

/// Columns have names of their own.
fn column_names(table: &Table, errors: &Errors) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for column in &table.columns {
        let name = column.name();
        let place: &dyn ToTokens = match &column.says.name {
            Some(given) => &given.value,
            None => &column.ident,
        };
        if !fits("the name of a column", &name, place, errors) {
            continue;
        }
        if let Some(first) = seen.get(&name) {
            let message = format!("a second column would be named `{name}`");
            let help = format!("the field `{first}` is the first: give one of them another name");
            errors.at(place, &message, &help);
        } else {
            seen.insert(name, column.field());
        }
    }
}

/// A key's name, and the token to point at.
struct KeyName {
    name: String,
    place: TokenStream,
    given: bool,
}

/// Keys have names of their own, those included that PostgreSQL makes and cuts itself.
fn constraint_names(table: &Table, errors: &Errors) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for key in key_names(table) {
        if key.given && !fits("the name of a constraint", &key.name, &key.place, errors) {
            continue;
        }
        if !seen.insert(key.name.clone()) {
            let message = format!("two keys of the table would be named `{}`", key.name);
            let help = "name one of them: `name = \"…\"` in a key, `foreign_key_name = \"…\"` on a column";
            errors.at(&key.place, &message, help);
        }
    }
}

fn key_names(table: &Table) -> Vec<KeyName> {
    let table_name = table.name();
    let primary = table
        .columns
        .iter()
        .any(|column| column.says.primary_key.is_some());
    let mut names = Vec::new();
    if primary || table.says.primary_key.is_some() {
        let implied = default_name(&table_name, "", "pkey");
        let said = table.says.primary_key.as_ref().and_then(|key| key.name.as_ref());
        names.push(KeyName::new(said, implied, table.ident.span()));
    }
    names.extend(
        table
            .columns
            .iter()
            .flat_map(|column| of_column(&table_name, column)),
    );
    for key in &table.says.uniques {
        let implied = default_name(&table_name, &joined(table, &key.columns.fields), "key");
        names.push(KeyName::new(key.name.as_ref(), implied, key.word.span()));
    }
    for key in &table.says.foreign_keys {
        let implied = default_name(&table_name, &joined(table, &key.columns.fields), "fkey");
        names.push(KeyName::new(key.name.as_ref(), implied, key.word.span()));
    }
    names
}

/// The names of the keys that a column says of itself.
fn of_column(table: &str, column: &Column) -> Vec<KeyName> {
    let name = column.name();
    let mut names = Vec::new();
    if let Some(word) = &column.says.unique {
        names.push(KeyName::new(None, default_name(table, &name, "key"), word.span()));
    }
    if let Some(references) = &column.says.references {
        let given = column.says.foreign_key_name.as_ref().map(|name| &name.value);
        let implied = default_name(table, &name, "fkey");
        names.push(KeyName::new(given, implied, references.word.span()));
    }
    names
}

impl KeyName {
    /// The name that the user gave, or else PostgreSQL's own, which stands at the word.
    fn new(given: Option<&LitStr>, implied: String, word: Span) -> Self {
        match given {
            Some(name) => Self {
                name: name.value(),
                place: name.to_token_stream(),
                given: true,
            },
            None => Self {
                name: implied,
                place: quote_spanned!(word=> key),
                given: false,
            },
        }
    }
}

/// The names of these fields' columns, joined as PostgreSQL does.
fn joined(table: &Table, fields: &[proc_macro2::Ident]) -> String {
    let names: Vec<String> = fields
        .iter()
        .map(|field| {
            table
                .column(field)
                .map_or_else(|| field.unraw().to_string(), Column::name)
        })
        .collect();
    names.join("_")
}
