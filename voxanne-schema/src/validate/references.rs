//! What objects need, and what of it nobody has.

use std::fmt;

use super::facts::{Facts, TableFacts};
use super::findings::{Findings, quoted};
use super::nearest::nearest;
use super::remedies::Remedies;
use crate::diagnostic::Code;
use crate::lookup::Lookup;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Object, ObjectId, ObjectKind};

/// Types that an extension brings, which no declaration can name otherwise.
const EXTENSION_TYPES: &[(&str, &str)] = &[
    ("citext", "citext"),
    ("cube", "cube"),
    ("geography", "postgis"),
    ("geometry", "postgis"),
    ("halfvec", "vector"),
    ("hstore", "hstore"),
    ("ltree", "ltree"),
    ("sparsevec", "vector"),
    ("vector", "vector"),
];

/// Which declared objects need which, by their place in the schema.
#[derive(Debug, Default)]
pub(super) struct Needs {
    needed: Vec<usize>,
    /// Where the needs of each object end.
    ends: Vec<usize>,
}

impl Needs {
    /// How many objects there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// What the object at that place needs.
    pub(super) fn of(&self, place: usize) -> &[usize] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.needed[start..self.ends[place]]
    }

    /// Adds what the next object needs.
    pub(super) fn push(&mut self, needed: impl IntoIterator<Item = usize>) {
        self.needed.extend(needed);
        self.ends.push(self.needed.len());
    }
}

/// Reports everything that declared objects need and nobody has, and gives the rest.
pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) -> Needs {
    let mut references = References::new(facts);
    let mut needs = Needs::default();
    for (id, object) in facts.declared.schema.objects() {
        let dependencies = object.dependencies();
        references.check(id, id, &dependencies, findings);
        needs.push(references.needed.drain(..));
    }
    needs
}

/// Tells what is missing.
pub(super) struct References<'f, 'd> {
    facts: &'f Facts<'d>,
    /// The declared objects, in their places: sorted, as the schema is.
    ids: Vec<&'d ObjectId>,
    places: Lookup<&'d ObjectId, usize>,
    /// What was found of objects that nobody declares. Many need the same few functions and roles.
    found: Lookup<ObjectId, Found>,
    remedies: Remedies<'d>,
    /// The places of what the last object needs.
    needed: Vec<usize>,
}

/// What became of something that is needed.
#[derive(Clone, Copy, Debug)]
enum Found {
    /// It is declared, and stands there.
    Declared(usize),
    /// It exists without us.
    Existing,
    /// Nobody has it.
    Missing,
}

impl<'f, 'd> References<'f, 'd> {
    pub(super) fn new(facts: &'f Facts<'d>) -> Self {
        let ids: Vec<&ObjectId> = facts.declared.schema.objects().map(|(id, _)| id).collect();
        Self {
            facts,
            places: ids.iter().enumerate().map(|(place, id)| (*id, place)).collect(),
            ids,
            found: Lookup::default(),
            remedies: Remedies::new(facts.declared),
            needed: Vec::new(),
        }
    }

    /// Reports what is missing, and keeps the places of the rest. Dependencies are sorted, so that
    /// each object is looked up once, with all its columns.
    pub(super) fn check(
        &mut self,
        who: &dyn fmt::Display,
        id: &ObjectId,
        dependencies: &Dependencies,
        findings: &mut Findings,
    ) {
        let mut last = None;
        let mut table = None;
        for dependency in dependencies.iter() {
            let object = &dependency.object;
            if last != Some(object) {
                last = Some(object);
                table = self.table(object);
                match table
                    .and_then(|own| own.place)
                    .map_or_else(|| self.find(object), Found::Declared)
                {
                    Found::Declared(place) => self.needed.push(place),
                    Found::Existing => {}
                    Found::Missing => self.report_object(who, id, object, findings),
                }
            }
            if let (Some(own), Some(column)) = (table, &dependency.column)
                && !own.columns.contains_key(column)
            {
                let names = own.table.columns.iter().map(|column| &column.name);
                report_column((who, id), object, column, names, findings);
            }
            if let (Some(columns), Some(column)) = (
                self.facts.declared.schema.view_columns(object),
                &dependency.column,
            ) && columns.iter().all(|own| own.name != *column)
            {
                let names = columns.iter().map(|column| &column.name);
                report_column((who, id), object, column, names, findings);
            }
        }
    }

