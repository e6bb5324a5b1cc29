//! The objects of a schema, a file a kind, with PostgreSQL's nouns.
//!
//! Everything here is plain data: sorted, serializable, raw names, no SQL layout.

mod aggregate;
mod comment;
mod composite;
mod constraint;
mod default_privileges;
mod domain;
mod enumeration;
mod event_trigger;
mod extension;
mod function;
mod function_options;
mod grant;
mod index;
mod namespace;
mod ownership;
mod parameters;
mod partition;
mod policy;
mod procedure;
mod publication;
mod role;
mod row_security;
mod schema;
mod sequence;
mod sequence_owner;
mod statistics;
mod storage;
mod table;
mod trigger;
mod verbatim;
mod view;

pub use aggregate::{Aggregate, Parallel};
pub use comment::{Comment, CommentTarget};
pub use composite::{Attribute, Composite};
pub use constraint::{
    Constraint, ConstraintDefinition, Deferral, Exclusion, ExclusionElement, ForeignKey, KeyIndex,
    ReferentialAction,
};
pub use default_privileges::{DefaultPrivileges, DefaultPrivilegesId, DefaultTarget};
pub use domain::{Domain, DomainCheck};
pub use enumeration::Enum;
pub use event_trigger::{EventTrigger, SchemaEvent};
pub use extension::{Extension, ExtensionPresence, RoleSetting};
pub use function::{Argument, Function, Mode, Returns, Security, Signature, Volatility};
pub use function_options::FunctionOptions;
pub use grant::{Grant, GrantId, GrantTarget, Grantee, Privilege, PrivilegeScope};
pub use index::{Index, IndexElement, IndexKey, IndexMethod, Indexed, NullsOrder, SortDirection};
pub use namespace::Namespace;
pub use ownership::Ownership;
pub use parameters::Parameters;
pub use partition::{BoundValue, Partition, PartitionBound, PartitionElement, PartitionKey, PartitionMethod};
pub use policy::{Command, Permissiveness, Policy};
pub use procedure::Procedure;
pub use publication::{Publication, PublishedOperation, PublishedTable};
pub use role::Role;
pub use row_security::RowSecurity;
pub use schema::Schema;
pub use sequence::{Sequence, SequenceOptions};
pub use sequence_owner::SequenceOwner;
pub use statistics::{Statistics, StatisticsKind};
pub use storage::{ColumnStorage, Compression, ReplicaIdentity, Strategy, TableStorage};
pub use table::{Column, Identity, Table, Tenancy};
pub use trigger::{Transitions, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming};
pub use verbatim::Verbatim;
pub use view::{CheckOption, MaterializedView, View, ViewColumn, ViewSecurity};

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::name::{Name, QualifiedName};

/// The identity of an object that lives inside a table: a constraint, a trigger, a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Member {
    /// The table.
    pub table: QualifiedName,
    /// The name, unique among its kind on that table.
    pub name: Name,
}

impl Member {
    /// The object of that name on the table.
    #[must_use]
    pub fn new(table: QualifiedName, name: impl Into<Name>) -> Self {
        Self {
            table,
            name: name.into(),
        }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table, self.name)
    }
}
