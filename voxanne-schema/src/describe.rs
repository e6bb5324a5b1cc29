//! What every kind can say of itself, each question with one home and, where most kinds have nothing
//! special to say, with a default.

use crate::model::{CommentTarget, DefaultPrivilegesId, GrantId, GrantTarget, Member, Signature};
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, ObjectId};

/// What every kind of object tells of itself.
pub trait Describe {
    /// What tells this object from all others of its kind.
    type Id: Identify;

    /// What stands behind `COMMENT ON` and `ALTER`: `MATERIALIZED VIEW`.
    const KEYWORDS: &'static str;
    /// Among which names its own is unique.
    const SPACE: Space = Space::Own;
    /// Whether it has a name that is ours to change.
    const IS_RENAMED: bool = true;
    /// The attribute that declares it: `table` of `#[table(…)]`. Without one it is a rule or a call.
    const ATTRIBUTE: Option<&'static str> = None;
    /// The method of a module that declares it: `table` of `.table::<…>()`.
    const METHOD: Option<&'static str> = None;

    /// The identity of the object.
    fn id(&self) -> Self::Id;

    /// What its identity is made of.
    fn identity(id: &Self::Id) -> Identity<'_> {
        id.identity()
    }

    /// The same, to be changed.
    fn identity_mut(id: &mut Self::Id) -> IdentityMut<'_> {
        id.identity_mut()
    }

    /// Its own name, where it has one.
    fn name(&self) -> Option<&Name>;

    /// The same, to be changed.
    fn name_mut(&mut self) -> Option<&mut Name>;

    /// Gives every name that it holds besides its own, with its noun: columns, labels.
    fn parts<'o>(&'o self, _give: &mut dyn FnMut(&'static str, &'o Name)) {}

    /// Where the name of a part of it is written, or its own, of which the noun is `name`.
    fn form(_noun: &str) -> &'static str {
        "in its declaration"
    }

    /// The object that it goes with when that is dropped.
    fn owner(&self) -> Option<Owner<'_>> {
        None
    }

    /// Adds everything that must exist before this object can.
    fn dependencies(&self, into: &mut Dependencies);
}

/// Among which names a name is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// Among those of its kind, in its namespace or on its table.
    Own,
    /// Among relations and types: what has rows brings a type of its name along.
    Rows,
    /// Among relations.
    Relation,
    /// Among types.
    Type,
    /// Among functions and their like, which may share a name where their arguments differ.
    Routine,
}

impl Space {
    /// Whether the name is one of a relation.
    #[must_use]
    pub const fn is_relation(self) -> bool {
        matches!(self, Self::Rows | Self::Relation)
    }

    /// Whether the name is one of a type.
    #[must_use]
    pub const fn is_type(self) -> bool {
        matches!(self, Self::Rows | Self::Type)
    }
}

