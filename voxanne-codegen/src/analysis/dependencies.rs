//! What function bodies and SQL fragments need.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::Schema;
use voxanne_schema::object::{Dependency, ObjectId};

use super::catalog::Catalog;
use super::columns;
use super::reader::Readings;
use super::reference::Reference;
use super::text::{self, Place};

/// What function bodies and SQL fragments name.
///
/// PL/pgSQL looks names up when it runs, yet what a body names counts as needed: a function that is
/// there before its tables is of no use, and a circle of functions is better broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyDependencies {
    objects: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    columns: BTreeMap<ObjectId, BTreeSet<Dependency>>,
}

impl BodyDependencies {
    /// What the text of one object names: tables, enums and functions, never the object itself.
    pub fn of(&self, id: &ObjectId) -> impl Iterator<Item = &ObjectId> {
        self.objects.get(id).into_iter().flatten()
    }

    /// The columns that the query of a view may name, of the tables and views that it reads: rather one
    /// too many than one too few, for a word can be something else.
    pub fn columns_of(&self, view: &ObjectId) -> impl Iterator<Item = &Dependency> {
        self.columns.get(view).into_iter().flatten()
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
                self.objects
                    .entry((*site.object).clone())
                    .or_default()
                    .extend(named.cloned());
            }
            if site.place == Place::Query {
                self.add_columns(schema, &site.object, site.text.sql);
            }
        }
    }

    fn add_columns(&mut self, schema: &Schema, view: &ObjectId, sql: &str) {
        let words = columns::words(sql);
        let read: Vec<ObjectId> = self.of(view).cloned().collect();
        for relation in read {
            let named = columns::columns(schema, &relation).unwrap_or_default();
            let named = named.into_iter().filter(|column| words.contains(*column));
            let named = named.map(|column| Dependency {
                object: relation.clone(),
                column: Some(column.clone()),
            });
            self.columns.entry(view.clone()).or_default().extend(named);
        }
    }
}
