//! A sequence: its trait impl.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::parse::attribute::Assigned;
use crate::parse::sequence::Sequence;

/// Everything that `derive(Sequence)` writes.
pub(crate) fn sequence(sequence: &Sequence) -> TokenStream {
    let Some(values) = sequence.values.as_ref() else {
        return TokenStream::new();
    };
    if !sequence.generics.params.is_empty() {
        return TokenStream::new();
    }
    let (ident, says) = (&sequence.ident, &sequence.says);
    let namespace = super::namespace(says.namespace.as_ref());
    let (name, _) = sequence.name();
    let location = super::location(ident);
    let new = quote_spanned!(values.span()=> new::<#values>);
    let mut calls = quote! {
        ::voxanne_schema::__private::SequenceDeclaration::#new(#namespace, #name).declared_at(#location)
    };
    if let Some(text) = &sequence.comment {
        calls.extend(quote!(.comment(#text)));
    }
    if let Some(Assigned { word, value }) = &says.renamed_from {
        calls.extend(quote!(.#word(#value)));
    }
    for Assigned { word, value } in &says.numbers {
        calls.extend(quote!(.#word(#value)));
    }
    if let Some(Assigned { word, value }) = &says.owned_by {
        calls.extend(quote!(.#word(#value)));
    }
    for word in &says.flags {
        calls.extend(quote!(.#word()));
    }
    for role in &says.usage {
        calls.extend(quote_spanned!(role.span()=> .usage(#role)));
    }
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::Sequence for #ident {
                type Values = #values;
                const NAMESPACE: &'static str = #namespace;
                const NAME: &'static str = #name;

                fn declaration() -> ::voxanne_schema::__private::SequenceDeclaration {
                    #calls
                }
            }
            // Nobody makes a value of the struct, and the compiler should not say so.
            #[allow(dead_code)]
            fn used(#ident(value): #ident) -> #ident {
                #ident(value)
            }
        };
    }
}
