//! One scratch server for all tests of the binary, and the ways to run migrations on it.

use std::path::PathBuf;
use std::sync::OnceLock;

use voxanne_codegen::migrations::{Migration, StatementRecord};
use voxanne_codegen::plan::{HazardKind, TransactionMode};
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_postgres::introspect::Options;
use voxanne_postgres::{
    Connection, DumpOptions, ScratchOptions, ScratchServer, dump_schema, introspect, prelude,
};
use voxanne_schema::{Declaration, Platform};

/// The server without extensions preloaded.
pub(crate) fn server() -> &'static ScratchServer {
    static SERVER: OnceLock<ScratchServer> = OnceLock::new();
    SERVER.get_or_init(|| start(&[]))
}

/// The server with pgaudit preloaded.
pub(crate) fn audited_server() -> &'static ScratchServer {
    static SERVER: OnceLock<ScratchServer> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = start(&["pgaudit"]);
        assert!(
            server.has_extension("pgaudit"),
            "pgaudit is missing: apt-get install postgresql-15-pgaudit"
        );
        server
    })
}

/// The major version that `VOXANNE_MAJOR` names, for which `scripts/majors` fetches a server; else Debian's.
pub(crate) fn major() -> u32 {
    let named = std::env::var("VOXANNE_MAJOR").ok();
    named.map_or(DEBIAN, |major| {
        major
            .parse()
            .unwrap_or_else(|_| panic!("VOXANNE_MAJOR={major} is no major version: write 14 to 18"))
    })
}

/// The major version whose server and `pg_dump` are always there.
const DEBIAN: u32 = 15;

fn start(preload: &[&str]) -> ScratchServer {
    let options = ScratchOptions {
        major: Some(major()),
        shared_preload_libraries: preload.iter().map(|library| (*library).to_owned()).collect(),
        ..ScratchOptions::default()
    };
    ScratchServer::start(&options).unwrap_or_else(|error| panic!("{error}\nhelp: {:?}", error.help()))
}

/// A database with the platform's prelude.
pub(crate) struct Database {
    server: &'static ScratchServer,
    name: String,
    pub(crate) connection: Connection,
}

impl Database {
    pub(crate) async fn new(server: &'static ScratchServer, name: &str, platform: Platform) -> Self {
        server.create_database(name).await.unwrap();
        let mut connection = Connection::connect(&server.url(name)).await.unwrap();
        connection.execute(prelude(platform)).await.unwrap();
        Self {
            server,
            name: name.to_owned(),
            connection,
        }
    }

    /// A database as a copy of one that nobody is connected to.
    pub(crate) async fn copy_of(server: &'static ScratchServer, template: &str, name: &str) -> Self {
        server.create_database_from(name, template).await.unwrap();
        let connection = Connection::connect(&server.url(name)).await.unwrap();
        Self {
            server,
            name: name.to_owned(),
            connection,
        }
    }

    /// Ends the session and drops the database.
    pub(crate) async fn remove(self) {
        let _ = self.connection.close().await;
        self.server.drop_database(&self.name).await.unwrap();
    }

    /// Another session of the same database.
    pub(crate) async fn clone_of(other: &Self) -> Self {
        Self {
            server: other.server,
            name: other.name.clone(),
            connection: other.connect().await,
        }
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::connect(&self.server.url(&self.name)).await.unwrap()
    }

    pub(crate) fn url(&self) -> String {
        self.server.url(&self.name)
    }

    pub(crate) async fn run(&mut self, sql: &str) {
        if let Err(error) = self.connection.execute(sql).await {
            panic!("{error}\n{sql}");
        }
    }

    /// The first column of the first row, as text.
    pub(crate) async fn value(&mut self, sql: &str) -> String {
        let rows = self
            .connection
            .query(sql)
            .await
            .unwrap_or_else(|error| panic!("{error}\n{sql}"));
        rows.into_iter()
            .next()
            .and_then(|row| row.into_iter().next().flatten())
            .unwrap_or_default()
    }

    pub(crate) async fn error(&mut self, sql: &str) -> String {
        match self.connection.execute(sql).await {
            Ok(_) => panic!("this was to be refused:\n{sql}"),
            Err(error) => error.to_string(),
        }
    }

    pub(crate) async fn up(&mut self, migration: &Migration) {
        if let Err(error) = self.try_up(migration).await {
            panic!("{}: {error}", migration.record.name);
        }
    }

    pub(crate) async fn try_up(&mut self, migration: &Migration) -> Result<(), voxanne_postgres::Error> {
        let sql = in_its_transaction(migration.record.transaction, &migration.files.up);
        self.connection.execute(&sql).await.map(|_| ())
    }

    pub(crate) async fn verify(&mut self, migration: &Migration) {
        if let Err(error) = self.try_verify(migration).await {
            panic!("verify of {}: {error}", migration.record.name);
        }
    }

    pub(crate) async fn try_verify(&mut self, migration: &Migration) -> Result<(), voxanne_postgres::Error> {
        self.connection.execute(&migration.files.verify).await.map(|_| ())
    }

    pub(crate) async fn down(&mut self, migration: &Migration) {
        if let Err(error) = self.try_down(migration).await {
            panic!("down of {}: {error}", migration.record.name);
        }
    }

    pub(crate) async fn try_down(&mut self, migration: &Migration) -> Result<(), voxanne_postgres::Error> {
        let sql = &migration.files.down;
        if migration.record.undo_transaction == TransactionMode::Inside {
            self.connection
                .execute(&in_its_transaction(TransactionMode::Inside, sql))
                .await?;
            return Ok(());
        }
        for statement in &migration.record.undo {
            self.connection.execute(slice(sql, statement)).await?;
        }
        Ok(())
    }

    /// The schema as `pg_dump` writes it; of a server that is newer than our `pg_dump`, what we read of it, which
    /// is a weaker proof.
    pub(crate) async fn dump(&self) -> String {
        if major() > DEBIAN {
            return self.read().await;
        }
        let options = DumpOptions {
            bin: Some(PathBuf::from(self.server.bin_dir())),
            ..DumpOptions::default()
        };
        dump_schema(&self.url(), &options).await.unwrap()
    }

    async fn read(&self) -> String {
        let mut connection = Connection::connect(&self.url()).await.unwrap();
        let read = introspect(&mut connection, &Options::new(Platform::Postgres)).await;
        connection.close().await.unwrap();
        let read = read.unwrap();
        let unmodeled = read.unmodeled.iter().map(|of| format!("{of}\n"));
        let objects = serde_json::to_string_pretty(&read.schema).unwrap();
        unmodeled.chain([objects]).collect()
    }
}

pub(crate) fn slice<'s>(sql: &'s str, statement: &StatementRecord) -> &'s str {
    &sql[statement.at.0..statement.at.1]
}

fn in_its_transaction(mode: TransactionMode, sql: &str) -> String {
    match mode {
        TransactionMode::Inside => format!("BEGIN;\n{sql}\nCOMMIT;"),
        TransactionMode::Alone => sql.to_owned(),
    }
}

pub(crate) fn options() -> PlanOptions {
    PlanOptions {
        allow: [HazardKind::DeletesData].into(),
        ..PlanOptions::default()
    }
}

pub(crate) fn migrations(states: &[&Declaration]) -> Vec<Migration> {
    generate_series(states, &options()).unwrap()
}
