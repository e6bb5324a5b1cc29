//! Default privileges: what somebody may do with objects that are yet to be created.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Grantee, Privilege};
use crate::name::Name;
use crate::object::{Dependencies, Describe, ObjectId};

/// `ALTER DEFAULT PRIVILEGES … GRANT`. What we create ourselves is granted as it is declared, whatever
/// these say: they are for what others create.
///
/// <https://www.postgresql.org/docs/15/sql-alterdefaultprivileges.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultPrivileges {
    /// Of what, and whose.
    #[serde(flatten)]
    pub id: DefaultPrivilegesId,
    /// The privileges. Without any, what PostgreSQL gives by itself is taken away.
    pub privileges: BTreeSet<Privilege>,
    /// Whether they are for whom the objects belong to, or for whoever runs the migration, who has them in any case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_owner: bool,
}

/// The identity of default privileges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefaultPrivilegesId {
    /// Whose new objects; those of whoever runs the migration, where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<Name>,
    /// In which namespace; in every one, where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// Objects of what kind.
    pub on: DefaultTarget,
    /// Who may.
    pub grantee: Grantee,
}

/// A kind of objects that have default privileges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultTarget {
    /// Tables and views.
    Tables,
    /// Sequences.
    Sequences,
    /// Functions, procedures and aggregates.
    Functions,
    /// Types and domains.
    Types,
    /// Namespaces.
    Namespaces,
}

impl DefaultTarget {
    /// The kind as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Tables => "TABLES",
            Self::Sequences => "SEQUENCES",
            Self::Functions => "FUNCTIONS",
            Self::Types => "TYPES",
            Self::Namespaces => "SCHEMAS",
        }
    }

    /// The privileges that there are on such objects.
    #[must_use]
    pub const fn privileges(self) -> &'static [Privilege] {
        match self {
            Self::Tables => &[
                Privilege::Select,
                Privilege::Insert,
                Privilege::Update,
                Privilege::Delete,
                Privilege::Truncate,
                Privilege::References,
                Privilege::Trigger,
                Privilege::Maintain,
            ],
            Self::Sequences => &[Privilege::Select, Privilege::Update, Privilege::Usage],
            Self::Functions => &[Privilege::Execute],
            Self::Types => &[Privilege::Usage],
            Self::Namespaces => &[Privilege::Usage, Privilege::Create],
        }
    }
}

impl DefaultPrivilegesId {
    /// What the grantee has when nobody says anything.
    #[must_use]
    pub fn built_in(&self) -> BTreeSet<Privilege> {
        match (self.on, &self.grantee, &self.namespace) {
            (DefaultTarget::Functions, Grantee::Public, None) => [Privilege::Execute].into(),
            (DefaultTarget::Types, Grantee::Public, None) => [Privilege::Usage].into(),
            _ => BTreeSet::new(),
        }
    }
}

impl fmt::Display for DefaultPrivilegesId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.on.sql().to_lowercase())?;
        if let Some(namespace) = &self.namespace {
            write!(f, " in {namespace}")?;
        }
        if let Some(creator) = &self.creator {
            write!(f, " of {creator}")?;
        }
        write!(f, " to {}", self.grantee)
    }
}

impl Describe for DefaultPrivileges {
    type Id = DefaultPrivilegesId;

    const KEYWORDS: &'static str = "";
    const IS_RENAMED: bool = false;

    fn id(&self) -> DefaultPrivilegesId {
        self.id.clone()
    }

    fn name(&self) -> Option<&Name> {
        None
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }

    fn dependencies(&self, into: &mut Dependencies) {
        if let Some(namespace) = &self.id.namespace {
            into.namespace(namespace);
        }
        if let Some(creator) = &self.id.creator {
            into.object(ObjectId::Role(creator.clone()));
        }
        self.id.grantee.dependencies(into);
    }
}
