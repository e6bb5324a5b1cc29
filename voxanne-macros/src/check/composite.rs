//! What holds for a composite type.

use quote::quote_spanned;

use super::name::{fits, is_name};
use super::rename;
use crate::errors::Errors;
use crate::parse::composite::Composite;
use crate::parse::show::shown;
use crate::parse::ty;

/// Every rule of composite types.
pub(crate) fn composite(composite: &Composite, errors: &Errors) {
    has_fields(composite, errors);
    has_no_generics(composite, errors);
    names_fit(composite, errors);
    attributes_differ(composite, errors);
    attributes_say_nothing_of_null(composite, errors);
    rename::composite(composite, errors);
}

fn has_fields(composite: &Composite, errors: &Errors) {
    if !composite.is_named {
        let ident = &composite.ident;
        let help = format!("write `struct {ident} {{ street: String, town: String }}`");
        errors.at(
            ident,
            "`Composite` stands on a struct whose fields have names",
            &help,
        );
    }
}

fn has_no_generics(composite: &Composite, errors: &Errors) {
    if !composite.generics.params.is_empty() {
        let message = "a composite type has no generics";
        errors.at(&composite.generics, message, "take them away");
    }
}

fn names_fit(composite: &Composite, errors: &Errors) {
    let (name, span) = composite.name();
    fits("the name of a type", &name, &quote_spanned!(span=> name), errors);
    if let Some(namespace) = &composite.says.namespace {
        is_name("the name of a namespace", &namespace.value, errors);
    }
    for attribute in &composite.attributes {
        let (text, span) = attribute.text();
        fits(
            "the name of an attribute",
            &text,
            &quote_spanned!(span=> name),
            errors,
        );
    }
}

fn attributes_differ(composite: &Composite, errors: &Errors) {
    let mut seen: Vec<String> = Vec::new();
    for attribute in &composite.attributes {
        let (text, span) = attribute.text();
        if seen.contains(&text) {
            let message = format!("two fields have the name `{text}`");
            let help = "give one of them another with `#[attribute(name = \"…\")]`";
            errors.at(&quote_spanned!(span=> name), &message, help);
        }
        seen.push(text);
    }
}

fn attributes_say_nothing_of_null(composite: &Composite, errors: &Errors) {
    for attribute in &composite.attributes {
        if let Some(inner) = ty::option_of(&attribute.ty) {
            let help = format!("write `{}: {}`", attribute.ident, shown(inner));
            let message = "every attribute of a composite type accepts null, and none says so";
            errors.at(&attribute.ty, message, &help);
        }
    }
}
