//! What function bodies and SQL fragments need.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::Schema;
use voxanne_schema::object::ObjectId;

use super::catalog::Catalog;
use super::reader::Readings;
use super::reference::Reference;
use super::text::{self, Site};

/// What function bodies and SQL fragments name.
///
/// PL/pgSQL looks names up when it runs, yet what a body names counts as needed: a function that is
/// there before its tables is of no use, and a circle of functions is better broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyDependencies(BTreeMap<ObjectId, BTreeSet<ObjectId>>);

impl BodyDependencies {
    /// What the text of one object names: tables, enums and functions, never the object itself.
    pub fn of(&self, id: &ObjectId) -> impl Iterator<Item = &ObjectId> {
        self.0.get(id).into_iter().flatten()
    }

    /// The same where objects are called otherwise.
    pub(crate) fn under_other_names(self, follow: impl Fn(&ObjectId) -> ObjectId) -> Self {
        let all = self.0.into_iter();
        Self(
            all.map(|(id, named)| (follow(&id), named.iter().map(&follow).collect()))
                .collect(),
        )
    }

    /// These and others.
    pub(crate) fn with(mut self, others: Self) -> Self {
        for (id, named) in others.0 {
            self.0.entry(id).or_default().extend(named);
        }
        self
    }

    /// Adds what the texts of a schema name in that same schema.
    pub(super) fn add(&mut self, schema: &Schema, readings: &Readings<'_>) {
        let sites = text::of_schema(schema);
        if sites.is_empty() {
            return;
        }
        let catalog = Catalog::of(schema);
        for site in &sites {
            let Some(reading) = readings.get(&site.text) else {
                continue;
            };
            // A table that the text makes for itself hides one of the schema.
            let own = |reference: &Reference| {
                reference.path.namespace.is_none() && reading.created.contains(&reference.path)
            };
            let references = reading.references.iter().filter(|reference| !own(reference));
            let named = references.flat_map(|reference| catalog.find(reference, site.search_path));
            let mut named = named.filter(|named| **named != *site.object).peekable();
            if named.peek().is_some() {
                self.0
                    .entry((*site.object).clone())
                    .or_default()
                    .extend(named.cloned());
            }
        }
    }
}

/// What the texts name among the objects that are asked for, where every object that a name could mean
/// is one of these.
pub(super) fn named(
    sites: &[Site<'_>],
    readings: &Readings<'_>,
    catalog: &Catalog<'_>,
    is_asked: impl Fn(&ObjectId) -> bool,
) -> Vec<(ObjectId, BTreeSet<ObjectId>)> {
    let mut all: BTreeMap<ObjectId, BTreeSet<ObjectId>> = BTreeMap::new();
    for site in sites {
        let Some(reading) = readings.get(&site.text) else {
            continue;
        };
        let own = |reference: &Reference| {
            reference.path.namespace.is_none() && reading.created.contains(&reference.path)
        };
        for reference in reading.references.iter().filter(|reference| !own(reference)) {
            let found = catalog.find(reference, site.search_path);
            if !found.is_empty() && found.iter().all(|id| is_asked(id)) {
                let named = all.entry((*site.object).clone()).or_default();
                named.extend(found.into_iter().cloned());
            }
        }
    }
    all.into_iter().collect()
}
