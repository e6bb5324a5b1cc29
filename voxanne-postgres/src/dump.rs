//! The schema of a database, as `pg_dump` writes it.
//!
//! Owns finding `pg_dump`, running it and taking out what differs from run to run, so that two
//! dumps can be compared as text. Keeps owners and privileges: they are part of what we prove.
//! Does not read the dump.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::database_url::DatabaseUrl;
use crate::error::Error;
use crate::scratch::find_program;

/// How to dump.
#[derive(Clone, Debug, Default)]
pub struct DumpOptions {
    /// The folder to look for `pg_dump` in first, such as
    /// [`ScratchServer::bin_dir`](crate::ScratchServer::bin_dir). After that comes PATH, then
    /// `/usr/lib/postgresql`: not every server brings its `pg_dump`.
    pub bin: Option<PathBuf>,
    /// Namespaces to leave out, such as that of our ledger.
    pub exclude_namespaces: Vec<String>,
}

/// Dumps the schema of a database: definitions, owners, privileges, comments, no rows.
///
/// # Errors
///
/// [`Error::InvalidUrl`]; [`Error::Program`] when `pg_dump` is missing or fails.
pub async fn dump_schema(url: &str, options: &DumpOptions) -> Result<String, Error> {
    let url = DatabaseUrl::parse(url)?;
    let program = find_program("pg_dump", options.bin.as_deref()).ok_or_else(missing)?;
    let output = command(&program, &url, options)
        .output()
        .await
        .map_err(Error::io("run", &program))?;
    if !output.status.success() {
        return Err(Error::Program {
            program: "pg_dump".into(),
            status: output.status.to_string(),
            output: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        });
    }
    let dump = without_noise(&String::from_utf8_lossy(&output.stdout));
    Ok(in_order_of_roles(&without_null_defaults(&dump)))
}

fn command(program: &Path, url: &DatabaseUrl, options: &DumpOptions) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--schema-only", "--no-password", "--encoding=UTF8"])
        .args(
            options
                .exclude_namespaces
                .iter()
                .map(|name| format!("--exclude-schema={}", pattern(name))),
        )
        // The password goes by the environment: everyone can read a command line.
        .arg(format!("--dbname={}", url.for_libpq()))
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if let Some(password) = url.password() {
        command.env("PGPASSWORD", password);
    }
    command
}

/// A pattern of `pg_dump` that matches this name alone: inside double quotes nothing is special.
fn pattern(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn missing() -> Error {
    Error::Program {
        program: "pg_dump".into(),
        status: "not found".into(),
        output: "install it with `apt-get install postgresql-client`".into(),
    }
}

/// Sorts each run of grants. PostgreSQL keeps them in the order in which they were given, which means
/// nothing.
fn in_order_of_roles(dump: &str) -> String {
    let mut lines: Vec<&str> = dump.split_inclusive('\n').collect();
    let is_grant = |line: &&str| line.starts_with("GRANT ") && line.ends_with(";\n");
    for run in lines.chunk_by_mut(|a, b| is_grant(a) && is_grant(b)) {
        run.sort_unstable();
    }
    lines.concat()
}

/// Takes out the versions of server and `pg_dump`, which its header tells, and the `\restrict` lines
/// with their random key (since the minor versions of August 2025). Nothing else is touched, for it
/// may stand in the body of a function.
fn without_noise(dump: &str) -> String {
    let key = dump.lines().find_map(|line| line.strip_prefix("\\restrict "));
    let mut header = true;
    let mut kept = String::with_capacity(dump.len());
    for line in dump.lines() {
        header &= !line.starts_with("SET ");
        let restricts = line
            .strip_prefix("\\restrict ")
            .or_else(|| line.strip_prefix("\\unrestrict "));
        let keyed = restricts.is_some() && restricts == key;
        let version = header && line.starts_with("-- Dumped ");
        if !(keyed || version) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Takes the `DEFAULT NULL` from the columns of tables. PostgreSQL stores no such default (a domain's is a cast);
/// `pg_dump` writes it for a table that inherits where a table above has a default, but for a grandchild only where
/// that is the younger table.
fn without_null_defaults(dump: &str) -> String {
    let mut is_table = false;
    let mut kept = String::with_capacity(dump.len());
    for line in dump.lines() {
        is_table |= line.starts_with("CREATE TABLE ") || line.starts_with("CREATE UNLOGGED TABLE ");
        is_table &= !line.starts_with(')');
        let comma = if line.ends_with(',') { "," } else { "" };
        let column = line.trim_end_matches(',').strip_suffix(" DEFAULT NULL");
        match column.filter(|_| is_table) {
            Some(column) => {
                kept.push_str(column);
                kept.push_str(comma);
            }
            None => kept.push_str(line),
        }
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_that_are_not_stored_are_taken_out_of_tables_alone() {
        let dump = "CREATE TABLE a (\n    b integer DEFAULT NULL,\n    c integer DEFAULT NULL::d,\n    e text DEFAULT NULL\n)\nINHERITS (f);\n\nSELECT 1 DEFAULT NULL\n";
        let plain = "CREATE TABLE a (\n    b integer,\n    c integer DEFAULT NULL::d,\n    e text\n)\nINHERITS (f);\n\nSELECT 1 DEFAULT NULL\n";
        assert_eq!(without_null_defaults(dump), plain);
    }

    #[test]
    fn what_differs_from_run_to_run_is_taken_out_and_nothing_else() {
        let dump = |key: &str, version: &str| {
            format!(
                "--\n-- PostgreSQL database dump\n--\n\\restrict {key}\n-- Dumped from database version {version}\n\
                 -- Dumped by pg_dump version {version}\n\nSET a = b;\n-- Dumped in a body\n\n\n\n\\restrict other\n\
                 \\unrestrict {key}\n"
            )
        };
        let plain = "--\n-- PostgreSQL database dump\n--\n\nSET a = b;\n-- Dumped in a body\n\n\n\n\\restrict other\n";
        assert_eq!(without_noise(&dump("x1", "15.17")), plain);
        assert_eq!(without_noise(&dump("y2", "15.18")), plain);
    }
}
