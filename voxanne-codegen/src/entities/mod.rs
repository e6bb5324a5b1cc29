//! The model → sea-orm entities: `lib.rs`, `prelude.rs`, `enums.rs` and a module for each table.
//!
//! Owns what becomes a Rust type, what it is called, and how the entities reach each other; does
//! not own where the files go. Three steps that never mix: a plan is made of the model (`plan`),
//! every name and type in it settled; then it is written (`emit`), each file on its own, on as many
//! threads as there are.
//!
//! The generated crate depends on sea-orm 2 with its features `macros`, `postgres-array`, and those
//! of the types that the tables use: `with-uuid`, `with-json`, `with-chrono` or `with-time`,
//! `with-rust_decimal`, `with-ipnetwork`.
//!
//! What sea-orm has no way to say, and what is written instead:
//!
//! - Two ways to the same entity: one of them is `Related`, the others have names in `Relation` and
//!   a type that is `Linked`. The one that carries the tenant comes first, then the one named after
//!   the table (`contact_id`); of two equal ones, none is `Related`.
//! - An enum outside `public`: its namespace goes into its name, quotes and all. This works in
//!   queries; sea-orm's own `CREATE TABLE` from entities would not.
//! - Types without a Rust type: `String`, cast from and to text in every query.
//! - A table without a primary key: a unique key that is never null stands for it. Without one,
//!   there is no entity, and `lib.rs` says so.
//! - Views: entities that are read, whose active models refuse to be saved or deleted. The key is the
//!   one that the view declares, or a unique index of a materialized one.
//! - Columns that PostgreSQL alone writes: `before_save` leaves them out. Inserts and updates that
//!   bypass active models (`Entity::insert_many`) must leave them out themselves.

mod column_type;
mod docs;
mod emit;
pub(crate) mod ident;
mod options;
mod plan;
pub(crate) mod reserved;
mod spelling;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod views;

use voxanne_schema::model::Schema;
use voxanne_schema::parallel;

pub use self::options::{DateTimeLibrary, EntityOptions, Format, InvalidRustPath, RustPath, SerdeDerives};

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where, relative to the folder of the entities' sources, with `/`.
    pub path: String,
    /// What is in it.
    pub contents: String,
}

/// Every file of the entities' crate, sorted by path.
#[must_use]
pub fn entities(schema: &Schema, options: &EntityOptions) -> Vec<GeneratedFile> {
    entities_on(parallel::threads(), schema, options)
}

/// The same on so many threads.
pub(crate) fn entities_on(threads: usize, schema: &Schema, options: &EntityOptions) -> Vec<GeneratedFile> {
    let (schema, views) = views::as_tables(schema);
    emit::files(&plan::Plan::of(&schema, &views, options), options, threads)
}
