//! A function of `sql_fn!`: something to call in expressions, and its definition.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, LitStr};

use super::view::query_file;
use crate::parse::function::Function;
use crate::parse::signature::{Argument, Body, Mode, Returns};
use crate::parse::ty;

/// Everything that `sql_fn!` writes.
pub(crate) fn functions(functions: &[Function]) -> TokenStream {
    functions
        .iter()
        .map(|function| {
            let (callable, marker) = (callable(function), marker(function));
            let definition = definition(function);
            quote!(#callable #marker #definition)
        })
        .collect()
}

/// `pub fn auth_org_id() -> Expr<Uuid>`
fn callable(function: &Function) -> TokenStream {
    let Some(returned) = function.value().filter(|_| !function.is_variadic()) else {
        return TokenStream::new();
    };
    let Function { vis, docs, .. } = function;
    let ident = expanded(&function.ident);
    let namespace = super::namespace(function.says.namespace.as_ref());
    let name = function.name();
    let volatility = volatility(function);
    let taken = |argument: &&Argument| argument.mode != Mode::Out;
    let arguments: Vec<&Argument> = function.arguments.iter().filter(taken).collect();
    let types = arguments.iter().map(|argument| data_type(&argument.ty));
    let parameters = arguments
        .iter()
        .enumerate()
        .map(|(place, Argument { ident, ty, .. })| {
            let ident = parameter(ident, place);
            quote_spanned!(ty.span()=> #ident: impl ::voxanne_schema::__private::Optional<#ty>)
        });
    let values = arguments
        .iter()
        .enumerate()
        .map(|(place, Argument { ident, ty, .. })| {
            let parameter = parameter(ident, place);
            quote_spanned!(ident.span()=> ::voxanne_schema::__private::argument::<#ty>(#parameter))
        });
    quote! {
        #(#docs)*
        #[must_use]
        #[allow(missing_docs, dead_code, private_interfaces, private_bounds, clippy::too_many_arguments)]
        #vis fn #ident(
            #(#parameters),*
        ) -> ::voxanne_schema::__private::Expr<#returned> {
            ::voxanne_schema::__private::call(
                ::voxanne_schema::__private::signature(
                    #namespace,
                    #name,
                    [#(#types),*],
                ),
                [#(#values),*],
                ::voxanne_schema::__private::Volatility::#volatility,
            )
        }
    }
}

/// What an argument is called in Rust: one without a name, `_`, goes by its place.
fn parameter(ident: &Ident, place: usize) -> Ident {
    if ident == "_" {
        Ident::new(&format!("argument_{}", place + 1), ident.span())
    } else {
        ident.clone()
    }
}

/// The name at its own place, known to be expanded: where the type of an argument is unknown, rustc
/// would propose to add it as a parameter after the name, and tell it twice.
fn expanded(ident: &Ident) -> Ident {
    let mut expanded = ident.clone();
    expanded.set_span(Span::call_site().located_at(ident.span()));
    expanded
}

/// What PostgreSQL may assume. A function that exists elsewhere is taken to be stable.
fn volatility(function: &Function) -> TokenStream {
    match (function.says.volatility.first(), &function.body) {
        (Some((word, variant)), _) => Ident::new(variant, word.span()).into_token_stream(),
        (None, Body::Elsewhere) => quote!(Stable),
        (None, Body::Text(_) | Body::Malformed) => quote!(Volatile),
    }
}

/// `pub enum auth_org_id {}`: the function as a type. A type and a function may share a name.
fn marker(function: &Function) -> TokenStream {
    let Function { ident, vis, .. } = function;
    let doc = format!("The function `{}`, as a type.", function.name());
    quote_spanned! {ident.span()=>
        #[doc = #doc]
        #[allow(non_camel_case_types, missing_debug_implementations, dead_code, clippy::pedantic, clippy::nursery)]
        #vis enum #ident {}
    }
}

/// The whole definition of a function that has a body.
fn definition(function: &Function) -> TokenStream {
    let body = match &function.body {
        Body::Elsewhere => return TokenStream::new(),
        Body::Text(text) => text.to_token_stream(),
        Body::Malformed => quote!(""),
    };
    let ident = &function.ident;
    let namespace = super::namespace(function.says.namespace.as_ref());
    let name = function.name();
    let returns = returns(&function.returns);
    let (location, calls) = (super::location(ident), calls(function));
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::SqlFunction for #ident {
                fn declaration() -> ::voxanne_schema::__private::FunctionDeclaration {
                    let returns = #returns;
                    ::voxanne_schema::__private::FunctionDeclaration::new(#namespace, #name, returns, #body)
                        .declared_at(#location)
                        #calls
                }
            }
        };
    }
}

fn returns(returns: &Returns) -> TokenStream {
    match returns {
        Returns::Scalar(ty) => {
            let data_type = data_type(ty);
            quote!(::voxanne_schema::__private::Returns::Scalar(#data_type))
        }
        Returns::SetOf(ty) => {
            let data_type = data_type(ty);
            quote!(::voxanne_schema::__private::Returns::SetOf(#data_type))
        }
        Returns::SetOfTable(table) => quote! {
            ::voxanne_schema::__private::Returns::SetOfTable(
                <#table as ::voxanne_schema::__private::Table>::qualified_name(),
            )
        },
        Returns::Table(columns) => {
            let names = columns.iter().map(|(name, _)| name.unraw().to_string());
            let types = columns.iter().map(|(_, ty)| data_type(ty));
            quote!(::voxanne_schema::__private::returns_table([#((#names, #types)),*]))
        }
        Returns::Out => quote!(::voxanne_schema::__private::Returns::Out),
        Returns::SetOfOut(_) => quote!(::voxanne_schema::__private::Returns::SetOfOut),
        Returns::Trigger(word) if word == crate::word::returns::EVENT_TRIGGER => {
            quote!(::voxanne_schema::__private::Returns::EventTrigger)
        }
        Returns::Trigger(_) => quote!(::voxanne_schema::__private::Returns::Trigger),
        Returns::Procedure => quote!(::voxanne_schema::__private::Returns::Procedure),
        Returns::Void => quote!(::voxanne_schema::__private::Returns::Void),
    }
}

fn data_type(ty: &syn::Type) -> TokenStream {
    super::sql_type(ty, "data_type")
}

/// One builder call for each thing that is said.
fn calls(function: &Function) -> TokenStream {
    let says = &function.says;
    let mut calls = TokenStream::new();
    for argument in &function.arguments {
        calls.extend(self::argument(argument));
    }
    if let Some(from) = &says.renamed_from {
        let from = &from.value;
        calls.extend(quote!(.renamed_from(#from)));
    }
    if let Some(language) = &says.language {
        let language = &language.value;
        calls.extend(quote!(.language(#language)));
    }
    let volatility = volatility(function);
    calls.extend(quote!(.volatility(::voxanne_schema::__private::Volatility::#volatility)));
    for (word, variant) in says.security.iter().take(1) {
        let variant = Ident::new(variant, word.span());
        calls.extend(quote!(.security(::voxanne_schema::__private::Security::#variant)));
    }
    if let Some(word) = &says.strict {
        calls.extend(quote!(.#word()));
    }
    if let Some(path) = &says.search_path {
        let namespaces = search_path(&path.value);
        calls.extend(quote!(.search_path(&[#(#namespaces),*])));
    }
    if let Some(execute) = &says.execute {
        for role in &execute.value {
            calls.extend(quote_spanned!(role.span()=> .execute(#role)));
        }
    }
    if let Some(owner) = &says.owned_by {
        let role = &owner.value;
        calls.extend(quote_spanned!(role.span()=> .owned_by(#role)));
    }
    if let Some(text) = &function.comment {
        calls.extend(quote!(.comment(#text)));
    }
    if let Body::Text(text) = &function.body
        && let Some(file) = query_file(text)
    {
        calls.extend(quote!(.body_file(#file)));
    }
    calls
}

fn argument(argument: &Argument) -> TokenStream {
    let Argument {
        mode,
        ident,
        ty,
        default,
    } = argument;
    let name = if ident == "_" {
        String::new()
    } else {
        ident.unraw().to_string()
    };
    let data_type = data_type(ty);
    let mode = match mode {
        Mode::In => TokenStream::new(),
        Mode::Out => quote!(.argument_mode(::voxanne_schema::__private::Mode::Out)),
        Mode::InOut => quote!(.argument_mode(::voxanne_schema::__private::Mode::InOut)),
        Mode::Variadic => quote!(.argument_mode(::voxanne_schema::__private::Mode::Variadic)),
    };
    match default {
        Some(default) if ty::lacking(ty).is_none() => {
            let of = of(ty, default);
            quote_spanned!(ident.span()=> .argument_with_default(#name, #data_type, #of, #default) #mode)
        }
        _ => quote!(.argument(#name, #data_type) #mode),
    }
}

/// The type of a default, as a value. What does not fit it is told at the default.
fn of(ty: &syn::Type, default: &Expr) -> TokenStream {
    let tokens: Vec<TokenTree> = default.to_token_stream().into_iter().collect();
    let first = tokens.first().map_or_else(Span::call_site, TokenTree::span);
    let last = tokens.last().map_or(first, TokenTree::span);
    let path = quote_spanned!(first=> ::core::marker::PhantomData::<);
    quote_spanned!(last=> #path #ty>)
}

/// `"public, extensions"` as names; an empty text is the empty path.
fn search_path(path: &LitStr) -> Vec<String> {
    let value = path.value();
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}
