//! Which objects a name can mean: the tables, views, enums and functions of a schema, looked up as
//! PostgreSQL looks names up.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::Schema;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::reference::{Path, Reference, ReferenceKind};

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
        for (id, object) in schema.objects() {
            match object {
                Object::Table(_)
                | Object::View(_)
                | Object::MaterializedView(_)
                | Object::Enum(_)
                | Object::Domain(_)
                | Object::Composite(_)
                | Object::Sequence(_)
                | Object::Function(_) => catalog.add(id),
                Object::Role(_)
                | Object::Namespace(_)
                | Object::Extension(_)
                | Object::Partition(_)
                | Object::Constraint(_)
                | Object::Index(_)
                | Object::Trigger(_)
                | Object::Policy(_)
                | Object::RowSecurity(_)
                | Object::Grant(_)
                | Object::Comment(_) => {}
            }
        }
        catalog
    }

    /// Adds an object that SQL can name.
    pub(super) fn add(&mut self, id: &'s ObjectId) {
        let key = |name: &'s QualifiedName| (name.namespace.as_str(), name.name.as_str());
        match id {
            ObjectId::Table(name)
            | ObjectId::View(name)
            | ObjectId::MaterializedView(name)
            | ObjectId::Sequence(name) => {
                self.tables.insert(key(name), id);
            }
            ObjectId::Enum(name) | ObjectId::Domain(name) | ObjectId::Composite(name) => {
                self.types.insert(key(name), id);
            }
            ObjectId::Function(signature) => self.functions.entry(key(&signature.name)).or_default().push(id),
            ObjectId::Role(_)
            | ObjectId::Namespace(_)
            | ObjectId::Extension(_)
            | ObjectId::Partition(_)
            | ObjectId::Constraint(_)
            | ObjectId::Index(_)
            | ObjectId::Trigger(_)
            | ObjectId::Policy(_)
            | ObjectId::RowSecurity(_)
            | ObjectId::Grant(_)
            | ObjectId::Comment(_) => {}
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
