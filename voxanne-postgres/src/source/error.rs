//! Why a source cannot be read, in words that whoever named it can act on.

use std::io;
use std::path::{Path, PathBuf};

use voxanne_codegen::GenerateError;
use voxanne_codegen::migrations::FolderError;

use crate::error::Error;
use crate::sql_error::SqlError;

/// Why a source cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// There is nothing of that name.
    #[error("there is no file or folder `{}`", path.display())]
    Missing {
        /// What was looked for.
        path: PathBuf,
    },
    /// A file that does not say what it is.
    #[error("`{}` may be SQL or a model, and its name does not say which", path.display())]
    AnyKind {
        /// The file.
        path: PathBuf,
    },
    /// A file where a folder was promised, or the other way round.
    #[error("`{}` is not of the kind that stands before it", path.display())]
    OtherKind {
        /// The path.
        path: PathBuf,
    },
    /// A folder without migrations.
    #[error("the folder `{}` holds no SQL file", path.display())]
    NoSql {
        /// The folder.
        path: PathBuf,
        /// A folder below it that does.
        below: Option<PathBuf>,
    },
    /// A folder whose files belong to two tools.
    #[error("the folder `{}` holds migrations of two kinds: {kinds}", path.display())]
    TwoLayouts {
        /// The folder.
        path: PathBuf,
        /// Which, with a file of each.
        kinds: String,
    },
    /// A folder of our own with something wrong in it.
    #[error("the folder of migrations is wrong")]
    Folder(Vec<FolderError>),
    /// A model that does not read.
    #[error("the model `{}` does not read: {source}", path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// Where, and why not.
        source: serde_json::Error,
    },
    /// The definitions, or a model, cannot be built.
    #[error("{0}")]
    Generate(Box<GenerateError>),
    /// There are no definitions.
    #[error("`declared` asks for definitions, and this binary knows none")]
    NoDefinitions,
    /// A command of psql in a script.
    #[error("`{}` line {line}: `{command}` is a command of psql, and not SQL", path.display())]
    Command {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// The command.
        command: String,
    },
    /// A statement that PostgreSQL refuses.
    #[error("{error}")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What is wrong, by its place in the file.
        error: Box<SqlError>,
    },
    /// A file that ends in the middle of a transaction.
    #[error("`{}` begins a transaction and does not end it, so that nothing of it stays", path.display())]
    OpenTransaction {
        /// The file.
        path: PathBuf,
    },
    /// A file or folder that cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A server, or the way to it.
    #[error(transparent)]
    Server(#[from] Error),
}

impl SourceError {
    /// What would mend it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::Missing { .. } => {
                "a source is a URL (`postgresql://…`), a folder of migrations, a file `….sql`, a model `….json`, `declared` or `empty`".to_owned()
            }
            Self::AnyKind { path } => format!("say which: `sql:{0}` or `model:{0}`", path.display()),
            Self::OtherKind { .. } => {
                "`migrations:` stands before a folder, `sql:` and `model:` before a file".to_owned()
            }
            Self::NoSql { below: Some(below), .. } => format!("perhaps `{}` is meant", below.display()),
            Self::NoSql { .. } => {
                "name the folder that holds the migrations themselves, or `empty` for nothing at all".to_owned()
            }
            Self::TwoLayouts { .. } => "keep the migrations of one tool in one folder".to_owned(),
            Self::Folder(errors) => return errors.first().map(FolderError::help),
            Self::Model { .. } => {
                "a model is what serde writes of `voxanne_schema::model::Schema`: an array of objects".to_owned()
            }
            Self::Generate(_) => return None,
            Self::NoDefinitions => {
                "run `diff` of your team's own binary, or name another source".to_owned()
            }
            Self::Command { .. } => {
                "take it out, or put what it brings in its place: the file is run without psql".to_owned()
            }
            Self::Failed { error, .. } => remedy(error),
            Self::OpenTransaction { .. } => "end it with `COMMIT;`".to_owned(),
            Self::Io { .. } => "check that it may be read, and that it is UTF-8".to_owned(),
            Self::Server(error) => return error.help(),
        };
        Some(text)
    }

    /// An adapter for `map_err`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// What whoever named a stranger's SQL can do, by what the server says.
fn remedy(error: &SqlError) -> String {
    let message = &error.message;
    let role = message
        .strip_prefix("role \"")
        .and_then(|rest| rest.strip_suffix("\" does not exist"));
    if let Some(role) = role {
        let more = match role {
            "anon" | "authenticated" | "service_role" | "authenticator" | "supabase_admin" => {
                ", or say `--platform supabase`"
            }
            _ => "",
        };
        return format!(
            "it is built on a scratch server of its own, which has no such role: name it with `--role {role}`{more}"
        );
    }
    if message.contains("schema \"auth\"")
        || message.contains("relation \"auth.")
        || message.contains("schema \"storage\"")
    {
        return "where these are the migrations of a Supabase project, say `--platform supabase`".to_owned();
    }
    if message.starts_with("extension \"") && message.ends_with("is not available") {
        return "install the extension for the server that is used, choose another with `--postgres` or VOXANNE_PG_BIN, or name a database that has it".to_owned();
    }
    if error.code == "42501" {
        return "the scratch server's owner may do everything but this: take the statement out".to_owned();
    }
    let given = error.help().filter(|_| error.code != "25001");
    let general = "mend the statement, or let what it needs run before it: the sources are built in an empty database, file by file";
    given.map_or_else(|| general.to_owned(), |given| format!("{given}; {general}"))
}
