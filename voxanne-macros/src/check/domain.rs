//! What holds for a domain.

use quote::quote_spanned;
use syn::ext::IdentExt;

use super::name::{fits, is_name};
use super::rename;
use crate::errors::Errors;
use crate::parse::default::mistake;
use crate::parse::domain::Domain;
use crate::parse::show::shown;
use crate::parse::ty;

/// Every rule of domains.
pub(crate) fn domain(domain: &Domain, errors: &Errors) {
    has_one_field(domain, errors);
    has_no_generics(domain, errors);
    names_fit(domain, errors);
    checks_differ(domain, errors);
    default_is_none_of_rusts(domain, errors);
    rename::domain(domain, errors);
}

fn has_one_field(domain: &Domain, errors: &Errors) {
    let ident = &domain.ident;
    let Some(values) = &domain.values else {
        let help = format!("write `struct {ident}(String);`, with the type that it narrows");
        errors.at(
            ident,
            "`Domain` stands on a struct with one field that has no name",
            &help,
        );
        return;
    };
    if let Some(inner) = ty::option_of(values) {
        let help = format!(
            "write `struct {ident}({});`, and `Option<{ident}>` where a column accepts null",
            shown(inner)
        );
        errors.at(values, "the values of a domain are said without null", &help);
    }
}

fn has_no_generics(domain: &Domain, errors: &Errors) {
    if !domain.generics.params.is_empty() {
        errors.at(&domain.generics, "a domain has no generics", "take them away");
    }
}

fn names_fit(domain: &Domain, errors: &Errors) {
    let (name, span) = domain.name();
    fits(
        "the name of a domain",
        &name,
        &quote_spanned!(span=> name),
        errors,
    );
    if let Some(namespace) = &domain.says.namespace {
        is_name("the name of a namespace", &namespace.value, errors);
    }
    for check in &domain.says.checks {
        fits(
            "the name of a check",
            &check.name.unraw().to_string(),
            &check.name,
            errors,
        );
    }
}

fn checks_differ(domain: &Domain, errors: &Errors) {
    let mut seen: Vec<String> = Vec::new();
    for check in &domain.says.checks {
        let name = check.name.unraw().to_string();
        if seen.contains(&name) {
            let message = format!("two checks have the name `{name}`");
            errors.at(&check.name, &message, "give one of them another");
        }
        seen.push(name);
    }
}

fn default_is_none_of_rusts(domain: &Domain, errors: &Errors) {
    let (Some(default), Some(values)) = (&domain.says.default, &domain.values) else {
        return;
    };
    if let Some((message, help)) = mistake(&default.value, values) {
        errors.at(&default.value, message, &help);
    }
}
