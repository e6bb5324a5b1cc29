//! The whole: a sorted set of objects.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Column, Comment, CommentTarget, Composite, Constraint, DefaultPrivileges, DefaultPrivilegesId,
    DefaultTarget, Domain, Enum, Function, Grant, GrantTarget, Grantee, Index, MaterializedView, Partition,
    Policy, RowSecurity, Sequence, Table, Trigger, View, ViewColumn,
};
use crate::data_type::{BaseType, DataType};
use crate::name::{Name, QualifiedName};
use crate::object::{Object, ObjectId};

/// Everything that is declared, or that a database has. Sorted by identity, so that the order of
/// declarations never shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    objects: BTreeMap<ObjectId, Arc<Object>>,
}

impl Schema {
    /// Nothing at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an object, or gives back the one that already has its identity.
    ///
    /// # Errors
    ///
    /// The object that was to be added, when its identity is taken.
    pub fn insert(&mut self, object: impl Into<Object>) -> Result<(), Arc<Object>> {
        self.insert_shared(Arc::new(object.into()))
    }

    /// Adds an object that others hold too, or gives it back when its identity is taken.
    ///
    /// # Errors
    ///
    /// The object that was to be added, when its identity is taken.
    pub fn insert_shared(&mut self, object: Arc<Object>) -> Result<(), Arc<Object>> {
        match self.objects.entry(object.id()) {
            Entry::Occupied(_) => Err(object),
            Entry::Vacant(place) => {
                place.insert(object);
                Ok(())
            }
        }
    }

    /// Puts an object in, in place of the one with its identity.
    pub fn replace(&mut self, object: impl Into<Object>) -> Option<Arc<Object>> {
        self.replace_shared(Arc::new(object.into()))
    }

    /// Puts an object in that others hold too, in place of the one with its identity.
    pub fn replace_shared(&mut self, object: Arc<Object>) -> Option<Arc<Object>> {
        self.objects.insert(object.id(), object)
    }

    /// Takes an object out.
    pub fn remove(&mut self, id: &ObjectId) -> Option<Arc<Object>> {
        self.objects.remove(id)
    }

    /// The identity column, and its table, whose own sequence PostgreSQL gives this name.
    #[must_use]
    pub fn identity_called(&self, sequence: &QualifiedName) -> Option<(&Table, &Column)> {
        let tables = self
            .tables()
            .filter(|table| table.name.namespace == sequence.namespace);
        let mut columns = tables.flat_map(|table| table.columns.iter().map(move |column| (table, column)));
        columns.find(|(table, column)| column.identity.is_some() && is_called(table, column, sequence))
    }

    /// The object of that identity.
    #[must_use]
    pub fn get(&self, id: &ObjectId) -> Option<&Object> {
        self.objects.get(id).map(Arc::as_ref)
    }

    /// The object of that identity, to be held on to.
    #[must_use]
    pub fn shared(&self, id: &ObjectId) -> Option<Arc<Object>> {
        self.objects.get(id).map(Arc::clone)
    }

    /// Whether there is an object of that identity.
    #[must_use]
    pub fn contains(&self, id: &ObjectId) -> bool {
        self.objects.contains_key(id)
    }

