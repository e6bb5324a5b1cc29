//! What holds for a view as a whole.

use proc_macro2::Ident;

use super::{column, key, name};
use crate::errors::Errors;
use crate::parse::column::Column;
use crate::parse::form::table_name;
use crate::parse::table::Shape;
use crate::parse::view::View;

/// Every rule of views.
pub(crate) fn view(view: &View, errors: &Errors) {
    is_plain_struct(view, errors);
    has_no_generics(view, errors);
    has_name_and_query(view, errors);
    definer_has_reason(view, errors);
    is_kept_or_not(view, errors);
    for each in &view.table.columns {
        column::column(each, errors);
        comes_from_query(each, errors);
    }
    key::keys(&view.table, errors);
    name::table_names(&view.table, errors);
}

fn is_plain_struct(view: &View, errors: &Errors) {
    if view.table.shape != Shape::Named {
        let help = format!(
            "write `struct {} {{ id: Uuid, … }}`, with a field for each column of the query",
            view.table.ident
        );
        errors.at(&view.table.ident, "a view is a struct with named fields", &help);
    }
}

fn has_no_generics(view: &View, errors: &Errors) {
    if !view.table.generics.params.is_empty() {
        let help = "declare a struct for each view, with the types of its columns";
        errors.at(&view.table.generics, "a view has no generics", help);
    }
}

fn has_name_and_query(view: &View, errors: &Errors) {
    if !view.table.is_readable {
        return;
    }
    let ident = &view.table.ident;
    if view.table.says.name.is_none() {
        let help = format!("write `#[view(name = \"{}\", query = \"…\")]`", table_name(ident));
        errors.at(ident, "the view has no name", &help);
    } else if view.says.query.is_none() {
        let help = "add `query = \"SELECT … FROM …\"` to `#[view(…)]`";
        errors.at(ident, "the view has no query", help);
    }
}

fn definer_has_reason(view: &View, errors: &Errors) {
    for (said, why, help) in [
        (
            &view.says.security_definer,
            "`security_definer` says why policies need not bind the view",
            "write why: `security_definer = \"counts rows, and shows none\"`",
        ),
        (
            &view.says.exposes,
            "`exposes` says why tenants' rows may be kept where no policy guards them",
            "write why: `exposes = \"read by the nightly report alone\"`",
        ),
    ] {
        if let Some(said) = said
            && said.value.value().trim().is_empty()
        {
            errors.at(&said.value, why, help);
        }
    }
}

/// Some words are of materialized views, the others of those that are not.
fn is_kept_or_not(view: &View, errors: &Errors) {
    let says = &view.says;
    let kept = [&says.without_data].into_iter().flatten();
    let kept: Vec<&Ident> = kept.chain(says.exposes.iter().map(|said| &said.word)).collect();
    let not_kept = [&says.security_barrier, &says.recursive].into_iter().flatten();
    let not_kept = not_kept
        .chain(says.security_definer.iter().map(|said| &said.word))
        .chain(says.check_option.iter().map(|said| &said.word));
    if says.materialized.is_none() {
        for word in kept {
            let message = format!("`{word}` is of materialized views");
            errors.at(word, &message, "add `materialized`, or take it away");
        }
        return;
    }
    for word in not_kept {
        let message = format!("a materialized view has no `{word}`");
        let help = if word == "recursive" {
            "begin the query with `WITH RECURSIVE`"
        } else {
            "take it away, or take `materialized` away"
        };
        errors.at(word, &message, help);
    }
}

/// A column of a view has a name, and may be in the key; all else is the query's business.
fn comes_from_query(column: &Column, errors: &Errors) {
    let says = &column.says;
    let words = [&says.unique, &says.immutable].into_iter().flatten();
    let words = words
        .chain(says.default.iter().map(|said| &said.word))
        .chain(says.generated.iter().map(|said| &said.word))
        .chain(says.identity.iter().map(|said| &said.word))
        .chain(says.references.iter().map(|said| &said.word));
    for word in words {
        let message = format!("a column of a view has no `{word}`");
        errors.at(word, &message, "take it away: the value comes from the query");
    }
}
