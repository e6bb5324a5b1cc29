//! What function bodies and SQL fragments need.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::Schema;
use voxanne_schema::object::ObjectId;

use super::catalog::Catalog;
use super::reader::Readings;
use super::reference::Reference;
use super::text;

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