/// What identities are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity<'i> {
    /// A name that the database has once.
    Named(&'i Name),
    /// A name in a namespace.
    Qualified(&'i QualifiedName),
    /// A name in a namespace, and the types of arguments.
    Routine(&'i Signature),
    /// A name on a table.
    Member(&'i Member),
    /// A table, of which there is one such object.
    OfTable(&'i QualifiedName),
    /// What belongs to somebody.
    Owned(&'i ObjectId),
    /// What is granted on, and to whom.
    Grant(&'i GrantId),
    /// Of what default privileges are, and whose.
    Default(&'i DefaultPrivilegesId),
    /// What is commented on.
    Comment(&'i CommentTarget),
}

/// The same, to be changed.
#[derive(Debug)]
pub enum IdentityMut<'i> {
    /// A name that the database has once.
    Named(&'i mut Name),
    /// A name in a namespace.
    Qualified(&'i mut QualifiedName),
    /// A name in a namespace, and the types of arguments.
    Routine(&'i mut Signature),
    /// A name on a table.
    Member(&'i mut Member),
    /// A table, of which there is one such object.
    OfTable(&'i mut QualifiedName),
    /// What belongs to somebody.
    Owned(&'i mut ObjectId),
    /// What is granted on, and to whom.
    Grant(&'i mut GrantId),
    /// Of what default privileges are, and whose.
    Default(&'i mut DefaultPrivilegesId),
    /// What is commented on.
    Comment(&'i mut CommentTarget),
}

/// What can be an identity.
pub trait Identify {
    /// What it is made of.
    fn identity(&self) -> Identity<'_>;

    /// The same, to be changed.
    fn identity_mut(&mut self) -> IdentityMut<'_>;
}

macro_rules! identities {
    ($( $id:ty => $part:ident, )+) => { $(
        impl Identify for $id {
            fn identity(&self) -> Identity<'_> {
                Identity::$part(self)
            }

            fn identity_mut(&mut self) -> IdentityMut<'_> {
                IdentityMut::$part(self)
            }
        }
    )+ };
}

identities! {
    Name => Named,
    QualifiedName => Qualified,
    Signature => Routine,
    Member => Member,
    Box<ObjectId> => Owned,
    GrantId => Grant,
    DefaultPrivilegesId => Default,
    CommentTarget => Comment,
}

impl<'i> Identity<'i> {
    /// Its own name, where it has one.
    #[must_use]
    pub fn name(self) -> Option<&'i Name> {
        match self {
            Self::Named(name) => Some(name),
            Self::Qualified(name) => Some(&name.name),
            Self::Routine(signature) => Some(&signature.name.name),
            Self::Member(member) => Some(&member.name),
            Self::OfTable(_) | Self::Owned(_) | Self::Grant(_) | Self::Default(_) | Self::Comment(_) => None,
        }
    }

    /// The namespace that it stands in, by itself or with its table.
    #[must_use]
    pub fn namespace(self) -> Option<&'i Name> {
        match self {
            Self::Qualified(name) | Self::OfTable(name) => Some(&name.namespace),
            Self::Routine(signature) => Some(&signature.name.namespace),
            Self::Member(member) => Some(&member.table.namespace),
            Self::Owned(object) => object.namespace(),
            Self::Named(_) | Self::Grant(_) | Self::Default(_) | Self::Comment(_) => None,
        }
    }
}

impl<'i> IdentityMut<'i> {
    /// Its own name, where it has one.
    #[must_use]
    pub fn name(self) -> Option<&'i mut Name> {
        match self {
            Self::Named(name) => Some(name),
            Self::Qualified(name) => Some(&mut name.name),
            Self::Routine(signature) => Some(&mut signature.name.name),
            Self::Member(member) => Some(&mut member.name),
            Self::OfTable(_) | Self::Owned(_) | Self::Grant(_) | Self::Default(_) | Self::Comment(_) => None,
        }
    }
}

/// What an object goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner<'o> {
    /// It is a part of a table.
    Table(&'o QualifiedName),
    /// It is a part of a view.
    View(&'o QualifiedName),
    /// It is a part of a materialized view.
    MaterializedView(&'o QualifiedName),
    /// It says whom an object belongs to.
    Owned(&'o ObjectId),
    /// It says who may do what with an object.
    Granted(&'o GrantTarget),
    /// It says what an object or a part of one is.
    Commented(&'o CommentTarget),
}

impl<'o> Owner<'o> {
    /// The object.
    #[must_use]
    pub fn id(self) -> ObjectId {
        match self {
            Self::Table(name) => ObjectId::Table(name.clone()),
            Self::View(name) => ObjectId::View(name.clone()),
            Self::MaterializedView(name) => ObjectId::MaterializedView(name.clone()),
            Self::Owned(of) => of.clone(),
            Self::Granted(on) => on.object(),
            Self::Commented(on) => on.owner(),
        }
    }

    /// The table or view that it is a part of.
    #[must_use]
    pub const fn relation(self) -> Option<&'o QualifiedName> {
        match self {
            Self::Table(name) | Self::View(name) | Self::MaterializedView(name) => Some(name),
            Self::Owned(_) | Self::Granted(_) | Self::Commented(_) => None,
        }
    }
}
