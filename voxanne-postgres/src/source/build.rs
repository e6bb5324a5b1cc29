//! Sources read: what is no database is built in a scratch database of its own server, for roles are the
//! server's, and what one source makes is not there for the other.

use std::fs;
use std::path::{Path, PathBuf};

use voxanne_codegen::migrations::{Folder, History, Migration};
use voxanne_codegen::plan::{HazardKind, TransactionMode};
use voxanne_codegen::{PlanOptions, WayOptions, generate, way};
use voxanne_schema::model::Schema;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::{Declaration, Platform};

use super::error::SourceError;
use super::folder::{Layout, Migrations};
use super::script_file::{ScriptFile, read};
use super::{Source, ledgers, owners};
use crate::connection::Connection;
use crate::error::Error;
use crate::introspect::{Introspection, Options, Unmodeled, introspect};
use crate::prelude::prelude;
use crate::scratch::{ScratchOptions, ScratchServer};
use crate::script::statements;

/// The database on a scratch server.
const DATABASE: &str = "voxanne";

/// What sources are read and built with.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// The servers that sources are built on.
    pub scratch: ScratchOptions,
    /// What a database has before anything is built in it.
    pub platform: Platform,
    /// Roles that a scratch server has besides.
    pub roles: Vec<String>,
    /// The namespaces to read; all where none is named.
    pub namespaces: Vec<String>,
    /// What is declared, if anything is.
    pub declaration: Option<Declaration>,
    /// The written migrations, in order, if there are any.
    pub written: Vec<Migration>,
}

/// A state that was read.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Its objects, and the roles that they refer to.
    pub schema: Schema,
    /// What it has and the model has no form for.
    pub unmodeled: Vec<Unmodeled>,
    /// The role that read it, where it is a database that somebody named.
    pub(super) reader: Option<String>,
    /// What whoever asked should know: how a folder was taken, what was left out.
    pub notes: Vec<String>,
}

impl Workshop {
    /// Reads two sources. Where neither needs a server, both are taken as they are written.
    ///
    /// # Errors
    ///
    /// Which of them cannot be read, 0 or 1, and why not.
    pub async fn states(&self, sources: [&Source; 2]) -> Result<[State; 2], (usize, SourceError)> {
        if sources.iter().all(|source| source.is_at_hand()) {
            let at_hand = |place: usize| self.at_hand(sources[place]).map_err(|error| (place, error));
            return Ok([at_hand(0)?, at_hand(1)?]);
        }
        let mut workshop = self.clone();
        if workshop.scratch.major.is_none() {
            workshop.scratch.major = major_of(sources).await.map_err(|error| (0, error))?;
        }
        let first = workshop.state(sources[0]).await.map_err(|error| (0, error))?;
        if sources[0] == sources[1] {
            return Ok([first.clone(), first]);
        }
        let second = workshop.state(sources[1]).await.map_err(|error| (1, error))?;
        let mut states = [first, second];
        owners::compare(&mut states);
        for place in 0..2 {
            // What a tool keeps of itself is in a database alone; where files make such a table, they mean it.
            let is_live = |place: usize| matches!(sources[place], Source::Database(_));
            if !is_live(place) || is_live(1 - place) {
                continue;
            }
            let other = states[1 - place].schema.clone();
            let state = &mut states[place];
            let taken = ledgers::take_out(&mut state.schema, &other);
            state
                .notes
                .extend(taken.into_iter().map(|what| format!("left out: {what}")));
        }
        Ok(states)
    }

