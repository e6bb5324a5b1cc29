//! What of all that can go wrong is something that a trial has seen.

use crate::apply::{Cause, MigrationError};
use crate::error::Error;

/// What went wrong in a script or a migration, as what was seen; what went wrong with the server is
/// passed on.
pub(super) fn seen(error: Error) -> Result<String, Error> {
    let is_finding = match &error {
        Error::Sql(_) => true,
        Error::Migration(error) => match &**error {
            MigrationError::Stopped(stopped) => matches!(&stopped.cause, Cause::Failed(Error::Sql(_))),
            MigrationError::Locked { .. }
            | MigrationError::SharedSession
            | MigrationError::ServerTooOld { .. }
            | MigrationError::ReadOnly { .. } => false,
            _ => true,
        },
        _ => false,
    };
    if !is_finding {
        return Err(error);
    }
    let mut text = error.to_string();
    if let Some(help) = error.help() {
        text.push_str("\nhelp: ");
        text.push_str(&help);
    }
    Ok(text)
}
