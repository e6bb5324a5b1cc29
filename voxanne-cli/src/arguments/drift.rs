//! The command that holds a database against the definitions.

use clap::{Args, ValueEnum};

use super::database::{DatabaseArguments, ScratchArguments};
use super::diff::WayArguments;
use super::values;

/// Tell in what a database differs from the definitions
///
/// The definitions are built in a scratch database and read from there, so that like is compared with like.
/// Where nothing differs, that is the proof that the database is what is declared. Otherwise each object is
/// told with who is ahead: what the definitions have and the database lacks, what the database has and nobody
/// declares, and what both have in another form, facet by facet. Where a migration that is pending, or not
/// written yet, changes the object, that is told as the likely cause.
///
/// Tables in which tools remember what they have applied, ours included, are no difference. What the database
/// has and the model has no form for is named on standard error, and never touched. Nothing in the database is
/// changed.
#[derive(Args, Debug)]
pub(crate) struct Drift {
    #[command(flatten)]
    pub(crate) database: DatabaseArguments,
    /// Print the SQL that brings the database to the definitions, and nothing else
    ///
    /// Plain `psql -v ON_ERROR_STOP=1 -f` runs it, transactions and all. Standard output is empty where the
    /// change is refused; standard error then says why, and what to allow. The differences go to standard error.
    #[arg(long, conflicts_with = "format")]
    pub(crate) sql: bool,
    /// Bring the definitions to the database instead, by a module of this name in the project's `src`
    ///
    /// What nobody declares becomes definitions, as `import` writes them, in a module that is complete. For what is
    /// declared otherwise, the definition is written beside it, and told whose place it takes; what the database
    /// has not is told with the lines to take out. No file that is there is changed. Once all of it is done,
    /// `generate` writes the migrations that other databases need, and `apply --baseline` records them on this one.
    #[arg(
        long,
        value_name = "NAME",
        num_args = 0..=1,
        default_missing_value = "adopted",
        value_parser = values::module,
        conflicts_with_all = ["sql", "format"]
    )]
    pub(crate) adopt: Option<String>,
    /// In which form the differences are told
    #[arg(long, value_name = "FORM", default_value = "text", conflicts_with = "json")]
    pub(crate) format: Annotations,
    #[command(flatten)]
    pub(crate) way: WayArguments,
    /// Look at this namespace alone; may be said more than once
    #[arg(long, value_name = "NAME")]
    pub(crate) namespace: Vec<String>,
    /// A role that the scratch server gets first, because a definition needs it and none names it; may be said
    /// more than once
    #[arg(long, value_name = "NAME", help_heading = "Database")]
    pub(crate) role: Vec<String>,
    #[command(flatten)]
    pub(crate) server: ScratchArguments,
}

/// Who reads the differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Annotations {
    /// People
    Text,
    /// GitHub Actions, which shows each at the line that declares the object
    Github,
}
