//! What a database had and nothing declared, taken over as it stood by `drift --adopt`.
//!
//! Yours from here on: move what is here to where it belongs.
#![allow(missing_docs, reason = "a doc comment becomes a COMMENT")]

pub mod elsewhere;
pub mod functions;
pub mod inventory;
pub mod reports_weekly;
pub mod views;

use voxanne_schema::prelude::*;

/// The modules, to be declared after all others.
#[must_use]
pub fn modules() -> Vec<Module> {
    vec![database(), functions::module(), inventory::module(), reports_weekly::module(), views::module(), unsaid()]
}

/// What belongs to the whole database.
fn database() -> Module {
    Module::new("adopt_database")
        .as_found()
        .namespace("reports")
}

/// What belongs to objects that are declared elsewhere, and what definitions have no words for, in the
/// form of the model.
fn unsaid() -> Module {
    Module::new("adopt_the_rest")
        .as_found()
        .objects(include_str!("unsaid.json"))
}
