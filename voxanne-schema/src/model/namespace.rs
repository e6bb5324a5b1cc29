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

    fn id(&self) -> Name {
        self.name.clone()
    }

    fn dependencies(&self, _into: &mut Dependencies) {}
}
