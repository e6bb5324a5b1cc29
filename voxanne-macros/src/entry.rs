//! What each macro does, from tokens to tokens: read, check, write. Apart from the crate's root, so
//! that tests can call it.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;
use crate::parse::composite::Composite;
use crate::parse::domain::Domain;
use crate::parse::enumeration::Enumeration;
use crate::parse::sequence::Sequence;
use crate::parse::table::Table;
use crate::parse::view::View;
use crate::{check, expand, parse};

/// `derive(Table)`
pub(crate) fn table(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let table = Table::parse(input, &errors);
    check::table(&table, &errors);
    let expanded = expand::table(&table, errors.count() == 0);
    with(errors.check(), expanded)
}

/// `derive(View)`
pub(crate) fn view(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let view = View::parse(input, &errors);
    check::view(&view, &errors);
    let expanded = expand::view(&view, errors.count() == 0);
    with(errors.check(), expanded)
}

/// `derive(PgEnum)`
pub(crate) fn enumeration(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let enumeration = Enumeration::parse(input, &errors);
    check::enumeration(&enumeration, &errors);
    with(errors.check(), expand::enumeration(&enumeration))
}

/// `derive(Domain)`
pub(crate) fn domain(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let domain = Domain::parse(input, &errors);
    check::domain(&domain, &errors);
    with(errors.check(), expand::domain(&domain))
}

/// `derive(Composite)`
pub(crate) fn composite(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let composite = Composite::parse(input, &errors);
    check::composite(&composite, &errors);
    with(errors.check(), expand::composite(&composite))
}

/// `derive(Sequence)`
pub(crate) fn sequence(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let sequence = Sequence::parse(input, &errors);
    check::sequence(&sequence, &errors);
    with(errors.check(), expand::sequence(&sequence))
}

/// `sql_fn!`
pub(crate) fn functions(input: TokenStream) -> TokenStream {
    let errors = Errors::new();
    let functions = parse::function::parse(input, &errors);
    check::functions(&functions, &errors);
    with(errors.check(), expand::functions(&functions))
}

/// The errors first, as the compiler shows them in order.
fn with(mut errors: TokenStream, expanded: TokenStream) -> TokenStream {
    errors.extend(expanded);
    errors
}
