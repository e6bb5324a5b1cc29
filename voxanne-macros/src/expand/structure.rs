//! The body of `Table::structure`: one builder call for each thing that the attributes say, at the
//! user's own tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::table::list;
use crate::parse::attribute::Assigned;
use crate::parse::column::Column;
use crate::parse::identity::IdentitySays;
use crate::parse::key::{Fields, ForeignKeySays, KeySays};
use crate::parse::table::{Shape, Table};

/// The method. After an error it keeps what is right by itself, so that columns and their types are
/// still checked, and leaves out what joins them.
pub(super) fn structure(table: &Table, sound: bool) -> TokenStream {
    // Out of the way of the names that the user's expressions use.
    let structure = Ident::new("structure", Span::mixed_site());
    let location = super::location(&table.ident);
    let comment = table
        .comment
        .iter()
        .map(|text| quote!(#structure.comment(#text);));
    let renamed = table.says.renamed_from.iter();
    let renamed = renamed.map(|Assigned { word, value }| quote!(#structure.#word(#value);));
    let columns = table.columns.iter().filter(|column| column.has_type());
    let columns = columns.map(|each| column(table, each, &structure));
    let joined = if sound {
        joined(table, &structure)
    } else {
        TokenStream::new()
    };
    let columns: TokenStream = match table.shape {
        Shape::Named => columns.collect(),
        Shape::Unnamed | Shape::NoStruct => TokenStream::new(),
    };
    quote! {
        fn structure(#structure: &mut ::voxanne_schema::__private::TableStructure) {
            #structure.declared_at(#location);
            #(#comment)*
            #(#renamed)*
            #columns
            #joined
        }
    }
}

/// What is said of a column.
fn column(table: &Table, column: &Column, structure: &Ident) -> TokenStream {
    let Column { ty, says, .. } = column;
    let name = column.name();
    let span = column.ident.span();
    let column_type = super::sql_type(ty, "column_type");
    let mut calls = quote_spanned!(span=> #structure.column(#name, #column_type));
    if let Some(text) = &column.comment {
        calls.extend(quote!(.comment(#text)));
    }
    if let Some(Assigned { word, value }) = &says.renamed_from {
        calls.extend(quote!(.#word(#value)));
    }
    for word in [&says.primary_key, &says.unique, &says.immutable]
        .into_iter()
        .flatten()
    {
        calls.extend(quote!(.#word()));
    }
    for Assigned { word, value } in column.default().into_iter().chain(&says.generated) {
        calls.extend(quote!(.#word(#value)));
    }
    if let Some(IdentitySays {
        word,
        who,
        numbers,
        cycle,
    }) = &says.identity
    {
        let identity = quote!(identity(::voxanne_schema::__private::Identity::#who));
        let identity = super::of_type(ty, "Counted", &identity);
        calls.extend(quote!(.#word(#identity)));
        for Assigned { word, value } in numbers {
            calls.extend(quote!(.#word(#value)));
        }
        if let Some(word) = cycle {
            calls.extend(quote!(.#word()));
        }
    }
    if let Some(Assigned { word, value }) = &says.references
        && table.lacking(column).is_none()
    {
        calls.extend(quote!(.#word(#value)));
        calls.extend(actions(says.on_delete.as_ref(), says.on_update.as_ref()));
        calls.extend(
            says.foreign_key_name
                .iter()
                .map(|Assigned { value, .. }| quote!(.named(#value))),
        );
        let renamed = says.foreign_key_renamed_from.iter();
        calls.extend(renamed.map(|Assigned { value, .. }| quote!(.renamed_from(#value))));
    }
    quote!(#calls;)
}

/// What is said of several columns.
fn joined(table: &Table, structure: &Ident) -> TokenStream {
    let says = &table.says;
    let mut calls = TokenStream::new();
    if let Some(Assigned { word, value }) = &says.tenant {
        let column = own(value);
        calls.extend(quote!(#structure.#word(#column);));
    }
    if let Some(Assigned { word, value }) = &says.shared {
        calls.extend(quote!(#structure.#word(#value);));
    }
    if let Some(key) = &says.partition_by {
        let method = Ident::new(&format!("partition_by_{}", key.method), key.method.span());
        let names = key
            .columns
            .iter()
            .filter_map(|field| Some(table.column(field)?.name()));
        calls.extend(quote!(#structure.#method(&[#(#names),*]);));
    }
    for Assigned { word, value } in &says.inherits {
        calls.extend(quote!(#structure.#word::<#value>();));
    }
    if let Some(key) = &says.primary_key {
        let (word, names) = (&key.word, names(table, &key.columns));
        let name = super::option(key.name.as_ref());
        calls.extend(quote!(#structure.#word(&[#(#names),*], #name);));
        calls.extend(former(key, structure));
    }
    for key in &says.uniques {
        let word = &key.word;
        let (names, name) = (names(table, &key.columns), super::option(key.name.as_ref()));
        calls.extend(quote!(#structure.#word(&[#(#names),*], #name);));
        calls.extend(former(key, structure));
    }
    for key in &says.foreign_keys {
        calls.extend(foreign_key(key, structure));
    }
    calls
}

/// What a key was called before.
fn former(key: &KeySays, structure: &Ident) -> TokenStream {
    let from = key.renamed_from.iter();
    from.map(|from| quote!(#structure.key_renamed_from(#from);))
        .collect()
}

fn foreign_key(key: &ForeignKeySays, structure: &Ident) -> TokenStream {
    let ForeignKeySays { word, table, .. } = key;
    let columns = list(key.columns.span, key.columns.fields.iter().map(own));
    let referenced = key.referenced.fields.iter().map(|field| quote!(#table::#field));
    let referenced = list(key.referenced.span, referenced);
    let actions = actions(key.on_delete.as_ref(), key.on_update.as_ref());
    let name = key.name.iter().map(|name| quote!(.named(#name)));
    let renamed = key.renamed_from.iter().map(|from| quote!(.renamed_from(#from)));
    quote!(#structure.#word(#columns, #referenced)#actions #(#name)* #(#renamed)*;)
}

fn actions(on_delete: Option<&Assigned<Ident>>, on_update: Option<&Assigned<Ident>>) -> TokenStream {
    let calls = [on_delete, on_update]
        .into_iter()
        .flatten()
        .map(|Assigned { word, value }| {
            let span = value.span();
            quote_spanned!(span=> .#word(::voxanne_schema::__private::ReferentialAction::#value))
        });
    calls.collect()
}

/// A column of the table itself.
fn own(field: &Ident) -> TokenStream {
    quote_spanned!(field.span()=> Self::#field)
}

/// The names of columns of the table itself.
fn names(table: &Table, columns: &Fields) -> Vec<String> {
    let columns = columns.fields.iter().filter_map(|field| table.column(field));
    columns.map(Column::name).collect()
}
