//! The ledger's statements. Names are qualified throughout, so no `search_path` leads elsewhere.

use voxanne_codegen::migrations::{Migration, Version};
use voxanne_codegen::sql::literal;

use super::{Row, checksum, squashed};

/// Gives one row where the database has a ledger. Looks into the catalog by itself, because
/// `to_regclass` fails for users who may not enter the namespace.
pub(crate) const EXISTS: &str = "SELECT 1
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'voxanne' AND c.relname = 'migrations'";

/// Reads every row. With `row_security` off, a user whom the policies would show an empty table
/// gets an error: for an empty ledger we would apply everything once more. Two statements in one
/// script are one transaction, so the setting ends with it.
pub(super) const READ: &str = r#"SET LOCAL row_security = off;
SELECT
    version,
    slug,
    checksum,
    state,
    statements_done,
    applied_by,
    to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    tool_version,
    (extract(epoch FROM finished_at - started_at) * 1000)::bigint
FROM voxanne.migrations
ORDER BY version"#;

/// Makes the ledger. To be run in the transaction of the first migration.
pub(crate) const CREATE: &str = include_str!("create.sql");

/// Removes the ledger if it is empty. To be run in the transaction of the last rollback.
pub(crate) const REMOVE: &str = include_str!("remove.sql");

/// A migration whose statements run one by one begins.
pub(crate) fn mark_running(migration: &Migration) -> String {
    insert(migration, "'running'", "NULL")
}

/// A migration is done, whether it began in this transaction or in an earlier one.
pub(crate) fn finish(migration: &Migration) -> String {
    format!(
        "{}
ON CONFLICT (version) DO UPDATE
SET state = 'applied', statements_done = excluded.statements_done, finished_at = excluded.finished_at",
        insert(migration, "'applied'", "clock_timestamp()")
    )
}

/// A database has a migration that nobody ran in it: no statement is done, and none was ever finished.
pub(crate) fn record_baseline(migration: &Migration) -> String {
    insert(migration, "'applied'", "NULL")
}

fn insert(migration: &Migration, state: &str, finished_at: &str) -> String {
    let record = &migration.record;
    let done = if finished_at == "NULL" {
        0
    } else {
        record.statements.len()
    };
    format!(
        "INSERT INTO voxanne.migrations (version, slug, checksum, state, statements_done, finished_at, tool_version)
VALUES ('{}', {}, {}, {state}, {done}, {finished_at}, {})",
        record.name.version,
        literal(&record.name.slug),
        literal(&checksum(migration)),
        literal(env!("CARGO_PKG_VERSION")),
    )
}

/// A migration takes the place of those that it stands for, of which the last has its version: one
/// statement, so that it has happened or not.
pub(super) fn adopt(migration: &Migration, rows: &[Row]) -> String {
    let record = &migration.record;
    let version = record.name.version;
    let gone = squashed::stood_for(migration, rows);
    let gone: Vec<String> = gone
        .iter()
        .filter(|row| row.name.version != version)
        .map(|row| format!("'{}'", row.name.version))
        .collect();
    let others = if gone.is_empty() {
        "false".to_owned()
    } else {
        format!("version IN ({})", gone.join(", "))
    };
    format!(
        "WITH gone AS (DELETE FROM voxanne.migrations WHERE {others})
UPDATE voxanne.migrations
SET slug = {}, checksum = {}, statements_done = {}
WHERE version = '{version}'",
        literal(&record.name.slug),
        literal(&checksum(migration)),
        record.statements.len(),
    )
}

/// So many statements of a migration are done.
pub(crate) fn mark_statements(version: Version, done: usize) -> String {
    format!("UPDATE voxanne.migrations SET statements_done = {done} WHERE version = '{version}'")
}

/// A migration is taken back statement by statement from here on.
pub(crate) fn revert(version: Version) -> String {
    format!(
        "UPDATE voxanne.migrations SET state = 'reverting', statements_done = 0 WHERE version = '{version}'"
    )
}

/// A migration is taken back, or nothing of it is left.
pub(crate) fn delete(version: Version) -> String {
    format!("DELETE FROM voxanne.migrations WHERE version = '{version}'")
}
