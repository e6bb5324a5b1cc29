//! Namespaces, which PostgreSQL calls schemas.

use serde::{Deserialize, Serialize};

use crate::name::Name;
use crate::object::{Dependencies, Describe};

/// A namespace.
///
/// <https://www.postgresql.org/docs/15/ddl-schemas.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name.
    pub name: Name,
}

impl Describe for Namespace {
    type Id = Name;

    const KEYWORDS: &'static str = "SCHEMA";

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
        "`Module::namespace(\"…\")`"
    }

    fn dependencies(&self, _into: &mut Dependencies) {}
}
