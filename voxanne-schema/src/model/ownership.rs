//! The role that an object belongs to.

use serde::{Deserialize, Serialize};

use crate::name::Name;
use crate::object::{Dependencies, Describe, ObjectId, ObjectKind, Owner};

/// `ALTER … OWNER TO …`. An object without this belongs to whoever runs the migration that creates it.
///
/// <https://www.postgresql.org/docs/15/ddl-priv.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    /// What belongs to the role: an object of a kind that [has owners](ObjectKind::has_owner). The
    /// indexes, constraints, triggers and sequences of a table belong to whom the table does; its
    /// partitions by themselves.
    pub of: Box<ObjectId>,
    /// The role.
    pub role: Name,
}

impl ObjectKind {
    /// Whether its objects belong to a role by themselves.
    #[must_use]
    pub const fn has_owner(self) -> bool {
        match self {
            Self::Namespace
            | Self::Enum
            | Self::Domain
            | Self::Composite
            | Self::Sequence
            | Self::Table
            | Self::Partition
            | Self::Function
            | Self::Procedure
            | Self::Aggregate
            | Self::View
            | Self::MaterializedView
            | Self::Statistics
            | Self::EventTrigger
            | Self::Publication => true,
            Self::Role
            | Self::Extension
            | Self::SequenceOwner
            | Self::Constraint
            | Self::Index
            | Self::Trigger
            | Self::Policy
            | Self::Verbatim
            | Self::RowSecurity
            | Self::Ownership
            | Self::Grant
            | Self::DefaultPrivileges
            | Self::Comment => false,
        }
    }
}

impl Describe for Ownership {
    type Id = Box<ObjectId>;

    const KEYWORDS: &'static str = "";
    const IS_RENAMED: bool = false;

    fn id(&self) -> Box<ObjectId> {
        self.of.clone()
    }

    fn name(&self) -> Option<&Name> {
        None
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }

    fn form(_noun: &str) -> &'static str {
        "`owned_by(…)`"
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Owned(&self.of))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.object((*self.of).clone());
        // Of `PUBLIC` the validation says more.
        if self.role != "public" {
            into.object(ObjectId::Role(self.role.clone()));
        }
    }
}
