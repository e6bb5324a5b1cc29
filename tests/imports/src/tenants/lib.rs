//! The schema `tenants`, taken over from a database as it stood.
//!
//! A module is a topic. `as_found` lets it declare what was there and nothing else; without that word a
//! table says whose rows it holds, and everything follows that makes it true.
#![allow(missing_docs, reason = "a doc comment becomes a COMMENT")]

pub mod app_bookings;
pub mod app_organizations;
pub mod elsewhere;
pub mod functions;
pub mod roles;
pub mod views;

use voxanne_schema::declare::ExtensionRule;
use voxanne_schema::prelude::*;

/// The schema as it is now.
#[must_use]
pub fn schema() -> Declaration {
    Declaration::new("tenants", Platform::Postgres)
        .role(roles::READER)
        .role(roles::WRITER)
        .module(database())
        .module(functions::module())
        .module(app_bookings::module())
        .module(app_organizations::module())
        .module(views::module())
        .module(unsaid())
}

/// What belongs to the whole database.
fn database() -> Module {
    Module::new("import_database")
        .as_found()
        .namespace("app")
        .namespace("private")
        .extension(ExtensionRule::required("btree_gist").in_namespace("public"))
        .extension(ExtensionRule::required("citext").in_namespace("public"))
        .extension(ExtensionRule::required("pg_trgm").in_namespace("public"))
}

/// What definitions have no words for, in the form of the model.
fn unsaid() -> Module {
    Module::new("import_the_rest")
        .as_found()
        .objects(include_str!("unsaid.json"))
}
