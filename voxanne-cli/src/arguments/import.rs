//! The command that turns a database into definitions.

use std::path::PathBuf;

use clap::Args;

use super::database::{DatabaseArguments, ScratchArguments};

/// Write typed definitions of a database that exists
///
/// A crate comes of it: a file a topic, bodies of functions and queries of views in `.sql` files beside them,
/// comments as doc comments, a binary that knows all commands. What it declares is what was read, object by
/// object, so that nothing is to do between the two; what definitions have no words for yet stands in the form
/// of the model in `unsaid.json`.
///
/// Nothing in the database is changed, and no file is written over.
///
/// Where tables look as if their rows belonged to tenants, this says so and why. To make it true, take
/// `.as_found()` from the module and write `tenant = …` at the table.
#[derive(Args, Debug)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) database: DatabaseArguments,
    /// Any other source, as `diff` takes it, in place of a database: a folder of migrations, a file of SQL, a
    /// model
    #[arg(long, value_name = "SOURCE", conflicts_with = "database_url")]
    pub(crate) from: Option<String>,
    /// The folder of the crate, which must not exist yet or be empty
    #[arg(long, value_name = "DIR", default_value = "schema")]
    pub(crate) output: PathBuf,
    /// The name of the crate; that of the folder unless said
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Look at this namespace alone; may be said more than once
    #[arg(long, value_name = "NAME")]
    pub(crate) namespace: Vec<String>,
    /// A role that the scratch server gets first, because a source names it and does not create it; may be
    /// said more than once
    #[arg(long, value_name = "NAME", help_heading = "Database")]
    pub(crate) role: Vec<String>,
    /// A checkout of Voxanne that the crate depends on, in place of the registry
    #[arg(long, value_name = "DIR")]
    pub(crate) checkout: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) server: ScratchArguments,
}
