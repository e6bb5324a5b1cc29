//! The closed list of object kinds, and what every kind can say of itself: who it is, and what
//! it needs to exist.
//!
//! `object_kinds!` is the one registration of a kind. From it come the kind's tag, its place in
//! [`Object`] and [`ObjectId`], and every dispatch, here and in the crates above ([`dispatch!`],
//! [`dispatch_kind!`], [`dispatch_pair!`]). What a kind says of itself stands in its own file, in its
//! [`Describe`]; a match that forgets the kind where every kind must answer does not compile.
//!
//! [`dispatch!`]: crate::dispatch
//! [`dispatch_kind!`]: crate::dispatch_kind
//! [`dispatch_pair!`]: crate::dispatch_pair

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::data_type::DataType;
use crate::model::{
    Aggregate, Comment, CommentTarget, Composite, Constraint, DefaultPrivileges, DefaultPrivilegesId, Domain,
    Enum, EventTrigger, Extension, Function, Grant, GrantId, Index, MaterializedView, Member, Namespace,
    Ownership, Partition, Policy, Procedure, Publication, Role, RowSecurity, Sequence, SequenceOwner,
    Signature, Statistics, Table, Trigger, Verbatim, View,
};
use crate::name::{Name, QualifiedName};

pub use crate::describe::{Describe, Identify, Identity, IdentityMut, Owner, Space};

/// The registration of every kind of object, in the order in which PostgreSQL would create them
/// when nothing else decides. Hands the list to a macro, behind what that macro wants besides.
#[doc(hidden)]
#[macro_export]
macro_rules! object_kinds {
    ($($then:ident)::+ ! [$($besides:tt)*]) => {
        $($then)::+! {
            [$($besides)*]
            /// A role that the cluster has. Roles are referred to, never created.
            Role(Name) = "role",
            /// A namespace, `CREATE SCHEMA`.
            Namespace(Name) = "schema",
            /// An extension.
            Extension(Name) = "extension",
            /// An enum type.
            Enum(QualifiedName) = "enum",
            /// A domain.
            Domain(QualifiedName) = "domain",
            /// A composite type.
            Composite(QualifiedName) = "composite type",
            /// A sequence that is no part of an identity column.
            Sequence(QualifiedName) = "sequence",
            /// A table with its columns.
            Table(QualifiedName) = "table",
            /// Which column a sequence belongs to.
            SequenceOwner(QualifiedName) = "owner of sequence",
            /// A partition of a table.
            Partition(Member) = "partition",
            /// A primary key, unique, check or foreign key constraint.
            Constraint(Member) = "constraint",
            /// A function.
            Function(Signature) = "function",
            /// A procedure.
            Procedure(Signature) = "procedure",
            /// An aggregate.
            Aggregate(Signature) = "aggregate",
            /// A view.
            View(QualifiedName) = "view",
            /// A materialized view.
            MaterializedView(QualifiedName) = "materialized view",
            /// An index that no constraint owns.
            Index(QualifiedName) = "index",
            /// What there are no words for, carried as SQL.
            Verbatim(Name) = "object",
            /// Extended statistics of a table.
            Statistics(QualifiedName) = "statistics",
            /// A trigger.
            Trigger(Member) = "trigger",
            /// A row-level-security policy.
            Policy(Member) = "policy",
            /// Whether row-level security is enabled on a table. Apart from the table, because it is
            /// switched on after the policies stand.
            RowSecurity(QualifiedName) = "row-level security",
            /// The role that an object belongs to. Apart from the object, because most objects belong to
            /// whoever runs the migrations.
            Ownership(Box<ObjectId>) = "ownership",
            /// What a role may do with an object.
            Grant(GrantId) = "grant",
            /// What a role may do with objects that are yet to be created.
            DefaultPrivileges(DefaultPrivilegesId) = "default privileges",
            /// An event trigger.
            EventTrigger(Name) = "event trigger",
            /// A publication.
            Publication(Name) = "publication",
            /// The comment on an object or a column.
            Comment(CommentTarget) = "comment",
        }
    };
}

