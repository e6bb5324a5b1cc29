//! The schema `films`, taken over from a database as it stood.
//!
//! A module is a topic. `as_found` lets it declare what was there and nothing else; without that word a
//! table says whose rows it holds, and everything follows that makes it true.
#![allow(missing_docs, reason = "a doc comment becomes a COMMENT")]

pub mod adopted;
pub mod category;
pub mod elsewhere;
pub mod film;
pub mod functions;
pub mod language;
pub mod payment;
pub mod types;
pub mod views;

use voxanne_schema::prelude::*;

/// The schema as it is now.
#[must_use]
pub fn schema() -> Declaration {
    Declaration::new("films", Platform::Postgres)
        .module(types::module())
        .module(functions::module())
        .module(category::module())
        .module(film::module())
        .module(language::module())
        .module(payment::module())
        .module(views::module())
        .module(unsaid())
        .modules(adopted::modules())
}

/// What definitions have no words for, in the form of the model.
fn unsaid() -> Module {
    Module::new("import_the_rest")
        .as_found()
        .objects(include_str!("unsaid.json"))
}