    /// Only tables and views have columns, and only those that the model knows can be looked into.
    fn table(&self, object: &ObjectId) -> Option<&'f TableFacts<'d>> {
        if let ObjectId::Table(name) = object {
            self.facts.table(name)
        } else {
            None
        }
    }

    fn find(&mut self, object: &ObjectId) -> Found {
        if let Some(place) = self.places.get(object) {
            return Found::Declared(*place);
        }
        if let Some(found) = self.found.get(object) {
            return *found;
        }
        let found = if self.is_missing(object) {
            Found::Missing
        } else {
            Found::Existing
        };
        self.found.insert(object.clone(), found);
        found
    }

    fn is_missing(&self, id: &ObjectId) -> bool {
        !self.facts.declared.knows(id) && !self.comes_along(id)
    }

    /// Whether the object is PostgreSQL's own, or comes with an extension. A trigger that calls
    /// nothing at all is reported as such.
    fn comes_along(&self, id: &ObjectId) -> bool {
        let is_special = match id {
            ObjectId::Role(name) => name.as_str().starts_with("pg_"),
            ObjectId::Namespace(name) => is_system(name),
            ObjectId::Enum(name) => self.has_type(name),
            ObjectId::Function(signature) => signature.name.name.as_str().is_empty(),
            ObjectId::Extension(name) => name == "plpgsql",
            _ => false,
        };
        is_special || id.namespace().is_some_and(is_system)
    }

    /// Whether the extension of the type is there, in the namespace of the type.
    fn has_type(&self, name: &QualifiedName) -> bool {
        let Some(extension) = extension_of(name) else {
            return false;
        };
        let id = ObjectId::Extension(Name::new(extension));
        if let Some(Object::Extension(declared)) = self.facts.declared.schema.get(&id) {
            return declared.namespace == name.namespace;
        }
        self.facts.declared.knows(&id)
    }

    /// Reported once for each object that needs it.
    fn report_object(
        &mut self,
        who: &dyn fmt::Display,
        id: &ObjectId,
        needed: &ObjectId,
        findings: &mut Findings,
    ) {
        let is_role = needed.kind() == ObjectKind::Role;
        let code = if is_role {
            Code::UndeclaredRole
        } else {
            Code::MissingObject
        };
        let message = format!("{who} needs {needed}, which nobody declares");
        findings.report(code, id.clone(), message, self.remedies.of(needed, &self.ids));
    }
}

fn report_column<'n>(
    (who, id): (&dyn fmt::Display, &ObjectId),
    relation: &ObjectId,
    column: &Name,
    names: impl Iterator<Item = &'n Name> + Clone,
    findings: &mut Findings,
) {
    let (ObjectId::Table(table) | ObjectId::View(table) | ObjectId::MaterializedView(table)) = relation
    else {
        return;
    };
    let meant = nearest(column.as_str(), names.clone().map(Name::as_str))
        .map_or_else(String::new, |name| format!("did you mean `{name}`? "));
    findings.report(
        Code::MissingColumn,
        id.clone(),
        format!("{who} needs the column `{column}`, which `{table}` does not have"),
        format!("{meant}`{table}` has {}", quoted(names)),
    );
}

fn is_system(namespace: &Name) -> bool {
    namespace == "pg_catalog" || namespace == "information_schema"
}

pub(super) fn extension_of(name: &QualifiedName) -> Option<&'static str> {
    EXTENSION_TYPES
        .iter()
        .find(|(own, _)| name.name == **own)
        .map(|(_, extension)| *extension)
}
