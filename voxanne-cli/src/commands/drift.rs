//! `drift`: the definitions against a database that somebody named.

use std::collections::BTreeMap;

use serde::Serialize;
use voxanne_codegen::differences::{Difference, Facet, Standing};
use voxanne_codegen::migrations::{Migration, MigrationName};
use voxanne_codegen::plan::{Delta, HazardKind};
use voxanne_codegen::way::{WayOptions, differences};
use voxanne_codegen::{GenerateError, Way, way};
use voxanne_postgres::source::{OtherLedger, Source, State, other_ledgers};
use voxanne_postgres::{Connection, Runner, Unmodeled, apply};
use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::Location;
use voxanne_schema::object::{ObjectId, Space};

use super::adopt::{self, Home, adopt};
use super::bench::{Place, named, place_of};
use super::count;
use super::diff::{allowing, refused};
use super::differences::{Told, grouped};
use super::drift_text;
use super::folders::Folders;
use super::interrupt::{Interrupt, on_runtime};
use crate::arguments::{Annotations, Drift};
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::project::Project;
use crate::report::{Failure, Problem};

/// What was found, for machines.
#[derive(Serialize)]
struct Document<'d> {
    database: &'d Place,
    /// Whether the database is what the definitions say.
    equal: bool,
    /// How many objects are declared.
    declared: usize,
    /// Each object that differs.
    differences: Vec<Entry<'d>>,
    /// Migrations that are written and not applied.
    pending: &'d [MigrationName],
    /// Migrations that `generate` would write.
    unwritten: &'d [MigrationName],
    /// The script for psql that brings the database to the definitions; none where it is refused.
    sql: Option<&'d str>,
    /// What was written where the definitions come to the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    adopted: Option<adopt::Document>,
    /// The ledgers of other tools, which are no difference.
    other_ledgers: &'d [OtherLedger],
    /// What the database has and the model has no form for.
    unmodeled: &'d [Unmodeled],
}

#[derive(Serialize)]
struct Entry<'d> {
    object: String,
    kind: &'static str,
    /// Who has it, or whether it is another one here than there: `definitions`, `database` or `both`.
    ahead: &'static str,
    /// What it comes or goes with, as a part of it.
    part_of: Option<String>,
    /// The lines that declare it.
    declared_at: Option<&'d Location>,
    /// In what it differs: `before` is the database, `after` are the definitions.
    facets: &'d [Facet],
    /// The migrations that change it and are not applied.
    pending: Vec<&'d MigrationName>,
    /// The migrations that change it and are not written.
    unwritten: Vec<&'d MigrationName>,
}

/// What is known of a database beside the definitions.
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) differences: Vec<Difference>,
    pub(super) declared: Declared,
    pub(super) causes: Causes,
    others: Vec<OtherLedger>,
    pub(super) database: State,
    pub(super) definitions: State,
}

/// The migrations that are not in the database, and what each of them changes.
#[derive(Default)]
pub(super) struct Causes {
    pub(super) pending: Vec<MigrationName>,
    pub(super) unwritten: Vec<MigrationName>,
    changes: BTreeMap<ObjectId, (Vec<usize>, Vec<usize>)>,
}

/// Tells in what a database differs from the definitions.
pub(crate) fn drift(
    project: &Project,
    arguments: &Drift,
    environment: Option<String>,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let Some(url) = named(arguments.database.database_url.clone(), environment) else {
        let help = "name one with `--database-url postgresql://user@host:5432/name`, or set DATABASE_URL";
        return Err(Failure::wrong("no database was named", help));
    };
    let home = arguments.adopt.as_ref();
    let home = home.map(|module| Home::of(project, module)).transpose()?;
    let found = found(project, arguments, &url, output)?;
    let way = planned(arguments, &found);
    let told = grouped(&found.differences);
    match (arguments.sql, arguments.format) {
        (true, _) => {
            output.messages(|sink| drift_text::write(sink, &found, &told));
            let script = way.as_ref().map_or("", |way| way.up.as_str());
            output.show(|sink| sink.text(format_args!("{script}")));
        }
        (false, Annotations::Github) => output.show(|sink| drift_text::annotate(sink, &found, &told)),
        (false, Annotations::Text) => output.show(|sink| {
            drift_text::write(sink, &found, &told);
            if !told.is_empty() && home.is_none() {
                drift_text::what_next(sink, &found, way.as_ref());
            }
        }),
    }
    let sql = way.as_ref().ok().map(|way| way.up.as_str());
    let outcome = if found.differences.is_empty() {
        Outcome::Fine
    } else {
        Outcome::Findings
    };
    let mut adopted = None;
    if let (Some(home), false) = (&home, found.differences.is_empty()) {
        adopted = Some(adopt(home, &found, output)?);
    }
    let mut answer = Answer::new(outcome, document(&found, sql, adopted));
    answer.warnings = warnings(&found, way.as_ref().ok(), arguments.sql);
    if let Err(error) = way
        && (arguments.sql || (output.is_for_machines() && home.is_none()))
    {
        answer.errors = refused(error).problems;
    }
    Ok(answer)
}

