//! One session on one database.
//!
//! Owns connecting, running scripts and reading rows, and turns the driver's errors into ours.
//! Does not own transactions, retries or locks (`apply` does), and keeps no pool: everything that
//! we do with a database is done in order.

use std::io;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use sea_orm::sqlx::postgres::{
    PgArguments, PgConnectOptions, PgConnection, PgDatabaseError, PgRow, PgSeverity,
};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions as _, Connection as _, Either, FromRow};
use tokio::time::timeout;
use tracing::instrument::WithSubscriber as _;

use crate::database_url::DatabaseUrl;
use crate::error::Error;
use crate::notice::{Notice, Notices};
use crate::result_set::{ResultSet, TextRow, first_value};
use crate::sql_error::SqlError;

/// How long a server may take to answer before we call it unreachable.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// One session on one database, used by one task at a time.
///
/// It belongs to the tokio runtime that it was opened on.
#[derive(Debug)]
pub struct Connection {
    inner: PgConnection,
    url: DatabaseUrl,
}

/// What came of a script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScriptOutcome {
    /// How many statements ran.
    pub statements: usize,
    /// How many rows they inserted, updated, deleted or returned, taken together.
    pub rows: u64,
    /// What the server remarked, in order.
    pub notices: Vec<Notice>,
}

impl Connection {
    /// Opens a session.
    ///
    /// Takes the URLs that libpq takes but for lists of hosts, and what the URL leaves open from
    /// the environment (`PGHOST`, `PGPASSWORD`, …) and `~/.pgpass`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`], [`Error::Unreachable`], [`Error::LoginRefused`],
    /// [`Error::DatabaseMissing`], [`Error::Unavailable`] or [`Error::Tls`], each with a help.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        Self::open(DatabaseUrl::parse(url)?).await
    }

    async fn open(url: DatabaseUrl) -> Result<Self, Error> {
        let options: PgConnectOptions = url.expose().parse().map_err(|error| connect_error(&url, error))?;
        // Statements are ours and reported by us; the driver's own log of them would be noise.
        let options = options.application_name("voxanne").disable_statement_logging();
        let opened = timeout(CONNECT_TIMEOUT, options.connect()).await;
        let inner = opened
            .map_err(|_| Error::Unreachable {
                url: url.clone(),
                reason: format!("no answer within {} seconds", CONNECT_TIMEOUT.as_secs()),
            })?
            .map_err(|error| connect_error(&url, error))?;
        Ok(Self { inner, url })
    }

    /// Where the session leads; it shows no password.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// The server's version as a number, such as 150018 for 15.18.
    #[must_use]
    pub fn server_version(&self) -> Option<u32> {
        self.inner.server_version_num()
    }

    /// Runs a script of any number of statements, as `psql --command` would.
    ///
    /// PostgreSQL runs a script in one transaction unless it holds `BEGIN` and `COMMIT` itself, so
    /// a statement that cannot run in a transaction must be a script of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Sql`] with the statement at fault, or [`Error::ConnectionLost`].
    pub async fn execute(&mut self, script: &str) -> Result<ScriptOutcome, Error> {
        let mut notices = Vec::new();
        let (statements, rows) = self.execute_noting(script, &mut notices).await?;
        Ok(ScriptOutcome {
            statements,
            rows,
            notices,
        })
    }

    /// Runs a script and adds what the server remarked to `noted`, also when it fails; gives the
    /// number of statements and of rows.
    pub(crate) async fn execute_noting(
        &mut self,
        script: &str,
        noted: &mut Vec<Notice>,
    ) -> Result<(usize, u64), Error> {
        let notices = Notices::default();
        let result = self.run(script).with_subscriber(notices.clone()).await;
        noted.extend(notices.take());
        result
    }

    /// Runs a script and returns the rows of its queries, one after the other.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::execute`].
    pub async fn query(&mut self, script: &str) -> Result<Vec<TextRow>, Error> {
        let sets = self.query_sets(script).await?;
        Ok(sets.into_iter().flat_map(|set| set.rows).collect())
    }

    /// Runs a script and returns what each of its statements returned, in order; a statement that
    /// returns nothing has an empty set.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::execute`].
    pub async fn query_sets(&mut self, script: &str) -> Result<Vec<ResultSet>, Error> {
        let mut results = sqlx::raw_sql(AssertSqlSafe(script)).fetch_many(&mut self.inner);
        let (mut sets, mut set) = (Vec::new(), ResultSet::default());
        loop {
            let read = match results.try_next().await {
                Ok(Some(Either::Left(_))) => {
                    sets.push(std::mem::take(&mut set));
                    Ok(())
                }
                Ok(Some(Either::Right(row))) => set.push(&row),
                Ok(None) => return Ok(sets),
                Err(error) => Err(error),
            };
            read.map_err(|error| run_error(&self.url, error, script, sets.len()))?;
        }
    }

    /// Runs a script and hands over the first value of every row as it comes, with the place of its
    /// statement in the script, so that no result is held as a whole. Nulls are passed over.
    pub(crate) async fn query_each(
        &mut self,
        script: &str,
        take: &mut (dyn FnMut(usize, &str) -> Result<(), Error> + Send),
    ) -> Result<(), Error> {
        let mut results = sqlx::raw_sql(AssertSqlSafe(script)).fetch_many(&mut self.inner);
        let mut statement = 0;
        loop {
            match results.try_next().await {
                Ok(Some(Either::Left(_))) => statement += 1,
                Ok(Some(Either::Right(row))) => {
                    let value = first_value(&row);
                    let value = value.map_err(|error| run_error(&self.url, error, script, statement))?;
                    if let Some(value) = value {
                        take(statement, value)?;
                    }
                }
                Ok(None) => return Ok(()),
                Err(error) => return Err(run_error(&self.url, error, script, statement)),
            }
        }
    }

    /// Runs one query with arguments (`$1`, `$2`, …) and decodes its rows.
    ///
    /// The statement is not kept prepared: schemas change under our hands.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::execute`], and [`Error::Client`] for a row of another shape.
    pub async fn fetch<T>(&mut self, query: &str, arguments: PgArguments) -> Result<Vec<T>, Error>
    where
        T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let statement = sqlx::query_as_with(AssertSqlSafe(query), arguments).persistent(false);
        let rows = statement.fetch_all(&mut self.inner).await;
        rows.map_err(|error| run_error(&self.url, error, query, 0))
    }

    /// Opens another session by the same way.
    pub(crate) async fn another(&self) -> Result<Self, Error> {
        Self::open(self.url.clone()).await
    }

    /// What cancels a statement of this session, whose process on the server this is.
    pub(crate) fn canceller(&self, pid: i32) -> Canceller {
        Canceller {
            url: self.url.clone(),
            pid,
        }
    }

    /// Ends the session in an orderly way. Dropping it ends it too, a moment later.
    ///
    /// # Errors
    ///
    /// [`Error::ConnectionLost`] if it was gone already.
    pub async fn close(self) -> Result<(), Error> {
        let Self { inner, url } = self;
        inner.close().await.map_err(|error| run_error(&url, error, "", 0))
    }

    async fn run(&mut self, script: &str) -> Result<(usize, u64), Error> {
        let (mut completed, mut rows) = (0, 0);
        let mut results = sqlx::raw_sql(AssertSqlSafe(script)).fetch_many(&mut self.inner);
        loop {
            match results.try_next().await {
                Ok(Some(Either::Left(result))) => {
                    completed += 1;
                    rows += result.rows_affected();
                }
                Ok(Some(Either::Right(_))) => {}
                Ok(None) => return Ok((completed, rows)),
                Err(error) => return Err(run_error(&self.url, error, script, completed)),
            }
        }
    }
}

