//! What holds for an enum.

use quote::quote_spanned;
use syn::Fields;

use super::name::{fits, is_name};
use super::rename;
use crate::errors::Errors;
use crate::parse::enumeration::Enumeration;
use crate::suggest;

/// Every rule of enums.
pub(crate) fn enumeration(enumeration: &Enumeration, errors: &Errors) {
    is_enum(enumeration, errors);
    has_no_generics(enumeration, errors);
    has_labels(enumeration, errors);
    names_fit(enumeration, errors);
    labels_are_plain(enumeration, errors);
    labels_differ(enumeration, errors);
    rename::enumeration(enumeration, errors);
    removed_labels_are_gone(enumeration, errors);
    removed_labels_become_variants(enumeration, errors);
}

fn is_enum(enumeration: &Enumeration, errors: &Errors) {
    if !enumeration.is_enum {
        let help = format!(
            "write `enum {} {{ New, Contacted }}`, or `#[derive(Table)]` for a table",
            enumeration.ident
        );
        errors.at(&enumeration.ident, "`PgEnum` stands on an enum", &help);
    }
}

fn has_no_generics(enumeration: &Enumeration, errors: &Errors) {
    if !enumeration.generics.params.is_empty() {
        errors.at(
            &enumeration.generics,
            "an enum of PostgreSQL has no generics",
            "take them away",
        );
    }
}

fn has_labels(enumeration: &Enumeration, errors: &Errors) {
    if enumeration.is_enum && enumeration.labels.is_empty() {
        let help = format!("write `enum {} {{ New, Contacted }}`", enumeration.ident);
        errors.at(&enumeration.ident, "the enum has no labels", &help);
    }
}

fn names_fit(enumeration: &Enumeration, errors: &Errors) {
    let (name, span) = enumeration.name();
    fits("the name of a type", &name, &quote_spanned!(span=> name), errors);
    if let Some(namespace) = &enumeration.says.namespace {
        is_name("the name of a namespace", &namespace.value, errors);
    }
    for label in &enumeration.labels {
        let (text, span) = label.text();
        fits("a label", &text, &quote_spanned!(span=> label), errors);
    }
}

fn labels_are_plain(enumeration: &Enumeration, errors: &Errors) {
    for label in &enumeration.labels {
        match &label.fields {
            Fields::Unit => {}
            fields => errors.at(
                fields,
                "a label has no data",
                &format!("write `{}` alone", label.ident),
            ),
        }
    }
}

fn labels_differ(enumeration: &Enumeration, errors: &Errors) {
    let mut seen: Vec<String> = Vec::new();
    for label in &enumeration.labels {
        let (text, span) = label.text();
        if seen.contains(&text) {
            let message = format!("two variants have the label `{text}`");
            let help = "give one of them another with `#[pg_enum(label = \"…\")]`";
            errors.at(&quote_spanned!(span=> label), &message, help);
        }
        seen.push(text);
    }
}

fn removed_labels_are_gone(enumeration: &Enumeration, errors: &Errors) {
    let mut seen: Vec<String> = Vec::new();
    for removed in &enumeration.says.removed {
        let label = removed.label.value();
        if let Some(still) = enumeration.labels.iter().find(|other| other.text().0 == label) {
            let message = format!("`{label}` is removed, and `{}` has it", still.ident);
            errors.at(&removed.label, &message, "take one of the two away");
        }
        if seen.contains(&label) {
            let message = format!("`{label}` is removed twice");
            errors.at(&removed.label, &message, "keep one of the two");
        }
        seen.push(label);
    }
}

fn removed_labels_become_variants(enumeration: &Enumeration, errors: &Errors) {
    let names: Vec<String> = enumeration
        .labels
        .iter()
        .map(|label| label.ident.to_string())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for into in enumeration
        .says
        .removed
        .iter()
        .filter_map(|removed| removed.into.as_ref())
    {
        if enumeration.label_of(into).is_none() {
            let message = format!("`{}` has no variant `{into}`", enumeration.ident);
            errors.at(
                into,
                &message,
                &suggest::help(&into.to_string(), "variants", &names),
            );
        }
    }
}
