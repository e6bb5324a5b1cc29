//! An error that PostgreSQL raised, with the place in our script where it arose.
//!
//! Owns the way from the server's error fields to line, column and excerpt. Does not know
//! connections: [`Connection`](crate::Connection) hands the fields over.
//!
//! Fields: [Error and Notice Message
//! Fields](https://www.postgresql.org/docs/current/protocol-error-fields.html).

use std::fmt;

use sea_orm::sqlx::postgres::{PgDatabaseError, PgErrorPosition};

use crate::script;

/// A place in a script, both counted from one; columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The statement at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedStatement {
    /// Which one it is, counted from one.
    pub number: usize,
    /// Where it starts.
    pub start: Location,
    /// Its text, whole.
    pub text: String,
}

/// An error that PostgreSQL raised. `Display` is one line; [`SqlError::excerpt`] shows the place.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SqlError {
    /// The [SQLSTATE](https://www.postgresql.org/docs/current/errcodes-appendix.html).
    pub code: String,
    /// What is wrong, in the server's words.
    pub message: String,
    /// More about it, such as the key that exists already.
    pub detail: Option<String>,
    /// What the server suggests.
    pub hint: Option<String>,
    /// The calls that led there, innermost first, when it arose inside a function.
    pub context: Option<String>,
    /// The namespace of the object that it is about.
    pub namespace: Option<String>,
    /// The table that it is about.
    pub table: Option<String>,
    /// The column that it is about.
    pub column: Option<String>,
    /// The constraint (or unique index) that was violated.
    pub constraint: Option<String>,
    /// Where in the script, if the server says so.
    pub location: Option<Location>,
    /// The statement at fault, if it can be told.
    pub statement: Option<FailedStatement>,
    /// The query inside a function that failed, if it was one.
    pub inner_query: Option<String>,
}

impl SqlError {
    /// Reads the fields. `completed` says how many statements of `sql` ended well before.
    pub(crate) fn new(error: &PgDatabaseError, sql: &str, completed: usize) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (offset, inner_query) = match error.position() {
            Some(PgErrorPosition::Original(position)) => (byte_offset(sql, position), None),
            Some(PgErrorPosition::Internal { query, .. }) => (None, Some(query.to_owned())),
            None => (None, None),
        };
        Self {
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            detail: owned(error.detail()),
            hint: owned(error.hint()),
            context: owned(error.r#where()),
            namespace: owned(error.schema()),
            table: owned(error.table()),
            column: owned(error.column()),
            constraint: owned(error.constraint()),
            location: offset.map(|offset| location(sql, offset)),
            statement: failed_statement(sql, offset, completed),
            inner_query,
        }
    }

    /// The same error, of a statement that was run by itself, by its place in the file: so many
    /// statements and so many lines stand before it.
    pub(crate) fn in_file(mut self, statements: usize, lines: usize) -> Self {
        if let Some(location) = &mut self.location {
            location.line += lines;
        }
        if let Some(statement) = &mut self.statement {
            statement.number += statements;
            statement.start.line += lines;
        }
        self
    }

    /// The lines at fault, with a caret where the server names a place:
    ///
    /// ```text
    ///   3 | select * from contact;
    ///     |               ^
    /// ```
    ///
    /// Without a place, the first lines of the statement. Empty if neither is known.
    #[must_use]
    pub fn excerpt(&self) -> String {
        let Some(statement) = &self.statement else {
            return String::new();
        };
        // A statement may start in the middle of a line: its first line is then shown indented.
        let indent = " ".repeat(statement.start.column - 1);
        let lines = format!("{indent}{}", statement.text);
        let numbered = lines.lines().zip(statement.start.line..);
        match self.location {
            Some(location) => numbered
                .filter(|(_, number)| *number == location.line)
                .map(|(line, number)| numbered_line(number, line) + &caret(line, location))
                .collect(),
            None => numbered
                .take(3)
                .map(|(line, number)| numbered_line(number, line))
                .collect(),
        }
    }

    /// What would mend it: the server's hint, or ours for what it gives no hint on.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let ours = match self.code.as_str() {
            "42501" => "connect as the owner of the object, or as a role that may do this",
            "55P03" => {
                "another session holds a lock on it; run it again, or find the holder with `pg_blocking_pids`"
            }
            "57014" => "the statement took longer than `statement_timeout` allows, or was cancelled",
            "25001" => "this statement cannot run inside a transaction; give it a script of its own",
            "25P02" => "an earlier statement of the transaction failed; that one is to be mended",
            "53100" => "the server's disk is full; free some space and run it again",
            "55006" => "end the other sessions on this database first",
            _ => "",
        };
        let ours = (!ours.is_empty()).then(|| ours.to_owned());
        self.hint.clone().or(ours)
    }
}

impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)?;
        let start = self.statement.as_ref().map(|statement| statement.start);
        if let Some(place) = self.location.or(start) {
            write!(f, " at line {}, column {}", place.line, place.column)?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SqlError {}

fn failed_statement(sql: &str, offset: Option<usize>, completed: usize) -> Option<FailedStatement> {
    let ranges = script::statements(sql);
    let index = match offset {
        // Some errors point at the end of a statement, hence `<=`.
        Some(offset) => ranges.iter().position(|range| offset <= range.end)?,
        None => completed,
    };
    let range = ranges.get(index)?.clone();
    Some(FailedStatement {
        number: index + 1,
        start: location(sql, range.start),
        text: sql.get(range)?.to_owned(),
    })
}

/// The byte that a position of the server, in characters counted from one, stands for.
fn byte_offset(sql: &str, position: usize) -> Option<usize> {
    let ends = sql.char_indices().map(|(offset, _)| offset).chain([sql.len()]);
    ends.into_iter().nth(position.checked_sub(1)?)
}

fn location(sql: &str, offset: usize) -> Location {
    let before = sql.get(..offset).unwrap_or(sql);
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    Location {
        line: before.matches('\n').count() + 1,
        column: last_line.chars().count() + 1,
    }
}

fn numbered_line(number: usize, line: &str) -> String {
    format!("{number:>4} | {line}\n")
}

fn caret(line: &str, location: Location) -> String {
    // Tabs stay tabs, so that the caret stands below its character however wide they are shown.
    let padding: String = line
        .chars()
        .chain(std::iter::repeat(' '))
        .take(location.column - 1)
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    format!("     | {padding}^\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn positions_count_characters_and_the_end_is_a_place() {
        let sql = "select 'é';\nselect x";
        assert_eq!(byte_offset(sql, 20).map(|offset| &sql[offset..]), Some("x"));
        assert_eq!(byte_offset(sql, 21), Some(sql.len()));
        assert_eq!(byte_offset(sql, 22), None);
        assert_eq!(byte_offset(sql, 0), None);
        assert_eq!(location(sql, 20), Location { line: 2, column: 8 });
    }

    #[test]
    fn the_statement_is_found_by_place_or_by_count() {
        let sql = "select 1;\n  select 2;\nselect 3";
        assert_eq!(failed_statement(sql, Some(19), 0).unwrap().text, "select 2");
        let counted = failed_statement(sql, None, 2).unwrap();
        assert_eq!((counted.number, counted.text.as_str()), (3, "select 3"));
        assert_eq!(failed_statement(sql, None, 3), None);
    }
}
