//! From a declared schema to what a team keeps in its repository: ordered migrations, typed
//! entities, TypeScript types, pages on the schema. Difference, plan and emission are pure; only [`Generator`] touches files, and writes
//! one only when its bytes change.

#[macro_use]
mod text;

mod access;
mod allowances;
pub mod analysis;
pub mod diff;
pub mod differences;
pub mod entities;
mod error;
mod generate;
mod generator;
pub mod import;
mod kinds;
pub mod migrations;
mod naming;
pub mod outputs;
pub mod plan;
mod rename;
mod reshape;
mod snapshot;
pub mod sql;
mod verify;
pub mod way;

pub use access::AccessChange;
pub use error::GenerateError;
pub use generate::{Generated, PlanOptions, generate, generate_series};
pub use generator::{Checked, Generator, OutputFile, Prepared, Rebased, Report, Squash, Stale};
pub use kinds::leaves::own_names;
pub use naming::Naming;
pub use verify::{Touch, verify, verify_all};
pub use way::{Way, WayOptions, WayPart, way};
