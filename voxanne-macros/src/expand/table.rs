//! A table: its columns as constants and as a struct, and its trait impls.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use super::structure::structure;
use crate::parse::column::Column;
use crate::parse::table::{Shape, Table};

/// Everything that `derive(Table)` writes. `sound` is false after an error.
pub(crate) fn table(table: &Table, sound: bool) -> TokenStream {
    if !table.generics.params.is_empty() {
        return TokenStream::new();
    }
    let (columns, part, column_impls) = columns_part(table, sound);
    let impls = [
        keys(table),
        partitioned(table),
        rules(table, &columns),
        used(table),
    ];
    quote! {
        #part
        const _: () = { #column_impls #(#impls)* };
    }
}

/// The name of the struct of columns; the columns as constants and as that struct; and the impls that
/// every struct with columns has.
pub(super) fn columns_part(table: &Table, sound: bool) -> (Ident, TokenStream, TokenStream) {
    let columns = format_ident!("{}Columns", table.ident.unraw(), span = table.ident.span());
    let constants = constants(table);
    let columns_struct = columns_struct(table, &columns);
    let impls = [table_impl(table, sound), columns_impls(table, &columns)];
    let part = quote! {
        #constants
        #columns_struct
    };
    (columns, part, impls.into_iter().collect())
}

/// `pub const id: Column<Self, Uuid, 0> = Column::new();`
fn constants(table: &Table) -> TokenStream {
    let ident = &table.ident;
    let constants = table.columns.iter().map(|column| {
        let Column {
            index,
            ident,
            ty,
            vis,
            docs,
            ..
        } = column;
        quote! {
            #(#docs)*
            #vis const #ident: ::voxanne_schema::__private::Column<Self, #ty, #index> =
                ::voxanne_schema::__private::Column::new();
        }
    });
    quote! {
        #[allow(non_upper_case_globals, missing_docs, dead_code, private_interfaces)]
        impl #ident { #(#constants)* }
    }
}

/// `pub struct ContactColumns { pub id: Column<Contact, Uuid, 0> }`
fn columns_struct(table: &Table, columns: &Ident) -> TokenStream {
    let Table { ident, vis, .. } = table;
    let doc = format!("The columns of [`{}`].", ident.unraw());
    let fields = table.columns.iter().map(|column| {
        let Column {
            index,
            ident: field,
            ty,
            vis,
            docs,
            ..
        } = column;
        quote! {
            #(#docs)*
            #vis #field: ::voxanne_schema::__private::Column<#ident, #ty, #index>,
        }
    });
    // Where a field's type is unknown, rustc would propose to add it as a parameter after the name;
    // the empty list, which no user wrote, keeps it from that, and so from telling it twice.
    quote! {
        #[doc = #doc]
        #[allow(
            missing_docs, missing_debug_implementations, non_snake_case, dead_code, private_interfaces,
            clippy::pedantic, clippy::nursery
        )]
        #vis struct #columns<> { #(#fields)* }
    }
}

/// The columns are written out where rules are called, and copied freely.
fn columns_impls(table: &Table, columns: &Ident) -> TokenStream {
    let ident = &table.ident;
    let fields = table.columns.iter().map(|column| &column.ident);
    let values = fields.clone();
    quote! {
        #[automatically_derived]
        impl ::core::marker::Copy for #columns {}
        #[automatically_derived]
        impl ::core::clone::Clone for #columns {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        impl ::core::default::Default for #columns {
            fn default() -> Self {
                Self { #(#fields: #ident::#values,)* }
            }
        }
    }
}

fn table_impl(table: &Table, sound: bool) -> TokenStream {
    let ident = &table.ident;
    let namespace = super::namespace(table.says.namespace.as_ref());
    let name = table.name();
    let columns = table.columns.iter().map(Column::name);
    let body = structure(table, sound);
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::voxanne_schema::__private::Table for #ident {
            const NAMESPACE: &'static str = #namespace;
            const NAME: &'static str = #name;
            const COLUMNS: &'static [&'static str] = &[#(#columns),*];

            #body
        }
    }
}

/// What references can point at.
fn keys(table: &Table) -> TokenStream {
    let ident = &table.ident;
    let of_columns = table
        .columns
        .iter()
        .filter(|column| column.says.primary_key.is_some() || column.says.unique.is_some())
        .map(|column| vec![column]);
    let of_table = table.says.primary_key.iter().chain(&table.says.uniques);
    let of_table = of_table.filter_map(|key| {
        key.columns
            .fields
            .iter()
            .map(|field| table.column(field))
            .collect()
    });
    let mut seen: Vec<Vec<usize>> = Vec::new();
    // Where there is a single key, rustc would recommend it in its own words.
    let mut impls = quote! {
        #[diagnostic::do_not_recommend]
        impl ::voxanne_schema::__private::Key<::voxanne_schema::__private::Decoy<Self>> for #ident {}
    };
    for key in of_columns.chain(of_table) {
        let places: Vec<usize> = key.iter().map(|column| column.index).collect();
        if seen.contains(&places) {
            continue;
        }
        seen.push(places);
        let types = key
            .iter()
            .map(|Column { ty, index, .. }| quote!(::voxanne_schema::__private::Column<#ident, #ty, #index>));
        let columns = list(ident.span(), types);
        impls.extend(quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl ::voxanne_schema::__private::Key<#columns> for #ident {}
        });
    }
    impls
}

/// What the bounds of partitions are of.
fn partitioned(table: &Table) -> TokenStream {
    let ident = &table.ident;
    let Some(key) = &table.says.partition_by else {
        return TokenStream::new();
    };
    let marker = &key.marker;
    let types = key.columns.iter().filter_map(|field| table.column(field));
    let types = types.map(|Column { ty, .. }| quote!(<#ty as ::voxanne_schema::__private::SqlType>::Base));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::voxanne_schema::__private::Partitioned for #ident {
            type Method = ::voxanne_schema::__private::#marker;
            type Key = (#(#types,)*);
        }
    }
}

/// One as it is, several as a tuple, which stands where the user's own list does.
pub(super) fn list(span: Span, items: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if items.len() == 1 {
        return items.collect();
    }
    quote_spanned!(span=> (#(#items),*))
}

fn rules(table: &Table, columns: &Ident) -> TokenStream {
    let ident = &table.ident;
    if !table.says.no_rules {
        return TokenStream::new();
    }
    quote! {
        #[automatically_derived]
        impl ::voxanne_schema::__private::TableRules for #ident {
            type Columns = #columns;
            fn rules(_: Self::Columns, _: &mut ::voxanne_schema::__private::Rules<'_, Self>) {}
        }
    }
}

/// Nobody makes a row of the struct or reads its fields, and the compiler should not say so.
pub(super) fn used(table: &Table) -> TokenStream {
    let ident = &table.ident;
    let fields = table.columns.iter().map(|column| &column.ident);
    let again = fields.clone();
    if table.shape != Shape::Named {
        return TokenStream::new();
    }
    quote! {
        #[allow(dead_code, non_snake_case)]
        fn used(#ident { #(#fields),* }: #ident) -> #ident {
            #ident { #(#again),* }
        }
    }
}
