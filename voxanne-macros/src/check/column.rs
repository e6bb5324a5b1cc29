//! What holds for a column by itself.

use proc_macro2::Ident;

use crate::errors::Errors;
use crate::parse::column::Column;
use crate::parse::{default, ty};

/// Every rule of columns.
pub(super) fn column(column: &Column, errors: &Errors) {
    is_one_option(column, errors);
    has_a_type(column, errors);
    default_is_one(column, errors);
    has_one_source(column, errors);
    actions_have_reference(column, errors);
    set_null_fits(column, errors);
    set_default_has_default(column, errors);
    key_is_said_once(column, errors);
    is_written_somehow(column, errors);
}

fn is_one_option(column: &Column, errors: &Errors) {
    if ty::is_nested_option(&column.ty) {
        let message = "a column accepts null once";
        errors.at(&column.ty, message, "write one `Option<…>` around the type");
    }
}

fn has_a_type(column: &Column, errors: &Errors) {
    if let Some(lacking) = ty::lacking(&column.ty) {
        errors.at(lacking.ty, &lacking.message, &lacking.help);
    }
}

fn default_is_one(column: &Column, errors: &Errors) {
    if let Some(default) = &column.says.default
        && let Some((message, help)) = default::mistake(&default.value, &column.ty)
    {
        errors.at(&default.value, message, &help);
    }
}

/// The words that say where the value comes from.
fn sources(column: &Column) -> Vec<&Ident> {
    let says = &column.says;
    let mut words: Vec<&Ident> = Vec::new();
    words.extend(says.default.as_ref().map(|default| &default.word));
    words.extend(says.identity.as_ref().map(|identity| &identity.word));
    words.extend(says.generated.as_ref().map(|generated| &generated.word));
    words
}

fn has_one_source(column: &Column, errors: &Errors) {
    if let [first, others @ ..] = sources(column).as_slice() {
        for other in others {
            let message = format!("a column with `{first}` cannot have `{other}`");
            let help = "a value comes from a default, an identity or an expression: keep one of them";
            errors.at(other, &message, help);
        }
    }
}

fn actions_have_reference(column: &Column, errors: &Errors) {
    let says = &column.says;
    if says.references.is_some() {
        return;
    }
    let words = [&says.on_delete, &says.on_update]
        .into_iter()
        .flatten()
        .map(|action| &action.word);
    let names = [&says.foreign_key_name, &says.foreign_key_renamed_from];
    for word in words.chain(names.into_iter().flatten().map(|name| &name.word)) {
        let message = format!("`{word}` without a reference");
        errors.at(
            word,
            &message,
            "add `references = Table::column`: the key that the column points at",
        );
    }
}

fn set_null_fits(column: &Column, errors: &Errors) {
    let says = &column.says;
    for action in [&says.on_delete, &says.on_update].into_iter().flatten() {
        if action.value == "SetNull" && !column.is_nullable() {
            let message = format!("`{}` cannot be set to null", column.field());
            let help = "make the column an `Option<…>`, or choose another action: `cascade`, `restrict`";
            errors.at(&action.value, &message, help);
        }
    }
}

fn set_default_has_default(column: &Column, errors: &Errors) {
    let says = &column.says;
    for action in [&says.on_delete, &says.on_update].into_iter().flatten() {
        if action.value == "SetDefault" && says.default.is_none() && !column.is_nullable() {
            let message = format!("`{}` has no default to be set to", column.field());
            let help = "add `default = …`, or choose another action: `cascade`, `restrict`";
            errors.at(&action.value, &message, help);
        }
    }
}

fn key_is_said_once(column: &Column, errors: &Errors) {
    if let (Some(_), Some(unique)) = (&column.says.primary_key, &column.says.unique) {
        let message = "a primary key is unique already";
        errors.at(unique, message, "take `unique` away");
    }
}

fn is_written_somehow(column: &Column, errors: &Errors) {
    if let (Some(_), Some(immutable)) = (&column.says.generated, &column.says.immutable) {
        let message = "nobody writes a generated column, so nothing keeps it from changing";
        let help = "make the columns immutable that it is generated from";
        errors.at(immutable, message, help);
    }
}