/// Generates the tag, the identity and the object of every kind.
macro_rules! define_kinds {
    ([] $( $(#[$doc:meta])* $kind:ident($id:ty) = $label:literal, )+) => {
        /// The kind of an object.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ObjectKind { $( $(#[$doc])* $kind, )+ }

        impl ObjectKind {
            /// Every kind that the model has.
            pub const ALL: &'static [Self] = &[$( Self::$kind, )+];

            /// PostgreSQL's noun for the kind, as messages write it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $( Self::$kind => $label, )+ }
            }

            /// What stands behind `COMMENT ON` and `ALTER`: `MATERIALIZED VIEW`.
            #[must_use]
            pub const fn keywords(self) -> &'static str {
                match self { $( Self::$kind => <$kind as Describe>::KEYWORDS, )+ }
            }

            /// Among which names the names of its objects are unique.
            #[must_use]
            pub const fn space(self) -> Space {
                match self { $( Self::$kind => <$kind as Describe>::SPACE, )+ }
            }

            /// Whether its objects have names that are ours to change.
            #[must_use]
            pub const fn is_renamed(self) -> bool {
                match self { $( Self::$kind => <$kind as Describe>::IS_RENAMED, )+ }
            }

            /// The attribute that declares its objects: `table` of `#[table(…)]`.
            #[must_use]
            pub const fn attribute(self) -> Option<&'static str> {
                match self { $( Self::$kind => <$kind as Describe>::ATTRIBUTE, )+ }
            }

            /// The method of a module that declares its objects: `table` of `.table::<…>()`.
            #[must_use]
            pub const fn method(self) -> Option<&'static str> {
                match self { $( Self::$kind => <$kind as Describe>::METHOD, )+ }
            }

            /// Where the name of a part of its objects is written, or their own, of which the noun is
            /// `name`.
            #[must_use]
            pub fn form(self, noun: &str) -> &'static str {
                match self { $( Self::$kind => <$kind as Describe>::form(noun), )+ }
            }
        }

        /// What tells an object from all others.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ObjectId { $( $(#[$doc])* $kind($id), )+ }

        impl ObjectId {
            /// The kind of the object.
            #[must_use]
            pub const fn kind(&self) -> ObjectKind {
                match self { $( Self::$kind(_) => ObjectKind::$kind, )+ }
            }

            /// What the identity is made of.
            #[must_use]
            pub fn identity(&self) -> Identity<'_> {
                match self { $( Self::$kind(id) => <$kind as Describe>::identity(id), )+ }
            }

            /// The same, to be changed.
            #[must_use]
            pub fn identity_mut(&mut self) -> IdentityMut<'_> {
                match self { $( Self::$kind(id) => <$kind as Describe>::identity_mut(id), )+ }
            }
        }

        /// One object of a schema.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Object { $( $(#[$doc])* $kind($kind), )+ }

        impl Object {
            /// The kind of the object.
            #[must_use]
            pub const fn kind(&self) -> ObjectKind {
                match self { $( Self::$kind(_) => ObjectKind::$kind, )+ }
            }

            /// The identity of the object.
            #[must_use]
            pub fn id(&self) -> ObjectId {
                match self { $( Self::$kind(object) => ObjectId::$kind(object.id()), )+ }
            }

            /// The object's own name, where it has one.
            #[must_use]
            pub fn name(&self) -> Option<&Name> {
                match self { $( Self::$kind(object) => object.name(), )+ }
            }

            /// The same, to be changed.
            #[must_use]
            pub fn name_mut(&mut self) -> Option<&mut Name> {
                match self { $( Self::$kind(object) => object.name_mut(), )+ }
            }

            /// Gives every name that it holds besides its own, with its noun.
            pub fn parts<'o>(&'o self, give: &mut dyn FnMut(&'static str, &'o Name)) {
                match self { $( Self::$kind(object) => object.parts(give), )+ }
            }

            /// The object that it goes with when that is dropped.
            #[must_use]
            pub fn owner(&self) -> Option<Owner<'_>> {
                match self { $( Self::$kind(object) => object.owner(), )+ }
            }

            /// Everything that must exist before this object can, in a stable order.
            #[must_use]
            pub fn dependencies(&self) -> Dependencies {
                let mut dependencies = Dependencies::default();
                match self { $( Self::$kind(object) => object.dependencies(&mut dependencies), )+ }
                dependencies
            }
        }

        $(
            impl From<$kind> for Object {
                fn from(object: $kind) -> Self {
                    Self::$kind(object)
                }
            }
        )+
    };
}

object_kinds!(define_kinds![]);

