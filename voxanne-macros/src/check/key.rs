//! What holds for primary keys, unique keys and foreign keys.

use proc_macro2::Ident;
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::table::unknown_column;
use crate::errors::Errors;
use crate::parse::column::Column;
use crate::parse::key::ForeignKeySays;
use crate::parse::show::shown;
use crate::parse::table::Table;

/// Every rule of keys.
pub(super) fn keys(table: &Table, errors: &Errors) {
    has_one_primary_key(table, errors);
    list_has_one_column(table, errors);
    primary_key_is_never_null(table, errors);
    names_its_columns(table, errors);
    names_columns_once(table, errors);
    own_references_exist(table, errors);
    keys_differ(table, errors);
    for key in &table.says.foreign_keys {
        counts_agree(key, errors);
        set_null_fits(table, key, errors);
    }
}

fn has_one_primary_key(table: &Table, errors: &Errors) {
    let of_table = table.says.primary_key.iter().map(|key| &key.word);
    let of_columns = table
        .columns
        .iter()
        .filter_map(|column| column.says.primary_key.as_ref());
    for second in of_table.chain(of_columns).skip(1) {
        let fields: Vec<String> = table
            .columns
            .iter()
            .filter(|column| column.says.primary_key.is_some())
            .map(Column::field)
            .collect();
        let help = match fields.as_slice() {
            [_, _, ..] => format!(
                "for one key of several columns write `#[table(primary_key({}))]`",
                fields.join(", ")
            ),
            _ => "keep one of the two".to_owned(),
        };
        errors.at(second, "a table has one primary key", &help);
    }
}

fn list_has_one_column(table: &Table, errors: &Errors) {
    let Some(key) = &table.says.partition_by else {
        return;
    };
    if let ("list", [_, second, ..]) = (key.method.to_string().as_str(), key.columns.as_slice()) {
        let help = "take `range(…)`, or partition the partitions again: `.by_list(…, |p| …)`";
        errors.at(second, "a list has one column", help);
    }
}

fn primary_key_is_never_null(table: &Table, errors: &Errors) {
    let of_table = table.says.primary_key.iter().flat_map(|key| &key.columns.fields);
    let of_table = of_table.filter_map(|field| table.column(field));
    let of_columns = table
        .columns
        .iter()
        .filter(|column| column.says.primary_key.is_some());
    for column in of_table.chain(of_columns).filter(|column| column.is_nullable()) {
        let message = format!(
            "`{}` accepts null and cannot be in the primary key",
            column.field()
        );
        errors.at(
            &column.ty,
            &message,
            "take the `Option` away, or choose another key",
        );
    }
}

/// The fields that each key, also that of partitions, of the struct's own attribute names.
fn named_fields(table: &Table) -> impl Iterator<Item = &Vec<Ident>> {
    let keys = table
        .says
        .primary_key
        .iter()
        .chain(&table.says.uniques)
        .map(|key| &key.columns.fields);
    let partitions = table.says.partition_by.iter().map(|key| &key.columns);
    keys.chain(table.says.foreign_keys.iter().map(|key| &key.columns.fields))
        .chain(partitions)
}

fn names_its_columns(table: &Table, errors: &Errors) {
    for field in named_fields(table).flatten() {
        if table.column(field).is_none() {
            unknown_column(table, field, errors);
        }
    }
}

/// A reference to the table itself names one of its columns. Those to other tables the compiler checks.
fn own_references_exist(table: &Table, errors: &Errors) {
    for column in &table.columns {
        if let Some(field) = table.lacking(column) {
            unknown_column(table, field, errors);
        }
    }
    for key in table.says.foreign_keys.iter().filter(|key| table.is(&key.table)) {
        for field in key
            .referenced
            .fields
            .iter()
            .filter(|field| table.column(field).is_none())
        {
            unknown_column(table, field, errors);
        }
    }
}

fn names_columns_once(table: &Table, errors: &Errors) {
    for fields in named_fields(table) {
        for (place, field) in fields.iter().enumerate() {
            if fields[..place].contains(field) {
                let message = format!("`{field}` stands twice in one key");
                errors.at(field, &message, "keep one of the two");
            }
        }
    }
}

/// Two keys on the same columns in the same order are one key.
fn keys_differ(table: &Table, errors: &Errors) {
    let mut seen: Vec<Vec<String>> = Vec::new();
    for column in &table.columns {
        if column.says.primary_key.is_some() || column.says.unique.is_some() {
            seen.push(vec![column.field()]);
        }
    }
    for key in table.says.primary_key.iter().chain(&table.says.uniques) {
        let fields: Vec<String> = key
            .columns
            .fields
            .iter()
            .map(|field| field.unraw().to_string())
            .collect();
        if seen.contains(&fields) {
            let message = format!("`({})` is a key already", fields.join(", "));
            errors.at(&key.word, &message, "keep one of the two");
        }
        seen.push(fields);
    }
}

fn counts_agree(key: &ForeignKeySays, errors: &Errors) {
    let (columns, referenced) = (key.columns.fields.len(), key.referenced.fields.len());
    if columns != referenced {
        let message = format!("{} cannot point at {}", counted(columns), counted(referenced));
        let help = format!(
            "name as many columns of `{}` as of the table itself",
            shown(&key.table)
        );
        errors.at(&quote_spanned!(key.referenced.span=> columns), &message, &help);
    }
}

fn counted(columns: usize) -> String {
    match columns {
        1 => "1 column".to_owned(),
        many => format!("{many} columns"),
    }
}

/// `SET NULL` would set every column of the key.
fn set_null_fits(table: &Table, key: &ForeignKeySays, errors: &Errors) {
    for action in [&key.on_delete, &key.on_update].into_iter().flatten() {
        let never_null = key
            .columns
            .fields
            .iter()
            .filter_map(|field| table.column(field))
            .find(|column| !column.is_nullable());
        if let (true, Some(column)) = (action.value == "SetNull", never_null) {
            let message = format!(
                "`set_null` sets every column of the key, and `{}` cannot be null",
                column.field()
            );
            errors.at(
                &action.value,
                &message,
                "choose another action: `cascade`, `restrict`, `no_action`",
            );
        }
    }
}
