//! A domain: its trait impls, and what compares with it and fits into it.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::parse::attribute::Assigned;
use crate::parse::domain::Domain;

/// Everything that `derive(Domain)` writes.
pub(crate) fn domain(domain: &Domain) -> TokenStream {
    let Some(values) = domain.values.as_ref() else {
        return TokenStream::new();
    };
    if !domain.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ident = &domain.ident;
    let namespace = super::namespace(domain.says.namespace.as_ref());
    let (name, _) = domain.name();
    let declaration = declaration(domain, values);
    let fitting = fitting(domain, values);
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::SqlType for #ident {
                type Base = Self;
                const NULLABLE: bool = false;

                fn data_type() -> ::voxanne_schema::__private::DataType {
                    ::voxanne_schema::__private::domain_type(#namespace, #name)
                }
            }
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::Domain for #ident {
                type Values = #values;

                fn declaration() -> ::voxanne_schema::__private::DomainDeclaration {
                    #declaration
                }
            }
            #fitting
            // Nobody makes a value of the struct, and the compiler should not say so.
            #[allow(dead_code)]
            fn used(#ident(value): #ident) -> #ident {
                #ident(value)
            }
        };
    }
}

/// What fits into the domain, and compares with it: values of the type that it narrows, and constants
/// that fit there. PostgreSQL looks at the checks.
fn fitting(domain: &Domain, values: &Type) -> TokenStream {
    let ident = &domain.ident;
    let name = values
        .to_token_stream()
        .into_iter()
        .find_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        });
    let constants = match name.as_deref() {
        Some("Varchar") => vec![quote!(::std::string::String)],
        Some("i16" | "i64") => vec![quote!(::core::primitive::i32)],
        Some("f64") => vec![quote!(::core::primitive::i32)],
        Some("Numeric") => vec![quote!(::core::primitive::i32), quote!(::core::primitive::f64)],
        _ => Vec::new(),
    };
    let all = std::iter::once(values.to_token_stream()).chain(constants);
    let impls = all.map(|fits| {
        quote! {
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::Assignable<#ident> for #fits {}
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::Comparable<#ident> for #fits {}
        }
    });
    impls.collect()
}

fn declaration(domain: &Domain, values: &Type) -> TokenStream {
    let says = &domain.says;
    let namespace = super::namespace(says.namespace.as_ref());
    let (name, _) = domain.name();
    let location = super::location(&domain.ident);
    let new = quote_spanned!(values.span()=> new::<#values>);
    let mut calls = quote! {
        ::voxanne_schema::__private::DomainDeclaration::#new(#namespace, #name).declared_at(#location)
    };
    if let Some(text) = &domain.comment {
        calls.extend(quote!(.comment(#text)));
    }
    if let Some(Assigned { word, value }) = &says.renamed_from {
        calls.extend(quote!(.#word(#value)));
    }
    if let Some(word) = &says.not_null {
        calls.extend(quote!(.#word()));
    }
    if let Some(Assigned { word, value }) = &says.default {
        let value_span = value.span().located_at(Span::call_site());
        let of = quote_spanned!(value_span=> ::<#values, _>);
        calls.extend(quote!(.#word #of (#value)));
    }
    if let Some(Assigned { word, value }) = &says.collation {
        calls.extend(quote!(.#word(#value)));
    }
    for check in &says.checks {
        let (name, condition) = (check.name.unraw().to_string(), &check.condition);
        calls.extend(quote!(.check(#name, #condition)));
    }
    for role in &says.usage {
        calls.extend(quote_spanned!(role.span()=> .usage(#role)));
    }
    calls
}
