//! What stands beside the tables of a database, said in a module: default privileges and event triggers.

use super::SqlFunction;
use super::role::{RoleList, RoleName};
use crate::model::{
    DefaultPrivileges, DefaultPrivilegesId, DefaultTarget, EventTrigger, Grantee, Privilege, SchemaEvent,
    TriggerEnabled,
};
use crate::name::Name;

/// Default privileges that are being said: for what others create.
#[derive(Clone, Debug)]
pub struct DefaultPrivilegesRule {
    on: DefaultTarget,
    grantees: Vec<Grantee>,
    creator: Option<Name>,
    namespace: Option<Name>,
    privileges: Vec<Privilege>,
}

impl DefaultPrivilegesRule {
    /// What these roles may do with new objects of a kind: nothing yet, not even what PostgreSQL lets
    /// everybody do with functions and types.
    #[must_use]
    pub fn new(on: DefaultTarget, roles: impl RoleList) -> Self {
        Self {
            on,
            grantees: roles.roles(),
            creator: None,
            namespace: None,
            privileges: Vec::new(),
        }
    }

    /// They get these privileges.
    #[must_use]
    pub fn grant(mut self, privileges: impl IntoIterator<Item = Privilege>) -> Self {
        self.privileges.extend(privileges);
        self
    }

    /// In this namespace alone.
    #[must_use]
    pub fn in_namespace(mut self, name: &str) -> Self {
        self.namespace = Some(Name::new(name));
        self
    }

    /// Of objects that this role creates, in place of whoever runs the migration.
    #[must_use]
    pub fn created_by(mut self, role: RoleName) -> Self {
        self.creator = role.name().map(Name::new);
        self
    }

    /// One object for each role.
    pub(crate) fn objects(&self) -> impl Iterator<Item = DefaultPrivileges> {
        self.grantees.iter().map(|grantee| DefaultPrivileges {
            id: DefaultPrivilegesId {
                creator: self.creator.clone(),
                namespace: self.namespace.clone(),
                on: self.on,
                grantee: grantee.clone(),
            },
            privileges: self.privileges.iter().copied().collect(),
            to_owner: false,
        })
    }
}

/// An event trigger that is being said.
#[derive(Clone, Debug)]
pub struct EventTriggerRule {
    pub(crate) trigger: EventTrigger,
    pub(crate) comment: Option<String>,
    pub(crate) renamed_from: Option<Name>,
}

impl EventTriggerRule {
    /// An event trigger of this name that calls a declared function, which returns `event_trigger`.
    #[must_use]
    pub fn on<F: SqlFunction>(event: SchemaEvent, name: &str) -> Self {
        Self {
            trigger: EventTrigger {
                name: Name::new(name),
                event,
                tags: Default::default(),
                function: F::declaration().signature(),
                enabled: TriggerEnabled::Origin,
            },
            comment: None,
            renamed_from: None,
        }
    }

    /// For these commands alone: `CREATE TABLE`.
    #[must_use]
    pub fn tags<'t>(mut self, tags: impl IntoIterator<Item = &'t str>) -> Self {
        self.trigger.tags.extend(tags.into_iter().map(str::to_owned));
        self
    }

    /// It fires in replicas as well.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.trigger.enabled = TriggerEnabled::Always;
        self
    }

    /// It fires in replicas alone.
    #[must_use]
    pub fn in_replicas(mut self) -> Self {
        self.trigger.enabled = TriggerEnabled::Replica;
        self
    }

    /// It does not fire.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.trigger.enabled = TriggerEnabled::Disabled;
        self
    }

    /// What it is for.
    #[must_use]
    pub fn comment(mut self, text: &str) -> Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// What it was called before. May stay once the rename is done.
    #[must_use]
    pub fn renamed_from(mut self, name: &str) -> Self {
        self.renamed_from = Some(Name::new(name));
        self
    }
}