    /// Reads one source, as a database has it. Tables in which tools remember what they have applied are left
    /// out.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub async fn one(&self, source: &Source) -> Result<State, SourceError> {
        let mut state = self.state(source).await?;
        let taken = ledgers::take_out(&mut state.schema, &Schema::new());
        let notes = taken.into_iter().map(|what| format!("left out: {what}"));
        state.notes.extend(notes);
        Ok(state)
    }

    /// A source that needs no server, as it is written.
    fn at_hand(&self, source: &Source) -> Result<State, SourceError> {
        let schema = match source {
            Source::Model(path) => model(path)?,
            _ => Schema::new(),
        };
        Ok(State {
            schema,
            ..State::default()
        })
    }

    /// A source as a database has it.
    async fn state(&self, source: &Source) -> Result<State, SourceError> {
        let mut notes = Vec::new();
        let mut reader = None;
        let read = match source {
            Source::Database(url) => {
                reader = reader_of(url).await?;
                self.introspected(url).await?
            }
            _ => {
                let (files, roles) = self.files(source, &mut notes)?;
                let server = self.server()?;
                let url = self.built(&server, &files, &roles).await?;
                self.introspected(&url).await?
            }
        };
        let mut schema = read.schema;
        for (_, object) in read.existing.objects() {
            if let Object::Role(role) = object {
                schema.replace(role.clone());
            }
        }
        Ok(State {
            schema,
            unmodeled: read.unmodeled,
            reader,
            notes,
        })
    }

    /// What is to run in an empty database, in order, and the roles that it needs and cannot make.
    fn files(
        &self,
        source: &Source,
        notes: &mut Vec<String>,
    ) -> Result<(Vec<ScriptFile>, Vec<String>), SourceError> {
        let files = match source {
            Source::Database(_) | Source::Empty => Vec::new(),
            Source::Folder(path) => {
                let migrations = migrations(path)?;
                let count = migrations.len();
                let files = if count == 1 { "file" } else { "files" };
                notes.push(format!(
                    "`{}`: {count} {files}, {}",
                    path.display(),
                    migrations.layout
                ));
                migrations.files
            }
            Source::Script(path) => vec![read(path)?],
            Source::Model(path) => {
                let model = model(path)?;
                let file = ScriptFile {
                    path: path.clone(),
                    text: self.made_of_nothing(&model)?,
                    left_rows_out: false,
                };
                return Ok((vec![file], roles(&model)));
            }
            Source::Declared => {
                let declared = self.declared()?;
                let named = self.declaration.iter().map(|of| roles(&of.collect().0.schema));
                return Ok((declared, named.flatten().collect()));
            }
            Source::Written => {
                let history = History::fold(&self.written);
                let history = history.map_err(|error| SourceError::Folder(vec![error]))?;
                return Ok((self.written.iter().map(of_ours).collect(), roles(&history.schema)));
            }
        };
        for file in files.iter().filter(|file| file.left_rows_out) {
            notes.push(format!(
                "`{}`: the rows of COPY are left out",
                file.path.display()
            ));
        }
        Ok((files, Vec::new()))
    }

    fn made_of_nothing(&self, model: &Schema) -> Result<String, SourceError> {
        let options = WayOptions {
            allow: HazardKind::ALL.into(),
            platform: self.platform,
            ..WayOptions::default()
        };
        let made = way(&Schema::new(), model, &options);
        made.map(|way| way.up)
            .map_err(|error| SourceError::Generate(Box::new(error)))
    }

    /// The migrations that build the definitions of nothing.
    fn declared(&self) -> Result<Vec<ScriptFile>, SourceError> {
        let declaration = self.declaration.as_ref().ok_or(SourceError::NoDefinitions)?;
        let options = PlanOptions {
            allow: HazardKind::ALL.into(),
            ..PlanOptions::default()
        };
        let generated = generate(declaration, History::default(), &options)
            .map_err(|error| SourceError::Generate(Box::new(error)))?;
        let migrations = generated.migrations.iter().map(|rendered| &rendered.migration);
        Ok(migrations.map(of_ours).collect())
    }

    fn server(&self) -> Result<ScratchServer, SourceError> {
        match ScratchServer::start(&self.scratch) {
            // The version of the other side is a wish.
            Err(Error::NoServer { .. }) if self.scratch.major.is_some() => {
                let any = ScratchOptions {
                    major: None,
                    ..self.scratch.clone()
                };
                Ok(ScratchServer::start(&any)?)
            }
            started => Ok(started?),
        }
    }

    /// Runs files in a database of a server, each in a session of its own; gives its URL.
    async fn built(
        &self,
        server: &ScratchServer,
        files: &[ScriptFile],
        roles: &[String],
    ) -> Result<String, SourceError> {
        server.create_database(DATABASE).await?;
        let url = server.url(DATABASE);
        let mut session = Connection::connect(&url).await?;
        session.execute(prelude(self.platform)).await?;
        for role in self.roles.iter().chain(roles) {
            let role = voxanne_codegen::sql::literal(role);
            let made = format!(
                "DO $role$\nBEGIN\n    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {role}) THEN\n        \
                 EXECUTE format('CREATE ROLE %I', {role});\n    END IF;\nEND;\n$role$;"
            );
            session.execute(&made).await?;
        }
        session.close().await?;
        for file in files {
            run(&url, file).await?;
        }
        Ok(url)
    }

    async fn introspected(&self, url: &str) -> Result<Introspection, SourceError> {
        let mut options = Options::new(self.platform);
        options.namespaces = self.namespaces.iter().map(Name::new).collect();
        options.exclude = ledgers::namespaces().collect();
        let mut session = Connection::connect(url).await?;
        let read = introspect(&mut session, &options).await?;
        session.close().await?;
        Ok(read)
    }
}

