//! The commands that need a team's definitions.

use clap::Args;
use voxanne_codegen::migrations::Version;

use super::database::ScratchArguments;
use super::values::{self, AllowedHazard};

/// Write the next migrations, the entities and the other outputs
///
/// Compares the definitions with the migrations written so far, writes what is new, and says file by
/// file what it wrote. The other outputs are TypeScript types, and pages on the schema, its policies
/// and its functions, where the project has a place for them. A file is written only when its bytes
/// change; a written migration never changes. Needs no database.
#[derive(Args, Debug)]
pub(crate) struct Generate {
    /// What the next migration is called, in place of the declared or derived words: lowercase letters,
    /// digits and underscores
    #[arg(long, value_name = "SLUG", value_parser = values::slug)]
    pub(crate) slug: Option<String>,
    /// Write the next migrations although they have this hazard; may be said more than once
    ///
    /// With `deletes_data`, rows or values are lost: with a table or column that goes, or because only
    /// one of several rows with the same key stays. With `blocks_writers`, a table is written anew
    /// while nobody passes. With `narrows_values`, values that do not fit a new type are changed, or
    /// stop the migration. With `moves_columns`, all rows are written anew, beside the writers, so that
    /// columns stand in another order. With `looks_like_rename`, something goes while its like comes, and
    /// is not renamed. Without this, nothing is written. Other hazards are no reason to refuse;
    /// `plan` shows them.
    #[arg(long, value_name = "HAZARD")]
    pub(crate) allow: Vec<AllowedHazard>,
    /// Change these tables plainly, or all tables where none is named: small ones, whose writers can wait
    ///
    /// In place of batches, indexes built beside the writers and constraints proven later, everything
    /// is done at once, in one transaction where it can be. It lets `blocks_writers` pass on them.
    #[arg(long, value_name = "TABLE", num_args = 0..)]
    pub(crate) plain: Option<Vec<String>>,
    /// The version of the next migration, such as 20250110000300, in place of the present moment
    #[arg(long, value_name = "VERSION", value_parser = values::version)]
    pub(crate) at: Option<Version>,
}

/// Tell whether everything generated is as the definitions say
///
/// Prints what `generate` would change as a unified diff, and everything that is wrong with the
/// folder of migrations: files that were edited, are missing or stray, two migrations with one
/// version or after the same one. Writes nothing and needs no database; meant for CI.
#[derive(Args, Debug)]
pub(crate) struct Check {}

/// Show the next migrations, statement by statement
///
/// Each statement comes with the reason why it is there, the lock that it takes, what can go wrong,
/// and what takes it back. Writes nothing and needs no database; a warning names the hazards that
/// `generate` would have to be allowed.
#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// Print the way up as it would be written, and nothing else
    #[arg(long)]
    pub(crate) sql: bool,
    /// Change these tables plainly, or all tables where none is named: small ones, whose writers can wait
    ///
    /// In place of batches, indexes built beside the writers and constraints proven later, everything
    /// is done at once, in one transaction where it can be. It lets `blocks_writers` pass on them.
    #[arg(long, value_name = "TABLE", num_args = 0..)]
    pub(crate) plain: Option<Vec<String>>,
}

/// Put one branch of migrations behind the other, after a merge
///
/// Where two migrations come after the same one, the folder has two ends. This plans the changes of
/// one branch anew on top of the other, from the merged definitions, and writes them under their old
/// words with later versions; the files of before go. What both branches change is named, and nothing
/// is done before somebody has looked at it. A database that has the moved migrations must take them
/// back before. Needs no database.
#[derive(Args, Debug)]
pub(crate) struct Rebase {
    /// The migration that begins the branch that moves, by version or by name; unless said, the later
    /// one moves
    #[arg(value_name = "MIGRATION")]
    pub(crate) moved: Option<String>,
    /// Go on although both branches change the same: the merged definitions say what is meant
    #[arg(long)]
    pub(crate) accept: bool,
    /// Write the migrations although they have this hazard; may be said more than once
    #[arg(long, value_name = "HAZARD")]
    pub(crate) allow: Vec<AllowedHazard>,
}

/// Put one migration in place of the first ones, once both have come to the same
///
/// Writes a baseline that makes at once what the migrations up to `--to` made one after another, with
/// the version of the last of them, and removes their files. Before anything is written, both run on a
/// scratch server and the two databases are compared. What comes later stays as it is. A database that
/// has all of the old migrations has the baseline: the next `apply` or `rollback` notes that in its
/// ledger. One that has only some of them must be brought further with the old files first.
#[derive(Args, Debug)]
pub(crate) struct Squash {
    /// The last migration that goes into it, by version or by name; unless said, the last one there is
    #[arg(long, value_name = "MIGRATION")]
    pub(crate) to: Option<String>,
    /// What the baseline is called: lowercase letters, digits and underscores; `baseline` unless said
    #[arg(long, value_name = "SLUG", value_parser = values::slug)]
    pub(crate) slug: Option<String>,
    #[command(flatten)]
    pub(crate) scratch: ScratchArguments,
}

/// Prove the migrations on a scratch server, all the way up and down
///
/// Starts a scratch server with what the platform has, applies every migration, verifies each, runs
/// the acceptance checks, takes everything back, and compares what is left with what was there
/// before. A migration or a sample that fails ends the way up; what is there by then is taken back all
/// the same. What is tried is what is written: if the definitions are ahead of it, a warning says so.
///
/// Sample rows are SQL in the samples folder, `samples` unless the project says otherwise: `before_SLUG.sql` runs before the migration with that
/// slug, `after_SLUG.sql` after it, `before_rollback.sql` before the way down.
///
/// Acceptance checks are SQL in the folder of checks, `acceptance` unless the project says otherwise, run in the order of the files' names. A check
/// begins with a line `-- check NUMBER: TITLE` and ends with a query of one row, whose first two
/// columns are `passed` and `seen`; a third one, `skipped`, tells that it cannot be made here, and so
/// does a `seen` that begins with `skipped:`, unless `passed` is false. Each runs in a transaction of
/// its own, which is rolled back. What stands before the first check of a file, such as functions in
/// pg_temp, runs once in the session of that file.
///
/// Checks can hold the generated files against the database. They are rows of the temporary table
/// `voxanne_files (kind, name, contents)`; the kinds are `migration`, `rollback`, `typescript` and
/// `document`.
#[derive(Args, Debug)]
pub(crate) struct Try {
    /// Keep a copy of the database as it is before the way down, say where it is on standard error,
    /// and wait for Ctrl-C
    #[arg(long)]
    pub(crate) keep: bool,
    #[command(flatten)]
    pub(crate) scratch: ScratchArguments,
}
