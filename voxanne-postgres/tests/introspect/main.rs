//! What a database has, read from its catalog: a schema that somebody wrote by hand.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use voxanne_postgres::introspect::Options;
use voxanne_postgres::{Connection, Introspection, ScratchOptions, ScratchServer, introspect};

async fn of(sql: &str) -> Introspection {
    let server = ScratchServer::start(&ScratchOptions::default()).unwrap();
    server.create_database("mine").await.unwrap();
    let mut connection = Connection::connect(&server.url("mine")).await.unwrap();
    connection.execute(sql).await.unwrap();
    let found = introspect(&mut connection, &Options::default()).await;
    found.unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test]
async fn what_the_model_has_no_form_for_is_named() {
    let found = of(include_str!("unmodeled.sql")).await;
    let named: Vec<String> = found.unmodeled.iter().map(ToString::to_string).collect();
    assert_eq!(named.join("\n"), include_str!("unmodeled.txt").trim_end());
}