/// The major version of the first database among the sources.
async fn major_of(sources: [&Source; 2]) -> Result<Option<u32>, SourceError> {
    let needs_server = |source: &&Source| !matches!(source, Source::Database(_));
    if !sources.iter().any(needs_server) {
        return Ok(None);
    }
    for source in sources {
        if let Source::Database(url) = source {
            let session = Connection::connect(url).await?;
            let version = session.server_version();
            session.close().await?;
            return Ok(version
                .map(|version| version / 10_000)
                .filter(|major| (14..=18).contains(major)));
        }
    }
    Ok(None)
}

/// Who one is in a database.
async fn reader_of(url: &str) -> Result<Option<String>, SourceError> {
    let mut session = Connection::connect(url).await?;
    let rows = session.query("SELECT current_user").await?;
    session.close().await?;
    Ok(rows
        .into_iter()
        .next()
        .and_then(|row| row.into_iter().next().flatten()))
}

/// The roles that a model names: it cannot make them.
fn roles(model: &Schema) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for (id, object) in model.objects() {
        let needed = object.dependencies();
        for id in needed.objects().chain([id]) {
            if let ObjectId::Role(name) = id
                && !roles.iter().any(|role| name == role.as_str())
            {
                roles.push(name.as_str().to_owned());
            }
        }
    }
    roles
}

fn model(path: &Path) -> Result<Schema, SourceError> {
    let text = fs::read_to_string(path).map_err(SourceError::io(path))?;
    serde_json::from_str(&text).map_err(|source| SourceError::Model {
        path: path.to_owned(),
        source,
    })
}

/// The migrations of a folder, whoever wrote it.
fn migrations(path: &Path) -> Result<Migrations, SourceError> {
    if !path.join("plan").is_dir() {
        return Migrations::read(path);
    }
    let written = Folder::new(path.to_owned()).read().map_err(SourceError::Folder)?;
    Ok(Migrations {
        layout: Layout::Voxanne,
        files: written.iter().map(of_ours).collect(),
    })
}

/// A migration of ours, with the transaction that it wants.
fn of_ours(migration: &Migration) -> ScriptFile {
    let up = &migration.files.up;
    let text = match migration.record.transaction {
        TransactionMode::Inside => format!("BEGIN; {up}\nCOMMIT;"),
        TransactionMode::Alone => up.clone(),
    };
    ScriptFile {
        path: PathBuf::from(format!("{}.sql", migration.record.name)),
        text,
        left_rows_out: false,
    }
}

/// Runs a file statement by statement, as psql would.
async fn run(url: &str, file: &ScriptFile) -> Result<(), SourceError> {
    let mut session = Connection::connect(url).await?;
    for (place, range) in statements(&file.text).into_iter().enumerate() {
        let lines = file.text[..range.start].matches('\n').count();
        let ran = session.execute(&file.text[range]).await;
        ran.map_err(|error| match error {
            Error::Sql(error) => SourceError::Failed {
                path: file.path.clone(),
                error: Box::new(error.in_file(place, lines)),
            },
            other => SourceError::Server(other),
        })?;
    }
    if is_in_a_transaction(&mut session).await? {
        return Err(SourceError::OpenTransaction {
            path: file.path.clone(),
        });
    }
    Ok(session.close().await?)
}

/// Whether two queries belong to one transaction.
async fn is_in_a_transaction(session: &mut Connection) -> Result<bool, SourceError> {
    const ASKED: &str = "SELECT pg_catalog.pg_current_xact_id()::text";
    Ok(session.query(ASKED).await? == session.query(ASKED).await?)
}
