//! Which object a part belongs to.

use std::collections::BTreeSet;

use voxanne_schema::model::{CommentTarget, GrantTarget, Member, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{self, Identity, Object, ObjectId, ObjectKind};

use crate::sql::{ident, qualified, signature};

/// An object that stands by itself and has parts, in the order of creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner<'s> {
    kind: ObjectKind,
    identity: Identity<'s>,
}

/// An object, with what it is now unless it was dropped.
pub(super) type Touched<'s> = (&'s ObjectId, Option<&'s Object>);

/// Where an object belongs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'s> {
    pub(super) owner: Owner<'s>,
    /// Whether it is the owner itself, and not a part.
    pub(super) itself: bool,
}

impl<'s> Place<'s> {
    /// The place of an object. Roles have none: they belong to the cluster.
    pub(super) fn of((id, object): Touched<'s>, schema: &'s Schema) -> Option<Self> {
        let part = |owner| Some(Self { owner, itself: false });
        match id.identity() {
            Identity::Named(_) if id.kind() == ObjectKind::Role => None,
            Identity::Member(Member { table, .. })
                if id.kind() == ObjectKind::Trigger && schema.contains(&ObjectId::View(table.clone())) =>
            {
                part(Owner::qualified(ObjectKind::View, table))
            }
            Identity::Member(Member { table, .. }) | Identity::OfTable(table) => {
                part(Owner::qualified(ObjectKind::Table, table))
            }
            Identity::Owned(of) => part(Self::of((of, schema.get(of)), schema)?.owner),
            Identity::Grant(grant) => part(Owner::granted(&grant.on)),
            Identity::Default(_) => part(Owner::of(id)),
            Identity::Comment(target) => Self::commented(target, schema),
            Identity::Qualified(sequence) if id.kind() == ObjectKind::SequenceOwner => {
                part(Owner::qualified(ObjectKind::Sequence, sequence))
            }
            Identity::Named(_) | Identity::Qualified(_) | Identity::Routine(_) => {
                // Of what is gone nobody knows the table any more.
                let owner = object.or_else(|| schema.get(id)).and_then(Object::owner);
                Some(Self {
                    owner: owner.map_or_else(|| Owner::of(id), Owner::whole),
                    itself: owner.is_none(),
                })
            }
        }
    }

    fn commented(on: &'s CommentTarget, schema: &'s Schema) -> Option<Self> {
        let owner = match on {
            CommentTarget::Column(table, _) => Owner::qualified(ObjectKind::Table, table),
            CommentTarget::Object(object) | CommentTarget::Attribute(object, _) => {
                Self::of((object, None), schema)?.owner
            }
        };
        Some(Self { owner, itself: false })
    }
}

impl<'s> Owner<'s> {
    fn of(id: &'s ObjectId) -> Self {
        Self {
            kind: id.kind(),
            identity: id.identity(),
        }
    }

    const fn qualified(kind: ObjectKind, name: &'s QualifiedName) -> Self {
        let identity = Identity::Qualified(name);
        Self { kind, identity }
    }

    /// What an object is a part of.
    fn whole(owner: object::Owner<'s>) -> Self {
        match owner {
            object::Owner::Table(name) => Self::qualified(ObjectKind::Table, name),
            object::Owner::View(name) => Self::qualified(ObjectKind::View, name),
            object::Owner::MaterializedView(name) => Self::qualified(ObjectKind::MaterializedView, name),
            object::Owner::Owned(of) => Self::of(of),
            object::Owner::Granted(on) => Self::granted(on),
            object::Owner::Commented(CommentTarget::Column(table, _)) => {
                Self::qualified(ObjectKind::Table, table)
            }
            object::Owner::Commented(CommentTarget::Object(of) | CommentTarget::Attribute(of, _)) => {
                Self::of(of)
            }
        }
    }

    fn granted(on: &'s GrantTarget) -> Self {
        match on {
            GrantTarget::Namespace(name) => Self {
                kind: ObjectKind::Namespace,
                identity: Identity::Named(name),
            },
            GrantTarget::Function(function) => Self {
                kind: ObjectKind::Function,
                identity: Identity::Routine(function),
            },
            GrantTarget::Procedure(procedure) => Self {
                kind: ObjectKind::Procedure,
                identity: Identity::Routine(procedure),
            },
            GrantTarget::Aggregate(aggregate) => Self {
                kind: ObjectKind::Aggregate,
                identity: Identity::Routine(aggregate),
            },
            GrantTarget::Table(name) => Self::qualified(ObjectKind::Table, name),
            GrantTarget::View(name) => Self::qualified(ObjectKind::View, name),
            GrantTarget::MaterializedView(name) => Self::qualified(ObjectKind::MaterializedView, name),
            GrantTarget::Domain(name) => Self::qualified(ObjectKind::Domain, name),
            GrantTarget::Composite(name) => Self::qualified(ObjectKind::Composite, name),
            GrantTarget::Sequence(name) => Self::qualified(ObjectKind::Sequence, name),
        }
    }

    /// Its kind, as the comparison knows it.
    pub(super) const fn kind(self) -> ObjectKind {
        self.kind
    }

    /// Its name as the server reads it: `to_regclass` and its like.
    pub(super) fn name(self) -> String {
        match self.identity {
            Identity::Named(name) if self.kind == ObjectKind::Namespace => ident(name).into_owned(),
            Identity::Named(name) => name.to_string(),
            Identity::Qualified(name) | Identity::OfTable(name) => qualified(name),
            Identity::Routine(function) => signature(function),
            Identity::Default(of) => of.to_string(),
            Identity::Member(_) | Identity::Owned(_) | Identity::Grant(_) | Identity::Comment(_) => {
                String::new()
            }
        }
    }

    /// The name of its twin, where it has one: `pg_temp.contacts`.
    pub(super) fn twin_name(self) -> String {
        match self.identity {
            Identity::Qualified(_) if self.kind == ObjectKind::Index => String::new(),
            Identity::Qualified(name) => text!["pg_temp.", ident(&name.name)],
            Identity::Routine(function) => format!("pg_temp.{}", ident(&function.name.name)),
            Identity::Named(_)
            | Identity::Member(_)
            | Identity::OfTable(_)
            | Identity::Owned(_)
            | Identity::Grant(_)
            | Identity::Default(_)
            | Identity::Comment(_) => String::new(),
        }
    }
}

/// The dropped indexes that a constraint has adopted, name and all: they are still there, as its own.
pub(super) fn adopted(touched: &[Touched<'_>]) -> BTreeSet<QualifiedName> {
    let dropped = |(id, object): &Touched<'_>| id.kind() == ObjectKind::Index && object.is_none();
    if !touched.iter().any(dropped) {
        return BTreeSet::new();
    }
    touched
        .iter()
        .filter_map(|(id, object)| match id {
            ObjectId::Constraint(member) if object.is_some() => {
                Some(member.table.sibling(member.name.clone()))
            }
            _ => None,
        })
        .collect()
}
