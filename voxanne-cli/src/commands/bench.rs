//! The database that a command works on: one that somebody named, or one on a scratch server.

use serde::Serialize;
use voxanne_postgres::{Connection, Error, Platform, ScratchServer, prelude};

use crate::arguments::{ScratchArguments, Target};
use crate::output::Output;
use crate::report::Failure;

/// The name of the database on a scratch server.
pub(super) const DATABASE: &str = "voxanne";

/// A database to work on.
pub(super) struct Bench {
    pub(super) url: String,
    /// The server that goes away with this.
    scratch: Option<ScratchServer>,
}

/// Where something was done, for machines.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place {
    /// Without its password.
    url: Option<String>,
    scratch: bool,
    /// The version of the server.
    server: Option<String>,
}

impl Bench {
    /// The database that somebody named, or else an empty one of the platform.
    pub(super) async fn open(
        target: &Target,
        database_url: Option<String>,
        platform: impl FnOnce() -> Platform,
        output: &mut Output<'_>,
    ) -> Result<Self, Failure> {
        let named = if target.scratch {
            None
        } else {
            named(target.database.database_url.clone(), database_url)
        };
        if let Some(url) = named {
            return Ok(Self { url, scratch: None });
        }
        let started = start(&target.server, platform(), output).await;
        let (server, url) = started.map_err(or_name_one)?;
        let why = if target.scratch {
            ""
        } else {
            "no database was named, so "
        };
        let version = server.version();
        output.note(format_args!(
            "{why}this runs on a scratch server (PostgreSQL {version}), which is gone afterwards"
        ));
        Ok(Self {
            url,
            scratch: Some(server),
        })
    }

    pub(super) const fn is_scratch(&self) -> bool {
        self.scratch.is_some()
    }

    /// Opens a session.
    pub(super) async fn connect(&self) -> Result<Connection, Error> {
        Connection::connect(&self.url).await
    }

    /// Where this is.
    pub(super) fn place(&self, connection: &Connection) -> Place {
        Place {
            url: (!self.is_scratch()).then(|| connection.url().to_string()),
            scratch: self.is_scratch(),
            server: server_version(connection),
        }
    }
}

impl Place {
    /// In words.
    pub(super) fn words(&self) -> String {
        let server = self
            .server
            .as_ref()
            .map(|version| format!(", PostgreSQL {version}"))
            .unwrap_or_default();
        match &self.url {
            Some(url) => format!("database {url}{server}"),
            None => format!("scratch server{server}"),
        }
    }
}

/// The place of a database that somebody named.
pub(super) fn place_of(connection: &Connection) -> Place {
    Place {
        url: Some(connection.url().to_string()),
        scratch: false,
        server: server_version(connection),
    }
}

/// The URL of the arguments, or else of the environment. An empty one names nothing.
pub(super) fn named(argument: Option<String>, environment: Option<String>) -> Option<String> {
    argument.or(environment).filter(|url| !url.trim().is_empty())
}

/// Starts a scratch server with an empty database of the platform.
pub(super) async fn start(
    arguments: &ScratchArguments,
    platform: Platform,
    output: &mut Output<'_>,
) -> Result<(ScratchServer, String), Error> {
    output.progress("starting a scratch server");
    let server = ScratchServer::start(&arguments.options())?;
    server.create_database(DATABASE).await?;
    let url = server.url(DATABASE);
    let mut session = Connection::connect(&url).await?;
    session.execute(prelude(platform)).await?;
    session.close().await?;
    Ok((server, url))
}

/// Where a database can be named, one on a server that runs already helps too.
fn or_name_one(error: Error) -> Failure {
    let no_server = matches!(error, Error::NoServer { .. });
    let mut failure = Failure::from(error);
    for help in failure
        .problems
        .iter_mut()
        .filter_map(|problem| problem.help.as_mut())
    {
        if no_server {
            help.push_str("\n- use a server that runs already, with `--database-url postgresql://…`");
        }
    }
    failure
}

/// `15.18`, from 150018.
fn server_version(connection: &Connection) -> Option<String> {
    let version = connection.server_version()?;
    Some(format!("{}.{}", version / 10_000, version % 10_000))
}
