//! The command line of Voxanne: arguments, output and exit codes around `voxanne-codegen` and
//! `voxanne-postgres`.
//!
//! A team's own binary, which knows the team's definitions, is one call:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use voxanne_cli::Project;
//! use voxanne_schema::prelude::*;
//!
//! fn schema() -> Declaration {
//!     Declaration::new("clinics", Platform::Postgres)
//! }
//!
//! fn main() -> ExitCode {
//!     let project = Project::new(schema(), env!("CARGO_MANIFEST_DIR")).entities("../entities/src");
//!     voxanne_cli::run(project)
//! }
//! ```
//!
//! The `voxanne` binary of this crate has no definitions; it applies and verifies a folder of
//! migrations.
//!
//! # For machines
//!
//! With `--json`, standard output holds one document: `command` (null when the arguments name none),
//! `outcome` (`fine`, `findings`, `wrong`, `database` or `interrupted`), `exit_code`, `result` (what
//! the command found or did; null when it came to nothing), `warnings` and `errors`. Each of these has
//! a `severity`, a `message`, and where there is one a `code` (a word of ours, or a SQLSTATE), a
//! `place`, an `excerpt`, `causes` and a `help`. Messages for people go to standard error all the same.
//!
//! Of `drift`, `result` holds `equal`, `declared` (how many objects were compared), `differences`, `pending` and
//! `unwritten` (the names of migrations that the database lacks), `sql` (null where it is refused, and `errors` then
//! says why), `other_ledgers`, `unmodeled`, and `adopted` where that was asked for. A difference has its `object` and
//! `kind`, who is `ahead` (`definitions`, `database` or `both`), `part_of`, `declared_at` (`file` and `line`), its
//! `facets` (`name`, `before` in the database, `after` in the definitions; null where one side has none), and the
//! `pending` and `unwritten` migrations that change it.
//!
//! # Where things are
//!
//! What one would look for here and not find: differences, plans, SQL and files are made by
//! `voxanne-codegen`; what happens on a database, trials and acceptance checks included, is done by
//! `voxanne-postgres`.

mod arguments;
mod commands;
mod outcome;
mod output;
mod project;
mod report;
mod run;

pub use project::Project;
pub use run::{run, run_standalone, run_with};
