//! The last result of a script, with the names of its columns.
//!
//! This belongs into `voxanne_postgres::Connection`, whose `query` tells neither where one result ends
//! and the next begins, nor what the columns are called. See /tmp/cli-patches.

use futures_util::TryStreamExt as _;
use sea_orm::sqlx::postgres::{PgDatabaseError, PgErrorPosition, PgRow};
use sea_orm::sqlx::{self, AssertSqlSafe, Column as _, Either, Row as _, ValueRef as _};
use voxanne_postgres::Connection;

/// The rows of one statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ResultSet {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Option<String>>>,
}

/// What the server raised, as one line, and whether the session is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub(super) text: String,
    pub(super) lost: bool,
}

/// Runs a script and returns the rows of its last statement; nothing when that returned no rows.
pub(super) async fn last_result(
    connection: &mut Connection,
    script: &str,
) -> Result<Option<ResultSet>, Raised> {
    let mut results = sqlx::raw_sql(AssertSqlSafe(script)).fetch_many(connection.driver());
    let mut current: Option<ResultSet> = None;
    let mut last = None;
    loop {
        match results.try_next().await {
            Ok(Some(Either::Left(_))) => last = current.take(),
            Ok(Some(Either::Right(row))) => {
                let set = current.get_or_insert_with(|| ResultSet {
                    columns: columns(&row),
                    rows: Vec::new(),
                });
                set.rows
                    .push(values(&row).map_err(|error| raised(&error, script))?);
            }
            Ok(None) => return Ok(last),
            Err(error) => return Err(raised(&error, script)),
        }
    }
}

fn columns(row: &PgRow) -> Vec<String> {
    row.columns()
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

fn values(row: &PgRow) -> Result<Vec<Option<String>>, sqlx::Error> {
    let text = |index| {
        let value = row.try_get_raw(index)?;
        let text = (!value.is_null()).then(|| value.as_str().map(str::to_owned));
        text.transpose().map_err(sqlx::Error::Decode)
    };
    (0..row.len()).map(text).collect()
}

fn raised(error: &sqlx::Error, script: &str) -> Raised {
    let database = error
        .as_database_error()
        .and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    let Some(raised) = database else {
        return Raised {
            text: error.to_string(),
            lost: true,
        };
    };
    let mut text = format!("{} ({})", raised.message(), raised.code());
    if let Some(PgErrorPosition::Original(position)) = raised.position() {
        let before = script.chars().take(position.saturating_sub(1));
        let line = before.filter(|c| *c == '\n').count() + 1;
        text.push_str(&format!(" at line {line}"));
    }
    for more in raised.detail().iter().chain(&raised.hint()) {
        text.push_str("; ");
        text.push_str(more);
    }
    let lost = matches!(
        raised.severity(),
        sqlx::postgres::PgSeverity::Fatal | sqlx::postgres::PgSeverity::Panic
    );
    Raised { text, lost }
}
