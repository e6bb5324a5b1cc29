//! Whether two series of migrations make the same of an empty database.

use voxanne_codegen::migrations::Migration;
use voxanne_schema::Platform;

use super::difference::difference;
use crate::apply::{ApplyOptions, Runner, RunnerOptions};
use crate::connection::Connection;
use crate::dump::{DumpOptions, dump_schema};
use crate::error::Error;
use crate::prelude::prelude;
use crate::scratch::ScratchServer;

/// Where our ledger is, which knows the migrations by name.
const LEDGER: &str = "voxanne";

/// What `pg_dump` tells apart after the one series and after the other, as the beginning of a unified
/// diff; none where they come to the same. Both run in databases of their own on the server.
///
/// # Errors
///
/// What goes wrong with the server or in a migration.
pub async fn unequal(
    server: &ScratchServer,
    platform: Platform,
    one: &[Migration],
    other: &[Migration],
) -> Result<Option<String>, Error> {
    let one = result(server, platform, "one_by_one", one).await?;
    let other = result(server, platform, "at_once", other).await?;
    Ok((one != other).then(|| difference(&one, &other)))
}

async fn result(
    server: &ScratchServer,
    platform: Platform,
    database: &str,
    migrations: &[Migration],
) -> Result<String, Error> {
    server.create_database(database).await?;
    let url = server.url(database);
    let mut session = Connection::connect(&url).await?;
    session.execute(prelude(platform)).await?;
    let mut runner = Runner::new(session, RunnerOptions::default());
    runner
        .apply(migrations, &ApplyOptions::default(), &mut |_| ())
        .await?;
    runner.into_connection().close().await?;
    let options = DumpOptions {
        bin: Some(server.bin_dir().to_owned()),
        exclude_namespaces: vec![LEDGER.to_owned()],
    };
    dump_schema(&url, &options).await
}