/// Cancels the statement that another session is at, if it is at one.
#[derive(Debug)]
pub(crate) struct Canceller {
    url: DatabaseUrl,
    pid: i32,
}

impl Canceller {
    /// Needs a connection of its own: the other one is busy.
    pub(crate) async fn cancel(self) -> Result<(), Error> {
        let mut session = Connection::open(self.url).await?;
        session
            .query(&format!("SELECT pg_cancel_backend({})", self.pid))
            .await?;
        session.close().await
    }
}

/// Names what went wrong while connecting, by SQLSTATE and kind, never by the text of a message.
fn connect_error(url: &DatabaseUrl, error: sqlx::Error) -> Error {
    let url = url.clone();
    let Some(raised) = raised(&error) else {
        return match error {
            sqlx::Error::Io(error) => Error::Unreachable {
                url,
                reason: unreachable_reason(&error),
            },
            sqlx::Error::Tls(error) => Error::Tls {
                url,
                reason: error.to_string(),
            },
            sqlx::Error::Configuration(error) => Error::InvalidUrl {
                reason: error.to_string(),
            },
            other => Error::Client(Box::new(other)),
        };
    };
    let (code, message) = (raised.code().to_owned(), raised.message().to_owned());
    match code.as_str() {
        "28000" | "28P01" | "42501" => Error::LoginRefused { url, code, message },
        "3D000" => {
            let database = url.database().or_else(|| url.user()).unwrap_or_default();
            Error::DatabaseMissing { database, url }
        }
        // Too many connections, or a server that starts up or shuts down.
        "53300" | "57P01" | "57P02" | "57P03" => Error::Unavailable { url, code, message },
        _ => Error::Sql(Box::new(SqlError::new(raised, "", 0))),
    }
}

fn unreachable_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no socket of a server in that folder".into(),
        io::ErrorKind::ConnectionRefused => "nothing listens there".into(),
        _ => error.to_string(),
    }
}

/// Names what went wrong while `script` ran, after `completed` of its statements.
fn run_error(url: &DatabaseUrl, error: sqlx::Error, script: &str, completed: usize) -> Error {
    let lost = |reason: String| Error::ConnectionLost {
        url: url.clone(),
        reason,
    };
    match raised(&error) {
        // The server shuts down, a timeout ended the session, or a process of the server crashed.
        Some(raised) if matches!(raised.severity(), PgSeverity::Fatal | PgSeverity::Panic) => {
            lost(raised.message().to_owned())
        }
        Some(raised) => Error::Sql(Box::new(SqlError::new(raised, script, completed))),
        None => match error {
            sqlx::Error::Io(error) => lost(error.to_string()),
            other => Error::Client(Box::new(other)),
        },
    }
}

fn raised(error: &sqlx::Error) -> Option<&PgDatabaseError> {
    error.as_database_error()?.try_downcast_ref()
}
