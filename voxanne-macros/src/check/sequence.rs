//! What holds for a sequence.

use quote::quote_spanned;

use super::name::{fits, is_name};
use super::rename;
use crate::errors::Errors;
use crate::parse::sequence::Sequence;

/// Every rule of sequences.
pub(crate) fn sequence(sequence: &Sequence, errors: &Errors) {
    let ident = &sequence.ident;
    if sequence.values.is_none() {
        let help = format!("write `struct {ident}(i64);`");
        let message = "`Sequence` stands on a struct with one integer that has no name";
        errors.at(ident, message, &help);
    }
    if !sequence.generics.params.is_empty() {
        errors.at(&sequence.generics, "a sequence has no generics", "take them away");
    }
    let (name, span) = sequence.name();
    fits(
        "the name of a sequence",
        &name,
        &quote_spanned!(span=> name),
        errors,
    );
    if let Some(namespace) = &sequence.says.namespace {
        is_name("the name of a namespace", &namespace.value, errors);
    }
    rename::sequence(sequence, errors);
}
