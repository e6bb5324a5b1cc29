//! What can be said on the command line, and how `--help` explains it.
//!
//! The texts are doc comments of the arguments; examples and exit codes are added by `help`.

mod database;
mod diff;
mod drift;
mod help;
mod import;
mod project;
mod values;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use self::database::{Apply, DatabaseCommand, Rollback, ScratchArguments, Target};
pub(crate) use self::diff::{Allowed, Diff, WayArguments};
pub(crate) use self::drift::{Annotations, Drift};
pub(crate) use self::help::{Program, command};
pub(crate) use self::import::Import;
pub(crate) use self::project::{Check, Generate, Plan, Rebase, Squash, Try};
pub(crate) use self::values::plain;

/// From one typed definition of a PostgreSQL schema: its migrations, its entities, and the proof
/// that they agree.
#[derive(Debug, Parser)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct ProjectLine {
    #[command(subcommand)]
    pub(crate) command: ProjectCommand,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Applies, takes back and verifies a folder of migrations that Voxanne has written, compares any two
/// states of a database, and turns a database into definitions.
///
/// This binary knows no definitions. What needs them (generate, check, plan, try) is in the binary
/// of your team: `fn main() -> ExitCode { voxanne_cli::run(…) }`.
#[derive(Debug, Parser)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct StandaloneLine {
    #[command(subcommand)]
    pub(crate) command: StandaloneCommand,
    #[command(flatten)]
    pub(crate) folder: FolderArguments,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What a team's binary can do.
#[derive(Debug, Subcommand)]
pub(crate) enum ProjectCommand {
    Generate(Generate),
    Check(Check),
    Plan(Plan),
    Rebase(Rebase),
    Squash(Squash),
    Try(Try),
    Diff(Diff),
    Drift(Drift),
    #[command(flatten)]
    Database(DatabaseCommand),
}

/// What the binary can do that knows no definitions.
#[derive(Debug, Subcommand)]
pub(crate) enum StandaloneCommand {
    Diff(Diff),
    Import(Import),
    #[command(flatten)]
    Database(DatabaseCommand),
}

/// What every command takes.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// Write one JSON document to standard output, and nothing else there
    ///
    /// It holds `command`, `outcome`, `exit_code`, `result` (what was found or done; null when it came
    /// to nothing), `warnings` and `errors`. Messages for people go to standard error all the same.
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) json: bool,
    /// When to use colour; `auto` does when it writes to a terminal, and heeds NO_COLOR
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub(crate) color: Color,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// What stands in for the definitions.
#[derive(Args, Debug)]
pub(crate) struct FolderArguments {
    /// The folder of the migrations
    #[arg(long, global = true, value_name = "DIR", default_value = "migrations")]
    pub(crate) migrations: std::path::PathBuf,
    /// What a scratch server has before the first migration
    #[arg(long, global = true, value_name = "NAME", default_value = "postgres")]
    pub(crate) platform: PlatformName,
}

/// A platform, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlatformName {
    /// PostgreSQL as it comes
    Postgres,
    /// A Supabase project
    Supabase,
}

impl Color {
    /// Whether to use colour, if anybody said.
    pub(crate) const fn decided(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
}

impl ProjectCommand {
    /// The word that calls it.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Generate(_) => "generate",
            Self::Check(_) => "check",
            Self::Plan(_) => "plan",
            Self::Rebase(_) => "rebase",
            Self::Squash(_) => "squash",
            Self::Try(_) => "try",
            Self::Diff(_) => "diff",
            Self::Drift(_) => "drift",
            Self::Database(command) => command.name(),
        }
    }
}

impl StandaloneCommand {
    /// The word that calls it.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Diff(_) => "diff",
            Self::Import(_) => "import",
            Self::Database(command) => command.name(),
        }
    }
}
