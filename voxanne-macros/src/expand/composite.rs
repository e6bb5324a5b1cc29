//! A composite type: its trait impls.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::parse::attribute::Assigned;
use crate::parse::composite::Composite;

/// Everything that `derive(Composite)` writes.
pub(crate) fn composite(composite: &Composite) -> TokenStream {
    if !composite.is_named || !composite.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ident = &composite.ident;
    let namespace = super::namespace(composite.says.namespace.as_ref());
    let (name, _) = composite.name();
    let declaration = declaration(composite);
    let fields = composite.attributes.iter().map(|attribute| &attribute.ident);
    let again = fields.clone();
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::SqlType for #ident {
                type Base = Self;
                const NULLABLE: bool = false;

                fn data_type() -> ::voxanne_schema::__private::DataType {
                    ::voxanne_schema::__private::composite_type(#namespace, #name)
                }
            }
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::Composite for #ident {
                fn declaration() -> ::voxanne_schema::__private::CompositeDeclaration {
                    #declaration
                }
            }
            // Nobody makes a value of the struct or reads its fields, and the compiler should not say so.
            #[allow(dead_code, non_snake_case)]
            fn used(#ident { #(#fields),* }: #ident) -> #ident {
                #ident { #(#again),* }
            }
        };
    }
}

fn declaration(composite: &Composite) -> TokenStream {
    let says = &composite.says;
    let namespace = super::namespace(says.namespace.as_ref());
    let (name, _) = composite.name();
    let location = super::location(&composite.ident);
    let mut calls = quote! {
        ::voxanne_schema::__private::CompositeDeclaration::new(#namespace, #name).declared_at(#location)
    };
    if let Some(text) = &composite.comment {
        calls.extend(quote!(.comment(#text)));
    }
    if let Some(Assigned { word, value }) = &says.renamed_from {
        calls.extend(quote!(.#word(#value)));
    }
    for attribute in &composite.attributes {
        let (name, _) = attribute.text();
        let data_type = super::sql_type(&attribute.ty, "data_type");
        calls.extend(quote!(.attribute(#name, #data_type)));
        if let Some(text) = &attribute.comment {
            calls.extend(quote!(.attribute_comment(#text)));
        }
        if let Some(from) = &attribute.renamed_from {
            let from = &from.value;
            calls.extend(quote!(.attribute_renamed_from(#from)));
        }
    }
    for role in &says.usage {
        calls.extend(quote_spanned!(role.span()=> .usage(#role)));
    }
    calls
}
