//! Applying migrations, taking them back, and telling where a database stands.
//!
//! A [`Runner`] does this over one connection. What holds wherever a run is killed:
//!
//! - A migration that runs in a transaction is recorded in the same transaction: it is there and
//!   recorded, or neither.
//! - A migration with statements that cannot run in a transaction is recorded statement by
//!   statement. What was at work is looked at by the next run: it is found done, or what it left is
//!   removed and it runs again. A backfill goes on where rows are still without a value.
//! - One run at a time, by a lock that ends with its session.
//!
//! Each file answers one question:
//!
//! - `runner`: what can be asked for? `run`: in which order does it go? `agenda`: what has it to do? `status`: where do the
//!   folder and the ledger stand, and do they agree?
//! - `preflight`: can the run succeed? `data_loss`: what would a rollback lose?
//! - `lock`, `session`, `cancel`: one run at a time, that can be stopped.
//! - `transaction`, `steps`: how does a migration run? `aftermath`, `stopped`: what is left when it
//!   did not?
//! - `options`, `progress`, `error`: what goes in and what comes out.
//!
//! Not here: the files of migrations (`voxanne_codegen::migrations` reads them and checks them
//! among themselves) and the ledger's table (the module `ledger`).

mod aftermath;
mod agenda;
mod cancel;
mod data_loss;
mod error;
mod lock;
mod options;
mod preflight;
mod progress;
mod run;
mod runner;
mod session;
mod status;
mod steps;
mod stopped;
mod transaction;

pub use cancel::Cancellation;
pub use data_loss::{Loss, Rows};
pub use error::MigrationError;
pub use lock::LockHolder;
pub use options::{ApplyOptions, BaselineOptions, Retry, RollbackOptions, RollbackTarget, RunnerOptions};
pub use preflight::Obstacle;
pub use progress::{Direction, Finished, Outcome, Progress};
pub use runner::Runner;
pub use status::{Entry, State, Status};
pub use stopped::{Cause, Left, Stopped};
