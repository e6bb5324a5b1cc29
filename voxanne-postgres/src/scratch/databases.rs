//! Databases of a scratch server.
//!
//! Owns creating, copying and dropping them. Each call opens a session of its own, so any runtime
//! can make it. Quoting of names is left to the server (`format('%I')`).

use sea_orm::sqlx::Arguments as _;
use sea_orm::sqlx::postgres::PgArguments;

use super::server::ScratchServer;
use crate::connection::Connection;
use crate::error::Error;

impl ScratchServer {
    /// Creates an empty database.
    ///
    /// # Errors
    ///
    /// [`Error::Sql`], for one when it exists already (42P04).
    pub async fn create_database(&self, name: &str) -> Result<(), Error> {
        self.create_database_from(name, "template0").await
    }

    /// Creates a database as a copy of another one, which nobody may be connected to meanwhile.
    /// Settings of a database (`alter database … set`) are not copied.
    ///
    /// # Errors
    ///
    /// [`Error::Sql`], for one when somebody is connected to the template (55006).
    pub async fn create_database_from(&self, name: &str, template: &str) -> Result<(), Error> {
        self.run("create database %I template %I", &[name, template])
            .await
    }

    /// Drops a database, ending the sessions on it. It need not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Sql`].
    pub async fn drop_database(&self, name: &str) -> Result<(), Error> {
        self.run("drop database if exists %I with (force)", &[name]).await
    }

    async fn run(&self, command: &str, names: &[&str]) -> Result<(), Error> {
        let mut session = Connection::connect(&self.url("postgres")).await?;
        let mut arguments = PgArguments::default();
        arguments
            .add(command)
            .and_then(|()| arguments.add(names))
            .map_err(|error| Error::Client(Box::new(sea_orm::sqlx::Error::Encode(error))))?;
        let quoted: Vec<(String,)> = session
            .fetch("select format($1, variadic $2::text[])", arguments)
            .await?;
        for (statement,) in quoted {
            session.execute(&statement).await?;
        }
        session.close().await
    }
}