    /// Everything, sorted by identity.
    pub fn objects(&self) -> impl DoubleEndedIterator<Item = (&ObjectId, &Object)> {
        self.objects.iter().map(|(id, object)| (id, &**object))
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// The table of that name.
    #[must_use]
    pub fn table(&self, name: &QualifiedName) -> Option<&Table> {
        let object = self.get(&ObjectId::Table(name.clone()))?;
        if let Object::Table(table) = object {
            Some(table)
        } else {
            None
        }
    }

    /// The enum of that name.
    #[must_use]
    pub fn enumeration(&self, name: &QualifiedName) -> Option<&Enum> {
        let object = self.get(&ObjectId::Enum(name.clone()))?;
        if let Object::Enum(enumeration) = object {
            Some(enumeration)
        } else {
            None
        }
    }

    /// The domain of that name.
    #[must_use]
    pub fn domain(&self, name: &QualifiedName) -> Option<&Domain> {
        let object = self.get(&ObjectId::Domain(name.clone()))?;
        if let Object::Domain(domain) = object {
            Some(domain)
        } else {
            None
        }
    }

    /// The composite type of that name.
    #[must_use]
    pub fn composite(&self, name: &QualifiedName) -> Option<&Composite> {
        let object = self.get(&ObjectId::Composite(name.clone()))?;
        if let Object::Composite(composite) = object {
            Some(composite)
        } else {
            None
        }
    }

    /// The type that values have in which a type is stored: that of a domain's values, for a domain.
    /// Domains that are made of each other have none, and keep their own.
    #[must_use]
    pub fn values_of(&self, data_type: &DataType) -> DataType {
        let (mut values, mut array) = (data_type, data_type.array);
        let mut seen = Vec::new();
        while let BaseType::Domain(name) = &values.base
            && let Some(domain) = self.domain(name)
            && !seen.contains(&name)
        {
            seen.push(name);
            values = &domain.data_type;
            array |= values.array;
        }
        DataType {
            array,
            ..values.clone()
        }
    }

    /// The columns of a view, materialized or not.
    #[must_use]
    pub fn view_columns(&self, view: &ObjectId) -> Option<&[ViewColumn]> {
        let object = self.get(view)?;
        if let Object::View(view) = object {
            Some(&view.columns)
        } else if let Object::MaterializedView(view) = object {
            Some(&view.columns)
        } else {
            None
        }
    }

    /// Whether row-level security is on for the table.
    #[must_use]
    pub fn row_security(&self, table: &QualifiedName) -> Option<&RowSecurity> {
        let object = self.get(&ObjectId::RowSecurity(table.clone()))?;
        if let Object::RowSecurity(security) = object {
            Some(security)
        } else {
            None
        }
    }

    /// The comment on an object.
    #[must_use]
    pub fn comment(&self, on: &CommentTarget) -> Option<&str> {
        let object = self.get(&ObjectId::Comment(on.clone()))?;
        if let Object::Comment(comment) = object {
            Some(&comment.text)
        } else {
            None
        }
    }

    /// The comment on a column.
    #[must_use]
    pub fn column_comment(&self, table: &QualifiedName, column: &Name) -> Option<&str> {
        self.comment(&CommentTarget::Column(table.clone(), column.clone()))
    }

    /// The constraints of one table, by name.
    pub fn constraints_of<'a>(&'a self, table: &QualifiedName) -> impl Iterator<Item = &'a Constraint> {
        let table = table.clone();
        let from = ObjectId::Constraint(super::Member::new(table.clone(), ""));
        self.objects
            .range(from..)
            .map_while(move |(_, object)| match &**object {
                Object::Constraint(constraint) if constraint.table == table => Some(constraint),
                _ => None,
            })
    }

    /// The partitions of one table, however deep, by name.
    pub fn partitions_of<'a>(&'a self, table: &QualifiedName) -> impl Iterator<Item = &'a Partition> {
        let table = table.clone();
        let from = ObjectId::Partition(super::Member::new(table.clone(), ""));
        self.objects
            .range(from..)
            .map_while(move |(_, object)| match &**object {
                Object::Partition(partition) if partition.table == table => Some(partition),
                _ => None,
            })
    }

    /// The partition of that name.
    #[must_use]
    pub fn partition(&self, table: &QualifiedName, name: &Name) -> Option<&Partition> {
        let id = ObjectId::Partition(super::Member::new(table.clone(), name.clone()));
        if let Object::Partition(partition) = self.get(&id)? {
            Some(partition)
        } else {
            None
        }
    }

    /// The policies of one table, by name.
    pub fn policies_of<'a>(&'a self, table: &QualifiedName) -> impl Iterator<Item = &'a Policy> {
        let table = table.clone();
        let from = ObjectId::Policy(super::Member::new(table.clone(), ""));
        self.objects
            .range(from..)
            .map_while(move |(_, object)| match &**object {
                Object::Policy(policy) if policy.table == table => Some(policy),
                _ => None,
            })
    }

    /// The grants on one object, `PUBLIC` first, then by role.
    pub fn grants_on<'a>(&'a self, on: &GrantTarget) -> impl Iterator<Item = &'a Grant> {
        let on = on.clone();
        let from = ObjectId::Grant(super::GrantId {
            on: on.clone(),
            grantee: Grantee::Public,
        });
        self.objects
            .range(from..)
            .map_while(move |(_, object)| match &**object {
                Object::Grant(grant) if grant.on == on => Some(grant),
                _ => None,
            })
    }
}

/// Writes an accessor that gives every object of one kind.
macro_rules! all_of {
    ($( $(#[$doc:meta])* $method:ident -> $kind:ident, )+) => {
        impl Schema { $(
            $(#[$doc])*
            pub fn $method(&self) -> impl Iterator<Item = &$kind> {
                self.objects.values().filter_map(|object| {
                    if let Object::$kind(object) = &**object { Some(object) } else { None }
                })
            }
        )+ }
    };
}

all_of! {
    /// The enums, by name.
    enums -> Enum,
    /// The domains, by name.
    domains -> Domain,
    /// The composite types, by name.
    composites -> Composite,
    /// The sequences, by name.
    sequences -> Sequence,
    /// The tables, by name.
    tables -> Table,
    /// The partitions, by table and name.
    partitions -> Partition,
    /// The constraints, by table and name.
    constraints -> Constraint,
    /// The indexes, by name.
    indexes -> Index,
    /// The functions, by signature.
    functions -> Function,
    /// The triggers, by table and name.
    triggers -> Trigger,
    /// The policies, by table and name.
    policies -> Policy,
    /// The grants, by object and role.
    grants -> Grant,
    /// The views, by name.
    views -> View,
    /// The materialized views, by name.
    materialized_views -> MaterializedView,
    /// The comments, by what they are on.
    comments -> Comment,
}

impl Schema {
    /// The default privileges, by creator, namespace, kind and role.
    pub fn default_privileges(&self) -> impl Iterator<Item = &DefaultPrivileges> {
        // Asked for each new object, so that only what is there is looked at.
        let first = ObjectId::DefaultPrivileges(DefaultPrivilegesId {
            creator: None,
            namespace: None,
            on: DefaultTarget::Tables,
            grantee: Grantee::Public,
        });
        self.objects
            .range(first..)
            .map_while(|(_, object)| match &**object {
                Object::DefaultPrivileges(of) => Some(of),
                _ => None,
            })
    }
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.objects.values().map(Arc::as_ref))
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut schema = Self::new();
        for object in Vec::<Object>::deserialize(deserializer)? {
            schema
                .insert(object)
                .map_err(|twice| serde::de::Error::custom(format_args!("{} stands twice", twice.id())))?;
        }
        Ok(schema)
    }
}

/// Whether the sequence of an identity column has a name.
fn is_called(table: &Table, column: &Column, sequence: &QualifiedName) -> bool {
    match &column.sequence {
        Some(name) => name == sequence,
        // Its end tells most names apart before anything is put together.
        None => sequence.name.as_str().ends_with("_seq") && table.sequence_of(column) == *sequence,
    }
}