/// Reads both sides, and what the ledger and the folder say of what lies between them.
fn found(project: &Project, arguments: &Drift, url: &str, output: &mut Output<'_>) -> Result<Found, Failure> {
    let folders = Folders::of(project);
    let migrations = if folders.path().is_dir() {
        folders.migrations()?
    } else {
        Vec::new()
    };
    let workshop = folders.workshop(&arguments.server, &arguments.role, &arguments.namespace);
    output.progress("reading the database and the definitions");
    let (place, pending, others, states) = on_runtime(async {
        let interrupt = Interrupt::listen();
        let connection = interrupt.or(Connection::connect(url)).await??;
        let place = place_of(&connection);
        let mut runner = Runner::new(connection, interrupt.runner_options());
        let entries = match interrupt.or(runner.status(&migrations)).await? {
            Ok(status) => Some(status.entries),
            // Who may look at the schema may not be who keeps the ledger.
            Err(error) if error.code() == Some("42501") => None,
            Err(error) => return Err(Failure::from(error)),
        };
        let others = interrupt.or(other_ledgers(runner.connection())).await??;
        let pending = entries.map(|entries| {
            let pending = entries.into_iter();
            let pending = pending.filter(|entry| entry.state == apply::State::Pending);
            pending.map(|entry| entry.name).collect::<Vec<MigrationName>>()
        });
        let sources = [&Source::Database(url.to_owned()), &Source::Declared];
        let states = interrupt.or(workshop.states(sources)).await?;
        let states = states.map_err(|(_, error)| Failure::from(error))?;
        Ok((place, pending, others, states))
    })?;
    let [database, definitions] = states;
    for note in database.notes.iter().chain(&definitions.notes) {
        output.note(note);
    }
    let options = WayOptions {
        platform: folders.platform(),
        any_column_order: arguments.way.any_column_order,
        ..WayOptions::default()
    };
    let mut causes = Causes::default();
    if pending.is_none() {
        output
            .note("the ledger may not be read by this user, so that nothing is known of pending migrations");
    }
    for migration in &migrations {
        let name = &migration.record.name;
        if pending.iter().flatten().any(|pending| pending == name) {
            causes.pending(migration);
        }
    }
    causes.find_unwritten(project);
    Ok(Found {
        place,
        differences: differences(&database.schema, &definitions.schema, &options),
        declared: project.generator().declaration().collect().0,
        causes,
        others,
        database,
        definitions,
    })
}

/// Plans the way from the database to the definitions.
fn planned(arguments: &Drift, found: &Found) -> Result<Way, GenerateError> {
    let options = WayOptions {
        said: Some(found.declared.clone()),
        platform: found.declared.platform,
        ..WayOptions::default()
    };
    let options = allowing(&arguments.way, &found.database, options)?;
    way(&found.database.schema, &found.definitions.schema, &options)
}

/// What is worth a remark, whether anything differs or not.
fn warnings(found: &Found, way: Option<&Way>, prints_sql: bool) -> Vec<Problem> {
    let mut warnings = Vec::new();
    if !found.database.unmodeled.is_empty() {
        let unmodeled: Vec<String> = found.database.unmodeled.iter().map(ToString::to_string).collect();
        warnings.push(
            Problem::warning(format!(
                "the database has what the model has no form for: {}",
                unmodeled.join(", ")
            ))
            .code("unmodeled")
            .help("it was not compared, and nothing touches it"),
        );
    }
    for role in way.iter().flat_map(|way| &way.missing_roles) {
        warnings.push(
            Problem::warning(format!(
                "the definitions name the role `{role}`, and the server has none"
            ))
            .code("role")
            .help("roles are the server's: create it before the SQL runs"),
        );
    }
    let pending = found.causes.pending.len();
    match (pending, found.differences.is_empty()) {
        (0, _) => {}
        (_, true) => warnings.push(
            Problem::warning(format!(
                "the database has what is declared, and the ledger does not know of {}",
                count(pending, "migration")
            ))
            .code("pending")
            .help("`apply --baseline` records what the database has"),
        ),
        (_, false) if prints_sql => warnings.push(
            Problem::warning("the SQL does what pending migrations do, and the ledger would not know of it")
                .code("pending")
                .help("run `apply` first, and `drift` again for what is left"),
        ),
        (_, false) => {}
    }
    warnings
}

