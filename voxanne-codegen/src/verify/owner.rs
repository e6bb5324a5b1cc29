//! Which object a part belongs to.

use std::collections::BTreeSet;

use voxanne_schema::model::{CommentTarget, GrantTarget, Indexed, Schema, Signature};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId, ObjectKind};

use crate::sql::{ident, qualified, signature};

/// An object that stands by itself and has parts, in the order of creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner<'s> {
    Namespace(&'s Name),
    Extension(&'s Name),
    Enum(&'s QualifiedName),
    Domain(&'s QualifiedName),
    Composite(&'s QualifiedName),
    Sequence(&'s QualifiedName),
    Table(&'s QualifiedName),
    Function(&'s Signature),
    View(&'s QualifiedName),
    MaterializedView(&'s QualifiedName),
    /// An index that is gone, and of which nobody knows the table any more.
    Index(&'s QualifiedName),
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
        let itself = |owner| Some(Self { owner, itself: true });
        let part = |owner| Some(Self { owner, itself: false });
        match id {
            ObjectId::Role(_) => None,
            ObjectId::Namespace(name) => itself(Owner::Namespace(name)),
            ObjectId::Extension(name) => itself(Owner::Extension(name)),
            ObjectId::Enum(name) => itself(Owner::Enum(name)),
            ObjectId::Domain(name) => itself(Owner::Domain(name)),
            ObjectId::Composite(name) => itself(Owner::Composite(name)),
            ObjectId::Sequence(name) => itself(Owner::Sequence(name)),
            ObjectId::Table(name) => itself(Owner::Table(name)),
            ObjectId::Function(function) => itself(Owner::Function(function)),
            ObjectId::View(name) => itself(Owner::View(name)),
            ObjectId::MaterializedView(name) => itself(Owner::MaterializedView(name)),
            ObjectId::Trigger(member) if schema.contains(&ObjectId::View(member.table.clone())) => {
                part(Owner::View(&member.table))
            }
            ObjectId::Constraint(member)
            | ObjectId::Trigger(member)
            | ObjectId::Policy(member)
            | ObjectId::Partition(member) => part(Owner::Table(&member.table)),
            ObjectId::RowSecurity(table) => part(Owner::Table(table)),
            ObjectId::Index(name) => {
                let Some(Object::Index(index)) = object.or_else(|| schema.get(id)) else {
                    return itself(Owner::Index(name));
                };
                part(match index.on {
                    Indexed::Table => Owner::Table(&index.table),
                    Indexed::MaterializedView => Owner::MaterializedView(&index.table),
                })
            }
            ObjectId::Grant(grant) => part(match &grant.on {
                GrantTarget::Namespace(name) => Owner::Namespace(name),
                GrantTarget::Table(name) => Owner::Table(name),
                GrantTarget::Function(function) => Owner::Function(function),
                GrantTarget::View(name) => Owner::View(name),
                GrantTarget::MaterializedView(name) => Owner::MaterializedView(name),
                GrantTarget::Domain(name) => Owner::Domain(name),
                GrantTarget::Composite(name) => Owner::Composite(name),
                GrantTarget::Sequence(name) => Owner::Sequence(name),
            }),
            ObjectId::Comment(CommentTarget::Column(table, _)) => part(Owner::Table(table)),
            ObjectId::Comment(CommentTarget::Object(object) | CommentTarget::Attribute(object, _)) => {
                Self::of((object, None), schema).map(|place| Self {
                    itself: false,
                    ..place
                })
            }
        }
    }
}

impl Owner<'_> {
    /// Its kind, as the comparison knows it.
    pub(super) const fn kind(self) -> ObjectKind {
        match self {
            Self::Namespace(_) => ObjectKind::Namespace,
            Self::Extension(_) => ObjectKind::Extension,
            Self::Enum(_) => ObjectKind::Enum,
            Self::Domain(_) => ObjectKind::Domain,
            Self::Composite(_) => ObjectKind::Composite,
            Self::Sequence(_) => ObjectKind::Sequence,
            Self::Table(_) => ObjectKind::Table,
            Self::Function(_) => ObjectKind::Function,
            Self::View(_) => ObjectKind::View,
            Self::MaterializedView(_) => ObjectKind::MaterializedView,
            Self::Index(_) => ObjectKind::Index,
        }
    }

    /// Its name as the server reads it: `to_regclass` and its like.
    pub(super) fn name(self) -> String {
        match self {
            Self::Namespace(name) => ident(name).into_owned(),
            Self::Extension(name) => name.to_string(),
            Self::Enum(name)
            | Self::Domain(name)
            | Self::Composite(name)
            | Self::Sequence(name)
            | Self::Table(name)
            | Self::View(name)
            | Self::MaterializedView(name)
            | Self::Index(name) => qualified(name),
            Self::Function(function) => signature(function),
        }
    }

    /// The name of its twin, where it has one: `pg_temp.contacts`.
    pub(super) fn twin_name(self) -> String {
        match self {
            Self::Enum(name)
            | Self::Domain(name)
            | Self::Composite(name)
            | Self::Sequence(name)
            | Self::Table(name)
            | Self::View(name)
            | Self::MaterializedView(name) => {
                format!("pg_temp.{}", ident(&name.name))
            }
            Self::Function(function) => format!("pg_temp.{}", ident(&function.name.name)),
            Self::Namespace(_) | Self::Extension(_) | Self::Index(_) => String::new(),
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
