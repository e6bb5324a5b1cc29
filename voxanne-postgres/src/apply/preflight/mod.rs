//! What is checked before the first statement of a run: that the server is one we know and takes
//! writes, that the user may do what the migrations do, that what they build on is there, and that
//! what they create is not.
//!
//! Everything that is wrong is told at once, and nothing has been run by then. `expect` computes
//! what the migrations rely on, `present` asks the catalog. Not checked: rows that contradict a
//! coming constraint, columns that a table already has, free space.

mod expect;
mod obstacle;
mod present;
mod rights;

pub use obstacle::Obstacle;

use voxanne_codegen::migrations::Migration;
use voxanne_schema::object::ObjectId;

use super::agenda::Work;
use super::error::MigrationError;
use crate::connection::Connection;
use crate::error::Error;

/// The oldest server that we write for.
const OLDEST: u32 = 140_000;

/// Checks the server and the database for a run that goes up.
///
/// # Errors
///
/// What stands in the way.
pub(super) async fn check(
    connection: &mut Connection,
    work: &[Work<'_>],
    migrations: &[Migration],
) -> Result<(), Error> {
    takes_writes(connection).await?;
    let mut obstacles = rights::missing(connection, work).await?;
    let expectations = expect::expectations(work, migrations);
    let present = present::ask(connection, &expectations).await?;
    for (expectation, present) in expectations.into_iter().zip(present) {
        obstacles.extend(expectation.obstacle(present));
    }
    forget_columns_of_missing_tables(&mut obstacles);
    if obstacles.is_empty() {
        return Ok(());
    }
    Err(MigrationError::NotReady { obstacles }.into())
}

/// That a table is missing says enough.
fn forget_columns_of_missing_tables(obstacles: &mut Vec<Obstacle>) {
    let missing: Vec<ObjectId> = obstacles
        .iter()
        .filter_map(|obstacle| match obstacle {
            Obstacle::Missing { object, .. } if object.column.is_none() => Some(object.object.clone()),
            _ => None,
        })
        .collect();
    obstacles.retain(|obstacle| match obstacle {
        Obstacle::Missing { object, .. } => object.column.is_none() || !missing.contains(&object.object),
        _ => true,
    });
}

/// Checks that the server is one we know and that the database takes writes.
///
/// # Errors
///
/// [`MigrationError::ServerTooOld`], [`MigrationError::ReadOnly`].
pub(super) async fn takes_writes(connection: &mut Connection) -> Result<(), Error> {
    let query = "SELECT current_setting('server_version_num'), pg_is_in_recovery(), current_setting('transaction_read_only')";
    let rows = connection.query(query).await?;
    let value = |place: usize| {
        rows.first()
            .and_then(|row| row.get(place)?.clone())
            .unwrap_or_default()
    };
    let version = value(0).parse().unwrap_or(OLDEST);
    if version < OLDEST {
        return Err(MigrationError::ServerTooOld { version }.into());
    }
    let standby = value(1) == "t";
    if standby || value(2) == "on" {
        return Err(MigrationError::ReadOnly { standby }.into());
    }
    Ok(())
}
