//! The macros of `voxanne-schema`: `derive(Table)`, `derive(View)`, `derive(PgEnum)`,
//! `derive(Domain)`, `derive(Composite)`, `derive(Sequence)` and `sql_fn!`.
//!
//! Three modules that never mix: `parse` reads the user's tokens, `check` holds the rules between
//! them, `expand` writes builder calls. What the calls do stands in `voxanne_schema::typed`.

extern crate proc_macro;

mod check;
mod entry;
mod errors;
mod expand;
mod name;
mod parse;
mod suggest;
#[cfg(test)]
mod tests;
mod word;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("../docs/table.md")]
#[proc_macro_derive(Table, attributes(table, col))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    entry::table(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/view.md")]
#[proc_macro_derive(View, attributes(view, col))]
pub fn derive_view(input: TokenStream) -> TokenStream {
    entry::view(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/pg_enum.md")]
#[proc_macro_derive(PgEnum, attributes(pg_enum))]
pub fn derive_pg_enum(input: TokenStream) -> TokenStream {
    entry::enumeration(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/domain.md")]
#[proc_macro_derive(Domain, attributes(domain))]
pub fn derive_domain(input: TokenStream) -> TokenStream {
    entry::domain(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/composite.md")]
#[proc_macro_derive(Composite, attributes(composite, attribute))]
pub fn derive_composite(input: TokenStream) -> TokenStream {
    entry::composite(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/sequence.md")]
#[proc_macro_derive(Sequence, attributes(sequence))]
pub fn derive_sequence(input: TokenStream) -> TokenStream {
    entry::sequence(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/sql_fn.md")]
#[proc_macro]
pub fn sql_fn(input: TokenStream) -> TokenStream {
    entry::functions(input.into()).into()
}
