//! Roles: named by policies and grants, owned by the cluster, never created by a migration.

use serde::{Deserialize, Serialize};

use crate::name::Name;
use crate::object::{Dependencies, Describe};

/// A role that the cluster has.
///
/// <https://www.postgresql.org/docs/15/user-manag.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// Whether row-level security does not apply to it.
    pub bypasses_row_security: bool,
}

impl Describe for Role {
    type Id = Name;

    const KEYWORDS: &'static str = "ROLE";
    const IS_RENAMED: bool = false;

    fn id(&self) -> Name {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name)
    }

    fn form(_noun: &str) -> &'static str {
        "`RoleName::new(\"…\")`"
    }

    fn dependencies(&self, _into: &mut Dependencies) {}
}
