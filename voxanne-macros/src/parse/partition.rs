//! `partition_by = range(created_at)` in `#[table(…)]`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Token, parenthesized, token};

use super::attribute::{Found, choose, drain};
use crate::errors::error;
use crate::word::{PARTITION_METHODS, TableWord, Vocabulary};

/// `partition_by = range(a, b)`
pub(crate) struct PartitionSays {
    /// The word before the parentheses, as it was written.
    pub(crate) method: Ident,
    /// The builder's marker of the method.
    pub(crate) marker: Ident,
    /// The columns' fields.
    pub(crate) columns: Vec<Ident>,
}

impl PartitionSays {
    /// Reads what stands behind the word.
    pub(crate) fn parse(found: &Found<'_, TableWord>, input: ParseStream) -> syn::Result<Self> {
        let method = found.value_with(input, Ident::parse_any)?.value;
        let marker = choose(&method, found.word.name(), PARTITION_METHODS)?;
        if !input.peek(token::Paren) {
            let message = format!("`{method}` needs its columns in parentheses");
            return Err(error(&method, &message, &found.form()));
        }
        let content;
        parenthesized!(content in input);
        let columns = Punctuated::<Ident, Token![,]>::parse_terminated(&content);
        drain(&content);
        let columns: Vec<Ident> = columns
            .map_err(|at| {
                let help = format!(
                    "{}; an expression is said with the model: `Module::object(…)`",
                    found.form()
                );
                let message = "a table is partitioned by columns";
                syn::Error::new(at.span(), crate::errors::with_help(message, &help))
            })?
            .into_iter()
            .collect();
        if columns.is_empty() {
            return Err(error(
                &method,
                &format!("`{method}` names no column"),
                &found.form(),
            ));
        }
        Ok(Self {
            method,
            marker,
            columns,
        })
    }
}