/// Does the same with an object of whatever kind: `dispatch!(object, inner => inner.id())`.
#[macro_export]
macro_rules! dispatch {
    ([$object:expr, $inner:ident => $call:expr] $( $(#[$doc:meta])* $kind:ident($id:ty) = $label:literal, )+) => {
        match $object { $( $crate::object::Object::$kind($inner) => $call, )+ }
    };
    ($object:expr, $inner:ident => $call:expr) => {
        $crate::object_kinds!($crate::dispatch![$object, $inner => $call])
    };
}

/// Does the same with the type of whatever kind: `dispatch_kind!(kind, Kind => Kind::KEYWORDS)`.
#[macro_export]
macro_rules! dispatch_kind {
    ([$of:expr, $type:ident => $call:expr] $( $(#[$doc:meta])* $kind:ident($id:ty) = $label:literal, )+) => {
        match $of { $( $crate::object::ObjectKind::$kind => { type $type = $crate::model::$kind; $call } )+ }
    };
    ($of:expr, $type:ident => $call:expr) => {
        $crate::object_kinds!($crate::dispatch_kind![$of, $type => $call])
    };
}

/// Does the same with two objects of one kind, and something else where they are of two kinds.
#[macro_export]
macro_rules! dispatch_pair {
    (
        [$pair:expr, ($a:ident, $b:ident) => $call:expr, _ => $other:expr]
        $( $(#[$doc:meta])* $kind:ident($id:ty) = $label:literal, )+
    ) => {
        match $pair {
            $( ($crate::object::Object::$kind($a), $crate::object::Object::$kind($b)) => $call, )+
            _ => $other,
        }
    };
    ($pair:expr, ($a:ident, $b:ident) => $call:expr, _ => $other:expr) => {
        $crate::object_kinds!($crate::dispatch_pair![$pair, ($a, $b) => $call, _ => $other])
    };
}

/// Something that must exist: an object, or one column of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dependency {
    /// The object.
    pub object: ObjectId,
    /// The column of it, where only that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<Name>,
}

/// The sorted set of what an object needs: few things, which a vector holds cheaper than a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependencies(Vec<Dependency>);

impl Dependencies {
    /// Adds anything.
    pub fn add(&mut self, dependency: Dependency) {
        if let Err(place) = self.0.binary_search(&dependency) {
            self.0.insert(place, dependency);
        }
    }

    /// Adds an object.
    pub fn object(&mut self, object: ObjectId) {
        self.add(Dependency { object, column: None });
    }

    /// Adds a namespace, unless it is PostgreSQL's own.
    pub fn namespace(&mut self, name: &Name) {
        if name != "pg_catalog" {
            self.object(ObjectId::Namespace(name.clone()));
        }
    }

    /// Adds a table.
    pub fn table(&mut self, name: &QualifiedName) {
        self.object(ObjectId::Table(name.clone()));
    }

    /// Adds a column of a table.
    pub fn column(&mut self, table: &QualifiedName, column: &Name) {
        self.add(Dependency {
            object: ObjectId::Table(table.clone()),
            column: Some(column.clone()),
        });
    }

    /// Adds a function.
    pub fn function(&mut self, signature: &Signature) {
        self.object(ObjectId::Function(signature.clone()));
    }

    /// Adds the created type that a type is made of.
    pub fn data_type(&mut self, data_type: &DataType) {
        if let Some(object) = data_type.object() {
            self.object(object);
        }
    }

    /// What was added, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &Dependency> {
        self.0.iter()
    }

    /// The objects alone, sorted and each once.
    pub fn objects(&self) -> impl Iterator<Item = &ObjectId> {
        let mut last = None;
        self.0.iter().filter_map(move |dependency| {
            let fresh = last != Some(&dependency.object);
            last = Some(&dependency.object);
            fresh.then_some(&dependency.object)
        })
    }
}

impl ObjectId {
    /// The object's own name, where it has one.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        self.identity().name()
    }

    /// The namespace that the object stands in, by itself or with its table.
    #[must_use]
    pub fn namespace(&self) -> Option<&Name> {
        self.identity().namespace()
    }

    /// The table that the object is a part of, or is about.
    #[must_use]
    pub fn table(&self) -> Option<&QualifiedName> {
        match self.identity() {
            Identity::OfTable(table) => Some(table),
            Identity::Member(member) => Some(&member.table),
            Identity::Grant(grant) => grant.on.table(),
            Identity::Comment(CommentTarget::Column(table, _)) => Some(table),
            Identity::Comment(CommentTarget::Object(object) | CommentTarget::Attribute(object, _)) => {
                object.table()
            }
            Identity::Qualified(name) => (self.kind() == ObjectKind::Table).then_some(name),
            Identity::Owned(object) => object.table(),
            Identity::Named(_) | Identity::Routine(_) | Identity::Default(_) => None,
        }
    }
}

/// `kind` and name, as messages write an object: ``table `public.contacts` ``.
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.kind().label();
        match self.identity() {
            Identity::Named(name) => write!(f, "{label} `{name}`"),
            Identity::Qualified(name) => write!(f, "{label} `{name}`"),
            Identity::Routine(signature) => write!(f, "{label} `{signature}`"),
            Identity::Member(member) => write!(f, "{label} `{}` on `{}`", member.name, member.table),
            Identity::OfTable(table) => write!(f, "{label} of `{table}`"),
            Identity::Owned(object) => write!(f, "{label} of {object}"),
            Identity::Grant(grant) => write!(f, "{label} on {} to `{}`", grant.on, grant.grantee),
            Identity::Default(of) => write!(f, "{label} on {of}"),
            Identity::Comment(CommentTarget::Object(object)) => write!(f, "{label} on {object}"),
            Identity::Comment(CommentTarget::Column(table, column)) => {
                write!(f, "{label} on column `{table}.{column}`")
            }
            Identity::Comment(CommentTarget::Attribute(object, column)) => {
                write!(f, "{label} on column `{column}` of {object}")
            }
        }
    }
}
