//! The only crate of Voxanne that opens a connection.
//!
//! Everything that needs a real PostgreSQL lives here, and nothing else does:
//!
//! - [`scratch`]: servers of our own that are gone when we are, even after a crash;
//! - [`connection`]: one session on a database, with errors that say where in the script they arose;
//! - [`apply`]: migrations applied, taken back and verified, with a ledger of what is there;
//! - [`prelude`](mod@prelude): what a platform, such as Supabase, has before the first migration runs;
//! - [`trial`]: a folder of migrations proven all the way up and down, with acceptance checks;
//! - [`introspect`](mod@introspect): the model of a database as it is, read from its catalog;
//! - [`source`]: states that can be compared, wherever they are written down;
//! - [`dump`]: the schema of a database as `pg_dump` writes it, without what differs from run to run.
//!
//! The client is sea-orm's own ([`sea_orm::sqlx`]), so that a team which uses the generated
//! entities carries no second one.
//!
//! ```no_run
//! # async fn example() -> Result<(), voxanne_postgres::Error> {
//! use voxanne_postgres::{Connection, Platform, ScratchOptions, ScratchServer, prelude};
//!
//! let server = ScratchServer::start(&ScratchOptions::default())?;
//! server.create_database("app").await?;
//! let mut session = Connection::connect(&server.url("app")).await?;
//! session.execute(prelude(Platform::Supabase)).await?;
//! # Ok(())
//! # }
//! ```

pub mod apply;
pub mod connection;
mod database_url;
pub mod dump;
mod error;
pub mod introspect;
mod ledger;
mod notice;
pub mod prelude;
mod result_set;
pub mod scratch;
mod script;
pub mod source;
mod sql_error;
pub mod trial;

pub use apply::{
    ApplyOptions, BaselineOptions, Cancellation, MigrationError, Outcome, Progress, RollbackOptions,
    RollbackTarget, Runner, RunnerOptions,
};
pub use connection::{Connection, ScriptOutcome};
pub use database_url::DatabaseUrl;
pub use dump::{DumpOptions, dump_schema};
pub use error::Error;
pub use introspect::{Introspection, Unmodeled, introspect};
pub use notice::{Notice, NoticeLevel};
pub use prelude::prelude;
pub use result_set::{ResultSet, TextRow};
pub use scratch::{Binaries, ScratchOptions, ScratchServer, ServerSearch, ServerVersion};
pub use sql_error::{FailedStatement, Location, SqlError};
pub use voxanne_schema::Platform;
