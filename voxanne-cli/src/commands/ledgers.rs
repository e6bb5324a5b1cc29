//! The ledgers of other tools that a database has: what is said of them.

use voxanne_postgres::source::{OtherLedger, other_ledgers};

use super::database::Run;
use crate::report::{Failure, Problem};

/// `the ledger of sqlx (`public._sqlx_migrations`, 12 entries)`.
pub(super) fn words(other: &OtherLedger) -> String {
    let entries = match other.entries {
        Some(1) => ", 1 entry".to_owned(),
        Some(number) => format!(", {number} entries"),
        None => String::new(),
    };
    format!("the ledger of {} (`{}`{entries})", other.tool, other.table)
}

/// The ledgers of others, where the database has none of ours: whoever takes it over begins with a baseline.
pub(super) async fn instead_of_ours(run: &mut Run<'_>) -> Result<Vec<OtherLedger>, Failure> {
    let status = run.interrupt.or(run.runner.status(run.migrations)).await??;
    if status.ledger {
        return Ok(Vec::new());
    }
    Ok(run.interrupt.or(other_ledgers(run.runner.connection())).await??)
}

/// A word of warning for whoever is about to take a database over.
pub(super) fn warning(others: &[OtherLedger]) -> Option<Problem> {
    if others.is_empty() {
        return None;
    }
    let found: Vec<String> = others.iter().map(words).collect();
    let left = match others {
        [_] => "it will be left as it is now",
        _ => "they will be left as they are now",
    };
    Some(
        Problem::warning(format!(
            "the database has {}, and none of ours",
            found.join(" and ")
        ))
        .code("other_ledger")
        .help(format!(
            "to take the database over, `voxanne import` writes definitions of what it has, `generate` their \
             migrations, and `apply --baseline` records these as applied; {left}"
        )),
    )
}
