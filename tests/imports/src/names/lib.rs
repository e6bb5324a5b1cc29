//! The schema `names`, taken over from a database as it stood.
//!
//! A module is a topic. `as_found` lets it declare what was there and nothing else; without that word a
//! table says whose rows it holds, and everything follows that makes it true.
#![allow(missing_docs, reason = "a doc comment becomes a COMMENT")]

pub mod abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk;
pub mod date;
pub mod elsewhere;
pub mod functions;
pub mod match_tables;
pub mod option;
pub mod roles_tables;
pub mod users;
pub mod views;

use voxanne_schema::prelude::*;

/// The schema as it is now.
#[must_use]
pub fn schema() -> Declaration {
    Declaration::new("names", Platform::Postgres)
        .module(functions::module())
        .module(abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk::module())
        .module(date::module())
        .module(match_tables::module())
        .module(option::module())
        .module(roles_tables::module())
        .module(users::module())
        .module(views::module())
        .module(unsaid())
}

/// What definitions have no words for, in the form of the model.
fn unsaid() -> Module {
    Module::new("import_the_rest")
        .as_found()
        .objects(include_str!("unsaid.json"))
}
