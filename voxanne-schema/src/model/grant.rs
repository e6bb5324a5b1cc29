//! Grants: what a role may do with an object.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Signature;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Dependency, Describe, ObjectId, Owner};

/// The privileges of one role on one object. What is not in it is revoked.
///
/// <https://www.postgresql.org/docs/15/ddl-priv.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The object.
    pub on: GrantTarget,
    /// Who may.
    pub grantee: Grantee,
    /// What, and on which columns.
    pub privileges: BTreeMap<Privilege, PrivilegeScope>,
    /// Which of these the grantee may pass on: `WITH GRANT OPTION`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub grantable: BTreeSet<Privilege>,
    /// The place among the grantees of the object, which shows in a dump and nowhere else: it says in which order
    /// privileges are granted, and two grants that differ in it alone are the same.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub place: u16,
}

impl Grant {
    /// Whether PostgreSQL would know the two apart.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.on == other.on
            && self.grantee == other.grantee
            && self.privileges == other.privileges
            && self.grantable == other.grantable
    }
}

fn is_zero(place: &u16) -> bool {
    *place == 0
}

/// The identity of a grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GrantId {
    /// The object.
    pub on: GrantTarget,
    /// Who may.
    pub grantee: Grantee,
}

/// An object that privileges are granted on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantTarget {
    /// A namespace.
    Namespace(Name),
    /// A table.
    Table(QualifiedName),
    /// A function.
    Function(Signature),
    /// A view.
    View(QualifiedName),
    /// A materialized view.
    MaterializedView(QualifiedName),
    /// A domain.
    Domain(QualifiedName),
    /// A composite type.
    Composite(QualifiedName),
    /// A sequence.
    Sequence(QualifiedName),
    /// A procedure. Boxed, as are aggregates, so that identities stay small.
    Procedure(Box<Signature>),
    /// An aggregate.
    Aggregate(Box<Signature>),
}

/// A role, or everybody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grantee {
    /// Every role there is and will be.
    Public,
    /// One role.
    Role(Name),
}

/// A privilege, in the order in which the manual lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privilege {
    /// `SELECT`
    Select,
    /// `INSERT`
    Insert,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
    /// `TRUNCATE`, which row-level security does not see.
    Truncate,
    /// `REFERENCES`, which can probe for rows.
    References,
    /// `TRIGGER`
    Trigger,
    /// `MAINTAIN`, from PostgreSQL 17 on: `VACUUM`, `ANALYZE`, `REINDEX`, `REFRESH`, `CLUSTER` and `LOCK TABLE`.
    Maintain,
    /// `EXECUTE`
    Execute,
    /// `USAGE`
    Usage,
    /// `CREATE`
    Create,
}

/// The part of an object that a privilege is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivilegeScope {
    /// The whole object.
    Whole,
    /// These columns alone.
    Columns(Vec<Name>),
}

impl Privilege {
    /// The privilege as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
            Self::Truncate => "TRUNCATE",
            Self::References => "REFERENCES",
            Self::Trigger => "TRIGGER",
            Self::Maintain => "MAINTAIN",
            Self::Execute => "EXECUTE",
            Self::Usage => "USAGE",
            Self::Create => "CREATE",
        }
    }
}

impl Grantee {
    /// The role of that name.
    #[must_use]
    pub fn role(name: impl Into<Name>) -> Self {
        Self::Role(name.into())
    }

    /// Adds the role that must exist.
    pub fn dependencies(&self, into: &mut Dependencies) {
        match self {
            Self::Role(name) => into.object(ObjectId::Role(name.clone())),
            Self::Public => {}
        }
    }
}

impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("PUBLIC"),
            Self::Role(name) => write!(f, "{name}"),
        }
    }
}

