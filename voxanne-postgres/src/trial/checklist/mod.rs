//! Acceptance checks: SQL that looks at a database and says what it saw. [`Checklist`] tells the form.
//!
//! - `heading`, `parse`: which checks does a file hold?
//! - `run`, `verdict`: what does each see, and how does it end?
//! - `files`: what can they look at besides the database?

mod files;
mod heading;
mod parse;
mod run;
mod verdict;

pub use files::{File, FileKind};
pub use parse::Checklist;
pub(super) use run::{Checked, run};
pub use verdict::Verdict;
