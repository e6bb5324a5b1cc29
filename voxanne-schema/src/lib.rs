//! The model of a PostgreSQL schema, and the typed way to declare one.
//!
//! A team's schema crate depends on this crate alone. Structure stands in attributes
//! (`derive(Table)`, `derive(PgEnum)`, `sql_fn!`), rules in a [`TableRules`] impl, and
//! [`Declaration`] lists the modules in the order in which they were introduced:
//!
//! ```
//! use voxanne_schema::prelude::*;
//!
//! /// Clinics that use the service.
//! #[derive(Table)]
//! #[table(name = "organizations", shared = "the tenants themselves")]
//! pub struct Organization {
//!     #[col(primary_key, default = gen_random_uuid())]
//!     pub id: Uuid,
//!     pub name: String,
//! }
//!
//! impl TableRules for Organization {
//!     type Columns = OrganizationColumns;
//!     fn rules(c: OrganizationColumns, r: &mut Rules<Self>) {
//!         r.index(c.name);
//!     }
//! }
//!
//! let declared = Declaration::new("clinics", Platform::Postgres)
//!     .module(Module::new("create_organizations").table::<Organization>())
//!     .build()
//!     .expect("the definitions are sound");
//! assert_eq!(declared.schema.tables().count(), 1);
//! ```
//!
//! What is declared becomes a [`Schema`](model::Schema): sorted, serializable, with raw names and
//! no SQL layout. This crate does no I/O and writes no SQL.

pub mod data_type;
pub mod declare;
mod describe;
pub mod diagnostic;
pub mod expression;
pub mod lookup;
pub mod model;
pub mod name;
pub mod object;
#[doc(hidden)]
pub mod parallel;
pub mod platform;
pub mod prelude;
pub mod rename;
pub mod typed;
mod validate;

#[doc(hidden)]
pub mod __private;

pub use declare::{Declaration, Declared, Module};
pub use diagnostic::{Code, Diagnostic, Location, Severity};
pub use platform::Platform;
pub use typed::Sequence;
pub use typed::{Composite, Domain, PgEnum, Rules, SqlFunction, SqlType, Table, TableRules, View, ViewRules};
pub use voxanne_macros::{Composite, Domain, PgEnum, Sequence, Table, View, sql_fn};

// Lets the macros' absolute paths work inside this crate as well.
extern crate self as voxanne_schema;
