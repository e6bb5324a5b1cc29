//! The schema `rails`, taken over from a database as it stood.
//!
//! A module is a topic. `as_found` lets it declare what was there and nothing else; without that word a
//! table says whose rows it holds, and everything follows that makes it true.
#![allow(missing_docs, reason = "a doc comment becomes a COMMENT")]

pub mod cache;
pub mod elsewhere;
pub mod functions;
pub mod nodes;
pub mod order_to_tag;
pub mod schema_migrations;
pub mod users;
pub mod views;

use voxanne_schema::prelude::*;

/// The schema as it is now.
#[must_use]
pub fn schema() -> Declaration {
    Declaration::new("rails", Platform::Postgres)
        .module(functions::module())
        .module(cache::module())
        .module(nodes::module())
        .module(order_to_tag::module())
        .module(schema_migrations::module())
        .module(users::module())
        .module(views::module())
}
