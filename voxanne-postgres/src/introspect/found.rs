//! What was found so far: the names by which the catalog refers to things, and the model.

use std::collections::BTreeMap;

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Member, Partition, Schema};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::Introspection;
use super::depends::Depends;
use super::names::Names;
use super::options::Options;
use super::text;
use super::unmodeled::Unmodeled;
use crate::error::Error;

/// What was found so far.
pub(super) struct Found {
    pub(super) options: Options,
    pub(super) names: Names,
    pub(super) depends: Depends,
    platform: Schema,
    schema: Schema,
    existing: Schema,
    unmodeled: Vec<Unmodeled>,
    /// What partitions call the parts of the keys and indexes of their tables.
    parts: Vec<(Member, BTreeMap<Name, Name>)>,
}

impl Found {
    pub(super) fn new(options: Options) -> Self {
        let platform = options.platform.objects();
        Self {
            options,
            names: Names::default(),
            depends: Depends::default(),
            existing: platform.clone(),
            platform,
            schema: Schema::new(),
            unmodeled: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Adds an object, unless the platform brings it. A part of something that the model has no form for is
    /// named, as that is.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> Result<(), Error> {
        let object = object.into();
        if self.platform.contains(&object.id()) {
            return Ok(());
        }
        let relation = object.owner().filter(|owner| owner.relation().is_some());
        if relation.is_some_and(|relation| !self.schema.contains(&relation.id())) {
            let (kind, id) = (object.kind().label(), object.id());
            self.name(format!("{kind} of what has no form"), id.to_string());
            return Ok(());
        }
        self.schema.insert(object).map_err(|twice| Error::Catalog {
            what: twice.id().to_string(),
            reason: "it is there twice".to_owned(),
        })
    }

    /// Adds what objects refer to and no migration makes.
    pub(super) fn refer(&mut self, object: impl Into<Object>) {
        self.existing.replace(object);
    }

    /// Whether a namespace is read, or referred to already.
    pub(super) fn has_namespace(&self, name: &Name) -> bool {
        let id = ObjectId::Namespace(name.clone());
        self.schema.contains(&id) || self.existing.contains(&id)
    }

    /// Whether an object was found.
    pub(super) fn has(&self, id: &ObjectId) -> bool {
        self.schema.contains(id)
    }

    /// Whether it is a partition in another namespace than its table.
    pub(super) fn is_elsewhere(&self, id: &ObjectId) -> bool {
        let object = self.schema.get(id);
        matches!(object, Some(Object::Partition(partition)) if partition.namespace.is_some())
    }

    /// Whether an object was found, or is a part of one that was: the sequence of an identity column.
    pub(super) fn has_or_holds(&self, id: &ObjectId) -> bool {
        let is_identity = |id: &ObjectId| match id {
            ObjectId::Sequence(name) => self.schema.identity_called(name).is_some(),
            _ => false,
        };
        self.schema.contains(id) || is_identity(id)
    }

    /// Names what the model has no form for.
    pub(super) fn name(&mut self, kind: impl Into<String>, name: impl Into<String>) {
        self.unmodeled.push(Unmodeled {
            kind: kind.into(),
            name: name.into(),
        });
    }

    /// Notes what a partition calls the parts of the keys and indexes of its table, which are read later.
    pub(super) fn call_parts(&mut self, partition: Member, names: BTreeMap<Name, Name>) {
        self.parts.push((partition, names));
    }

    /// Keeps of these names what PostgreSQL would not have chosen.
    fn name_parts(&mut self) {
        for (id, called) in std::mem::take(&mut self.parts) {
            let Some(partition) = self.schema.partition(&id.table, &id.name) else {
                continue;
            };
            let index_names = voxanne_codegen::own_names(partition, &self.schema, &called);
            if !index_names.is_empty() {
                let partition = partition.clone();
                self.schema.replace(Partition {
                    index_names,
                    ..partition
                });
            }
        }
    }

    /// PostgreSQL's text of an expression, with what it needs.
    pub(super) fn expression(&self, class: u32, oid: u32, sql: &str) -> Expression {
        Expression::Raw {
            sql: text::faithful(sql),
            depends_on: self.depends.of(class, oid, &self.names),
        }
    }

    pub(super) fn finish(mut self) -> Introspection {
        self.name_parts();
        self.unmodeled.sort();
        self.unmodeled.dedup();
        Introspection {
            schema: self.schema,
            existing: self.existing,
            unmodeled: self.unmodeled,
        }
    }
}
