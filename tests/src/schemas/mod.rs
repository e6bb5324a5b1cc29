//! The schemas, a file a case.
#![allow(
    missing_docs,
    reason = "a doc comment becomes a COMMENT, and most columns need none"
)]

pub mod circle;
pub mod columns;
pub mod domains;
pub mod duplicates;
pub mod functions;
pub mod growth;
pub mod keys;
pub mod names;
pub mod removal;
pub mod tenancy;
pub mod views;

use voxanne_schema::prelude::*;

/// A declaration for plain PostgreSQL whose versions are numbered.
fn plain() -> Declaration {
    Declaration::new("case", Platform::Postgres).first_version(20260101000000)
}
