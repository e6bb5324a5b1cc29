//! Extensions, required ones and those that a server may lack.

use serde::{Deserialize, Serialize};

use crate::name::Name;
use crate::object::{Dependencies, Describe, ObjectId};

/// An extension.
///
/// <https://www.postgresql.org/docs/15/sql-createextension.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its name, `pgaudit`.
    pub name: Name,
    /// The namespace that holds its objects.
    pub namespace: Name,
    /// What happens on a server that lacks it.
    pub presence: ExtensionPresence,
    /// Settings that roles get in this database once the extension is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<RoleSetting>,
}

/// What happens on a server that lacks an extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionPresence {
    /// The migration fails.
    Required,
    /// The migration says `queued` and goes on.
    Optional,
}

/// `ALTER ROLE role IN DATABASE … SET parameter = value`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSetting {
    /// The role.
    pub role: Name,
    /// The parameter, `pgaudit.log`.
    pub parameter: Name,
    /// Its value.
    pub value: String,
}

impl Describe for Extension {
    type Id = Name;

    const KEYWORDS: &'static str = "EXTENSION";
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
        "`ExtensionRule::required(\"…\")`"
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.namespace);
        for setting in &self.settings {
            into.object(ObjectId::Role(setting.role.clone()));
        }
    }
}
