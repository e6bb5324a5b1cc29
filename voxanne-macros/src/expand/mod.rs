//! Writes what was read and checked as builder calls. It cannot fail: after an error it leaves out
//! what could only cause more of them.

mod composite;
mod domain;
mod enumeration;
mod function;
mod sequence;
mod structure;
mod table;
mod view;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{LitStr, Type};

pub(crate) use composite::composite;
pub(crate) use domain::domain;
pub(crate) use enumeration::enumeration;
pub(crate) use function::functions;
pub(crate) use sequence::sequence;
pub(crate) use table::table;
pub(crate) use view::view;

use crate::parse::attribute::Assigned;
use crate::parse::ty;

/// The namespace of objects that say none.
const DEFAULT_NAMESPACE: &str = "public";

/// The user's own literal, or `public`.
fn namespace(given: Option<&Assigned<LitStr>>) -> TokenStream {
    match given {
        Some(namespace) => namespace.value.to_token_stream(),
        None => DEFAULT_NAMESPACE.to_token_stream(),
    }
}

/// `Some(text)` or `None`, whatever the user's module calls by these names.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// `<Type as Trait>::method()`, written so that an error points at the whole of the user's type.
fn of_type(ty: &Type, of: &str, method: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = ty.to_token_stream().into_iter().collect();
    let first = tokens.first().map_or_else(Span::call_site, TokenTree::span);
    let last = tokens.last().map_or(first, TokenTree::span);
    let of = Ident::new(of, last);
    let open = quote_spanned!(first=> <);
    quote_spanned!(last=> #open #ty as ::voxanne_schema::__private::#of>::#method)
}

/// The call of a method of `SqlType` without arguments. Any type will do in place of one that
/// PostgreSQL is known to lack.
fn sql_type(ty: &Type, method: &str) -> TokenStream {
    if ty::lacking(ty).is_some() {
        return sql_type(&syn::parse_quote!(::core::primitive::bool), method);
    }
    let tokens = ty.to_token_stream().into_iter().last();
    let last = tokens.map_or_else(Span::call_site, |token| token.span());
    let method = Ident::new(method, last);
    of_type(ty, "SqlType", &quote_spanned!(last=> #method()))
}

/// The file and the line of a token, as two arguments.
fn location(of: &Ident) -> TokenStream {
    quote_spanned!(of.span()=> ::core::file!(), ::core::line!())
}
