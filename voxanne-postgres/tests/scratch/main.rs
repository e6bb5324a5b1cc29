//! Scratch servers, connections, preludes and dumps on a real PostgreSQL.
//!
//! One server is shared by the tests, each of which has databases of its own. As it stands in a
//! `static`, it is never dropped: that it is gone afterwards is the janitor's work.
#![allow(clippy::unwrap_used, missing_docs)]

mod connections;
mod crash;
mod dumps;
mod preludes;
mod search;
mod server;

use std::sync::OnceLock;

use voxanne_postgres::{Connection, Error, ScratchOptions, ScratchServer};

fn server() -> &'static ScratchServer {
    static SERVER: OnceLock<ScratchServer> = OnceLock::new();
    SERVER.get_or_init(|| ScratchServer::start(&ScratchOptions::default()).unwrap())
}

/// Creates a database and opens a session on it.
async fn fresh(database: &str) -> Connection {
    server().create_database(database).await.unwrap();
    Connection::connect(&server().url(database)).await.unwrap()
}

/// The one value of a query.
async fn one(session: &mut Connection, query: &str) -> String {
    let rows = session.query(query).await.unwrap();
    assert_eq!((rows.len(), rows[0].len()), (1, 1), "{query}");
    rows[0][0].clone().unwrap_or_else(|| "null".into())
}

async fn refused(url: &str) -> Error {
    Connection::connect(url).await.unwrap_err()
}

fn run_blocking<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}
