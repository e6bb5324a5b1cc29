//! Which objects a name can mean: the tables, views, enums and functions of a schema, looked up as
//! PostgreSQL looks names up.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::Schema;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Identity, ObjectId, ObjectKind, Space};

use super::reference::{Path, Reference, ReferenceKind};

/// Whether the objects of a kind are named in queries and bodies. Indexes never are.
pub(crate) const fn is_named(kind: ObjectKind) -> bool {
    !matches!(kind.space(), Space::Own) && !matches!(kind, ObjectKind::Index)
}

/// The objects that have names.
#[derive(Debug, Default)]
pub(super) struct Catalog<'s> {
    /// Views too.
    tables: BTreeMap<(&'s str, &'s str), &'s ObjectId>,
    types: BTreeMap<(&'s str, &'s str), &'s ObjectId>,
    /// Every overload.
    functions: BTreeMap<(&'s str, &'s str), Vec<&'s ObjectId>>,
}

impl<'s> Catalog<'s> {
    pub(super) fn of(schema: &'s Schema) -> Self {
        let mut catalog = Self::default();
        for (id, _) in schema.objects() {
            catalog.add(id);
        }
        catalog
    }

    /// Adds an object that SQL can name.
    pub(super) fn add(&mut self, id: &'s ObjectId) {
        let key = |name: &'s QualifiedName| (name.namespace.as_str(), name.name.as_str());
        if !is_named(id.kind()) {
            return;
        }
        match id.identity() {
            Identity::Qualified(name) if id.kind().space().is_relation() => {
                self.tables.insert(key(name), id);
            }
            Identity::Qualified(name) => {
                self.types.insert(key(name), id);
            }
            Identity::Routine(signature) => {
                self.functions.entry(key(&signature.name)).or_default().push(id);
            }
            Identity::Named(_)
            | Identity::Member(_)
            | Identity::OfTable(_)
            | Identity::Owned(_)
            | Identity::Grant(_)
            | Identity::Default(_)
            | Identity::Comment(_) => {}
        }
    }

    /// The objects that a name means. One without a namespace is looked up along the search path,
    /// `public` when there is none.
    pub(super) fn find(&self, reference: &Reference, search_path: Option<&[Name]>) -> Vec<&'s ObjectId> {
        let Path { namespace, name } = &reference.path;
        if let Some(namespace) = namespace {
            return self.find_in(namespace.as_str(), name.as_str(), reference.kind);
        }
        let Some(path) = search_path else {
            return self.find_in("public", name.as_str(), reference.kind);
        };
        let found = path
            .iter()
            .map(|namespace| self.find_in(namespace.as_str(), name.as_str(), reference.kind));
        found
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// A call may also be a cast, `public.lead_status('new')`; a type may be that of a table's rows.
    fn find_in(&self, namespace: &str, name: &str, kind: ReferenceKind) -> Vec<&'s ObjectId> {
        let key = (namespace, name);
        let table = || self.tables.get(&key).copied();
        let created = || self.types.get(&key).copied();
        let functions = || self.functions.get(&key).into_iter().flatten().copied();
        match kind {
            ReferenceKind::Relation => table().into_iter().collect(),
            ReferenceKind::Type => created().or_else(table).into_iter().collect(),
            ReferenceKind::Any => table().or_else(created).into_iter().chain(functions()).collect(),
            ReferenceKind::Call if self.functions.contains_key(&key) => functions().collect(),
            ReferenceKind::Call => created().or_else(table).into_iter().collect(),
        }
    }

    /// The names of the relations, or of the functions.
    pub(super) fn names(&self, kind: ReferenceKind) -> BTreeSet<(&'s str, &'s str)> {
        match kind {
            ReferenceKind::Relation => self.tables.keys().copied().collect(),
            ReferenceKind::Call => self.functions.keys().copied().collect(),
            ReferenceKind::Type => self.types.keys().copied().collect(),
            ReferenceKind::Any => BTreeSet::new(),
        }
    }
}