fn document<'d>(
    found: &'d Found,
    sql: Option<&'d str>,
    adopted: Option<adopt::Document>,
) -> impl Serialize + use<'d> {
    let entries = found.differences.iter().map(|difference| {
        let (ahead, facets) = match &difference.standing {
            Standing::New => ("definitions", &[][..]),
            Standing::Gone => ("database", &[][..]),
            Standing::Changed(facets) => ("both", facets.as_slice()),
        };
        Entry {
            object: difference.object.to_string(),
            kind: difference.object.kind().label(),
            ahead,
            part_of: difference.part_of.as_ref().map(ToString::to_string),
            declared_at: found.declared.location_of(&difference.object),
            facets,
            pending: found.causes.pending_of(&difference.object).collect(),
            unwritten: found.causes.unwritten_of(&difference.object).collect(),
        }
    });
    Document {
        database: &found.place,
        equal: found.differences.is_empty(),
        declared: found.objects(),
        differences: entries.collect(),
        pending: &found.causes.pending,
        unwritten: &found.causes.unwritten,
        sql,
        adopted,
        other_ledgers: &found.others,
        unmodeled: &found.database.unmodeled,
    }
}

impl Found {
    /// How many objects are declared, of those that were compared.
    pub(super) fn objects(&self) -> usize {
        let objects = self.definitions.schema.objects();
        objects.filter(|(id, _)| !matches!(id, ObjectId::Role(_))).count()
    }

    /// What an object of the database belongs to.
    pub(super) fn home_of(&self, id: &ObjectId) -> ObjectId {
        let difference = self.differences.iter().find(|of| of.object == *id);
        let whole = difference.and_then(|of| of.part_of.clone());
        whole.unwrap_or_else(|| id.clone())
    }

    /// Whether the definition of an object says all of it. In a module that is not taken over as found, rules bring
    /// things along to what has rows.
    pub(super) fn is_whole(&self, id: &ObjectId) -> bool {
        let module = self.declared.module_of.get(id);
        let module = module.and_then(|place| self.declared.modules.get(*place));
        module.is_some_and(|module| module.as_found) || id.kind().space() != Space::Rows
    }

    /// The lines that declare what differs.
    pub(super) fn location(&self, told: &Told<'_>) -> Option<&Location> {
        self.declared.location_of(&told.difference.object)
    }
}

impl Causes {
    /// Notes a migration that the ledger has not.
    fn pending(&mut self, migration: &Migration) {
        let place = self.pending.len();
        self.pending.push(migration.record.name.clone());
        for id in migration.record.changes.iter().flat_map(changed) {
            self.changes.entry(id).or_default().0.push(place);
        }
    }

    /// Notes what `generate` would write. Where it would refuse to, `generate` says why.
    fn find_unwritten(&mut self, project: &Project) {
        let mut generator = project.generator().clone();
        for hazard in HazardKind::ALL {
            generator = generator.allow(hazard);
        }
        let Ok(prepared) = generator.prepare() else {
            return;
        };
        for rendered in &prepared.generated.migrations {
            let record = &rendered.migration.record;
            let place = self.unwritten.len();
            self.unwritten.push(record.name.clone());
            for id in record.changes.iter().flat_map(changed) {
                self.changes.entry(id).or_default().1.push(place);
            }
        }
    }

    /// The pending migrations that change an object.
    pub(super) fn pending_of(&self, id: &ObjectId) -> impl Iterator<Item = &MigrationName> {
        let places = self.changes.get(id).map(|(pending, _)| pending);
        named_at(places, &self.pending)
    }

    /// The unwritten migrations that change an object.
    pub(super) fn unwritten_of(&self, id: &ObjectId) -> impl Iterator<Item = &MigrationName> {
        let places = self.changes.get(id).map(|(_, unwritten)| unwritten);
        named_at(places, &self.unwritten)
    }
}

fn named_at<'n>(
    places: Option<&'n Vec<usize>>,
    names: &'n [MigrationName],
) -> impl Iterator<Item = &'n MigrationName> {
    let mut places = places.cloned().unwrap_or_default();
    places.dedup();
    places.into_iter().filter_map(|place| names.get(place))
}

/// The objects that a change touches.
fn changed(delta: &Delta) -> Vec<ObjectId> {
    match delta {
        Delta::Create(object) | Delta::Alter(object) => vec![object.id()],
        Delta::Drop(id) => vec![id.clone()],
        Delta::Rename(rename) => vec![rename.from.object(), rename.renamed().object()],
    }
}