impl GrantTarget {
    /// The object that must exist.
    #[must_use]
    pub fn object(&self) -> ObjectId {
        match self {
            Self::Namespace(name) => ObjectId::Namespace(name.clone()),
            Self::Table(name) => ObjectId::Table(name.clone()),
            Self::Function(signature) => ObjectId::Function(signature.clone()),
            Self::View(name) => ObjectId::View(name.clone()),
            Self::MaterializedView(name) => ObjectId::MaterializedView(name.clone()),
            Self::Domain(name) => ObjectId::Domain(name.clone()),
            Self::Composite(name) => ObjectId::Composite(name.clone()),
            Self::Sequence(name) => ObjectId::Sequence(name.clone()),
            Self::Procedure(signature) => ObjectId::Procedure((**signature).clone()),
            Self::Aggregate(signature) => ObjectId::Aggregate((**signature).clone()),
        }
    }

    /// The target that grants on an object name, where there are such grants.
    #[must_use]
    pub fn of(object: &ObjectId) -> Option<Self> {
        Some(match object {
            ObjectId::Namespace(name) => Self::Namespace(name.clone()),
            ObjectId::Table(name) => Self::Table(name.clone()),
            ObjectId::Function(signature) => Self::Function(signature.clone()),
            ObjectId::View(name) => Self::View(name.clone()),
            ObjectId::MaterializedView(name) => Self::MaterializedView(name.clone()),
            ObjectId::Domain(name) => Self::Domain(name.clone()),
            ObjectId::Composite(name) => Self::Composite(name.clone()),
            ObjectId::Sequence(name) => Self::Sequence(name.clone()),
            ObjectId::Procedure(signature) => Self::Procedure(Box::new(signature.clone())),
            ObjectId::Aggregate(signature) => Self::Aggregate(Box::new(signature.clone())),
            _ => return None,
        })
    }

    /// The privileges that can be granted on it.
    #[must_use]
    pub const fn privileges(&self) -> &'static [Privilege] {
        match self {
            Self::Table(_) => &[
                Privilege::Select,
                Privilege::Insert,
                Privilege::Update,
                Privilege::Delete,
                Privilege::Truncate,
                Privilege::References,
                Privilege::Trigger,
                Privilege::Maintain,
            ],
            Self::View(_) => &[
                Privilege::Select,
                Privilege::Insert,
                Privilege::Update,
                Privilege::Delete,
            ],
            Self::MaterializedView(_) => &[Privilege::Select],
            Self::Function(_) | Self::Procedure(_) | Self::Aggregate(_) => &[Privilege::Execute],
            Self::Domain(_) | Self::Composite(_) => &[Privilege::Usage],
            Self::Sequence(_) => &[Privilege::Usage, Privilege::Select, Privilege::Update],
            Self::Namespace(_) => &[Privilege::Usage, Privilege::Create],
        }
    }

    /// The table, if it is one.
    #[must_use]
    pub fn table(&self) -> Option<&QualifiedName> {
        match self {
            Self::Table(name) => Some(name),
            Self::Namespace(_)
            | Self::Function(_)
            | Self::View(_)
            | Self::MaterializedView(_)
            | Self::Domain(_)
            | Self::Composite(_)
            | Self::Sequence(_)
            | Self::Procedure(_)
            | Self::Aggregate(_) => None,
        }
    }
}

impl fmt::Display for GrantTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object().fmt(f)
    }
}

impl Describe for Grant {
    type Id = GrantId;

    const KEYWORDS: &'static str = "";
    const IS_RENAMED: bool = false;

    fn id(&self) -> GrantId {
        GrantId {
            on: self.on.clone(),
            grantee: self.grantee.clone(),
        }
    }

    fn name(&self) -> Option<&Name> {
        None
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Granted(&self.on))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.object(self.on.object());
        self.grantee.dependencies(into);
        for scope in self.privileges.values() {
            if let PrivilegeScope::Columns(columns) = scope {
                for column in columns {
                    into.add(Dependency {
                        object: self.on.object(),
                        column: Some(column.clone()),
                    });
                }
            }
        }
    }
}
