//! An enum: its trait impls.

use proc_macro2::TokenStream;
use quote::quote;

use crate::parse::enumeration::Enumeration;

/// Everything that `derive(PgEnum)` writes.
pub(crate) fn enumeration(enumeration: &Enumeration) -> TokenStream {
    if !enumeration.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ident = &enumeration.ident;
    let definition = definition(enumeration);
    let used = used(enumeration);
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::SqlType for #ident {
                type Base = Self;
                const NULLABLE: bool = false;

                fn data_type() -> ::voxanne_schema::__private::DataType {
                    ::voxanne_schema::__private::enum_type::<Self>()
                }
            }
            #definition
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::IntoExpr for #ident {
                type Type = Self;

                fn into_expr(self) -> ::voxanne_schema::__private::Expr<Self> {
                    ::voxanne_schema::__private::enum_constant(
                        ::voxanne_schema::__private::PgEnum::label(self),
                    )
                }
            }
            #used
        };
    }
}

fn definition(enumeration: &Enumeration) -> TokenStream {
    let ident = &enumeration.ident;
    let namespace = super::namespace(enumeration.says.namespace.as_ref());
    let (name, _) = enumeration.name();
    let labels: Vec<String> = enumeration.labels.iter().map(|label| label.text().0).collect();
    let variants = enumeration.labels.iter().map(|label| &label.ident);
    let comment = super::option(enumeration.comment.as_ref());
    let location = super::location(ident);
    let renamed = renamed(enumeration);
    let removed = removed(enumeration);
    let label = if labels.is_empty() {
        quote!("")
    } else {
        quote!(match self { #(Self::#variants { .. } => #labels,)* })
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::voxanne_schema::__private::PgEnum for #ident {
            const NAMESPACE: &'static str = #namespace;
            const NAME: &'static str = #name;
            const LABELS: &'static [&'static str] = &[#(#labels),*];
            const COMMENT: ::core::option::Option<&'static str> = #comment;
            const LOCATION: (&'static str, u32) = (#location);
            #renamed
            #removed

            fn label(self) -> &'static str {
                #label
            }
        }
    }
}

/// What the type and its labels were called before, where that is said.
fn renamed(enumeration: &Enumeration) -> TokenStream {
    let itself = enumeration.says.renamed_from.iter().map(|from| {
        let from = &from.value;
        quote! {
            const RENAMED_FROM: ::core::option::Option<&'static str> = ::core::option::Option::Some(#from);
        }
    });
    let labels = enumeration.labels.iter().filter_map(|label| {
        let (text, from) = (label.text().0, &label.says.renamed_from.as_ref()?.value);
        Some(quote!((#text, #from)))
    });
    let labels: Vec<TokenStream> = labels.collect();
    let labels = (!labels.is_empty()).then(|| {
        quote! {
            const RENAMED_LABELS: &'static [(&'static str, &'static str)] = &[#(#labels),*];
        }
    });
    quote!(#(#itself)* #labels)
}

/// What became of labels, where any went.
fn removed(enumeration: &Enumeration) -> TokenStream {
    let all = &enumeration.says.removed;
    if all.is_empty() {
        return TokenStream::new();
    }
    let labels = all.iter().map(|removed| &removed.label);
    let into = all.iter().map(|removed| {
        let label = removed.into.as_ref().and_then(|into| enumeration.label_of(into));
        super::option(label.as_ref())
    });
    quote! {
        const REMOVED: &'static [(&'static str, ::core::option::Option<&'static str>)] =
            &[#((#labels, #into)),*];
    }
}

/// Definitions rarely use every variant, and the compiler should not say so.
fn used(enumeration: &Enumeration) -> TokenStream {
    let ident = &enumeration.ident;
    let plain = enumeration.labels.iter().filter(|label| label.fields.is_empty());
    let variants = plain.map(|label| &label.ident);
    quote! {
        #[allow(dead_code)]
        fn used() {
            #(let _ = #ident::#variants {};)*
        }
    }
}
