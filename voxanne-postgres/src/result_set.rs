//! What the statements of a script return: rows of text under the names of their columns.
//!
//! Owns reading the driver's rows of the simple query protocol, which sends every value as text.

use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{self, Column as _, Row as _, ValueRef as _};

/// A row of values as `psql` shows them; null is `None`.
pub type TextRow = Vec<Option<String>>;

/// What one statement of a script returned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultSet {
    /// The names of the columns, which need not differ. None where there is no row, for the driver
    /// tells of them with the rows alone.
    pub columns: Vec<String>,
    /// The rows; each has as many values as there are columns.
    pub rows: Vec<TextRow>,
}

impl ResultSet {
    /// Adds a row as it comes.
    pub(crate) fn push(&mut self, row: &PgRow) -> Result<(), sqlx::Error> {
        if self.rows.is_empty() {
            let names = row.columns().iter().map(|column| column.name().to_owned());
            self.columns = names.collect();
        }
        self.rows.push(text_row(row)?);
        Ok(())
    }
}

fn text_row(row: &PgRow) -> Result<TextRow, sqlx::Error> {
    let text = |index| {
        let value = row.try_get_raw(index)?;
        let text = (!value.is_null()).then(|| value.as_str().map(str::to_owned));
        text.transpose().map_err(sqlx::Error::Decode)
    };
    (0..row.len()).map(text).collect()
}

/// The first value of a row, as text.
pub(crate) fn first_value(row: &PgRow) -> Result<Option<&str>, sqlx::Error> {
    let value = row.try_get_raw(0)?;
    if value.is_null() {
        return Ok(None);
    }
    value.as_str().map(Some).map_err(sqlx::Error::Decode)
}
