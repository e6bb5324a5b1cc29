//! What holds for a table as a whole.

use proc_macro2::Ident;

use super::{column, key, name, rename};
use crate::errors::Errors;
use crate::parse::attribute::Assigned;
use crate::parse::column::Column;
use crate::parse::form::table_name;
use crate::parse::show::shown;
use crate::parse::table::{Shape, Table};
use crate::suggest;

/// Every rule of tables.
pub(crate) fn table(table: &Table, errors: &Errors) {
    is_plain_struct(table, errors);
    has_no_generics(table, errors);
    has_name(table, errors);
    is_tenants_or_shared(table, errors);
    shared_has_reason(table, errors);
    tenant_is_column(table, errors);
    parents(table, errors);
    for each in &table.columns {
        column::column(each, errors);
    }
    key::keys(table, errors);
    name::table_names(table, errors);
    rename::table(table, errors);
}

fn is_plain_struct(table: &Table, errors: &Errors) {
    let help = format!("write `struct {} {{ id: Uuid, … }}`", table.ident);
    let or_enum = format!("{help}, or `#[derive(PgEnum)]` for an enum");
    match table.shape {
        Shape::Named => {}
        Shape::Unnamed => errors.at(&table.ident, "the columns of a table have names", &help),
        Shape::NoStruct => errors.at(&table.ident, "a table is a struct", &or_enum),
    }
}

fn has_no_generics(table: &Table, errors: &Errors) {
    if !table.generics.params.is_empty() {
        let help = "declare a struct for each table, with the types of its columns";
        errors.at(&table.generics, "a table has no generics", help);
    }
}

fn has_name(table: &Table, errors: &Errors) {
    if table.says.name.is_none() && table.is_readable {
        let help = format!("write `#[table(name = \"{}\")]`", table_name(&table.ident));
        errors.at(&table.ident, "the table has no name", &help);
    }
}

fn is_tenants_or_shared(table: &Table, errors: &Errors) {
    if let (Some(_), Some(shared)) = (&table.says.tenant, &table.says.shared) {
        let message = "a table is either a tenant's or shared";
        let help = "keep `tenant` where each row belongs to one tenant, `shared` where none does";
        errors.at(&shared.word, message, help);
    }
}

fn shared_has_reason(table: &Table, errors: &Errors) {
    if let Some(shared) = &table.says.shared
        && shared.value.value().trim().is_empty()
    {
        let help = "write why: `shared = \"the same for every tenant\"`";
        errors.at(&shared.value, "`shared` says why no tenant owns the rows", help);
    }
}

fn tenant_is_column(table: &Table, errors: &Errors) {
    let Some(tenant) = &table.says.tenant else { return };
    let Some(column) = table.column(&tenant.value) else {
        return unknown_column(table, &tenant.value, errors);
    };
    if column.is_nullable() {
        let message = format!("the tenant column `{}` accepts null", tenant.value);
        let help = "every row belongs to a tenant: take the `Option` away";
        errors.at(&column.ty, &message, help);
    }
}

/// The tables that it inherits from are others, each named once, and it is not partitioned.
fn parents(table: &Table, errors: &Errors) {
    let mut seen: Vec<String> = Vec::new();
    for Assigned { value: parent, .. } in &table.says.inherits {
        if table.is(parent) {
            let message = format!("`{}` inherits from itself", table.ident);
            errors.at(parent, &message, "name another table, or take it away");
        } else if seen.contains(&shown(parent)) {
            errors.at(parent, "the table inherits from this one twice", "name it once");
        }
        seen.push(shown(parent));
    }
    if let (Some(key), Some(first)) = (&table.says.partition_by, table.says.inherits.first()) {
        let help = format!("take `inherits(…)` away, or `partition_by = {}(…)`", key.method);
        errors.at(&first.word, "a partitioned table cannot inherit", &help);
    }
}

/// Says that a word is no column.
pub(super) fn unknown_column(table: &Table, field: &Ident, errors: &Errors) {
    let fields: Vec<String> = table.columns.iter().map(Column::field).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let message = format!("`{}` has no column `{field}`", table.ident);
    errors.at(
        field,
        &message,
        &suggest::help(&field.to_string(), "columns", &fields),
    );
}
