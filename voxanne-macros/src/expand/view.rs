//! A view: its columns as those of a table, and its definition.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, LitStr};

use super::table::{columns_part, used};
use crate::parse::attribute::Assigned;
use crate::parse::view::View;

/// Everything that `derive(View)` writes. `sound` is false after an error.
pub(crate) fn view(view: &View, sound: bool) -> TokenStream {
    let table = &view.table;
    if !table.generics.params.is_empty() {
        return TokenStream::new();
    }
    let (columns, part, impls) = columns_part(table, sound);
    let ident = &table.ident;
    let definition = definition(view);
    let rules = table.says.no_rules.then(|| {
        quote! {
            #[automatically_derived]
            impl ::voxanne_schema::__private::ViewRules for #ident {
                type Columns = #columns;
                fn rules(_: Self::Columns, _: &mut ::voxanne_schema::__private::Rules<'_, Self>) {}
            }
        }
    });
    let used = used(table);
    quote! {
        #part
        const _: () = {
            #impls
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::View for #ident {
                fn definition() -> ::voxanne_schema::__private::ViewStructure {
                    #definition
                }
            }
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::Key<::voxanne_schema::__private::Decoy<Self>> for #ident {}
            #rules
            #used
        };
    }
}

fn definition(view: &View) -> TokenStream {
    let says = &view.says;
    let query = match &says.query {
        Some(query) => {
            let query = &query.value;
            quote!(#query)
        }
        None => quote!(""),
    };
    let mut calls = quote!(::voxanne_schema::__private::ViewStructure::new(#query));
    if let Some(file) = says.query.as_ref().and_then(|query| query_file(&query.value)) {
        calls.extend(quote!(.query_file(#file)));
    }
    for Assigned { word, value } in [&says.security_definer, &says.exposes].into_iter().flatten() {
        calls.extend(quote!(.#word(#value)));
    }
    for word in [
        &says.security_barrier,
        &says.recursive,
        &says.materialized,
        &says.without_data,
    ]
    .into_iter()
    .flatten()
    {
        calls.extend(quote!(.#word()));
    }
    if let Some(Assigned { word, value }) = &says.check_option {
        calls.extend(quote!(.#word(::voxanne_schema::__private::CheckOption::#value)));
    }
    calls
}

/// The path in `include_str!("…")`.
pub(super) fn query_file(text: &Expr) -> Option<LitStr> {
    let Expr::Macro(call) = text else {
        return None;
    };
    if !call.mac.path.segments.last()?.ident.eq("include_str") {
        return None;
    }
    call.mac.parse_body().ok()
}
