//! Enum types.

use serde::{Deserialize, Serialize};

use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe};

/// An enum type.
///
/// <https://www.postgresql.org/docs/15/datatype-enum.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// Its name.
    pub name: QualifiedName,
    /// The labels, in their sort order.
    pub labels: Vec<Name>,
}

impl Describe for Enum {
    type Id = QualifiedName;

    fn id(&self) -> QualifiedName {
        self.name.clone()
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
    }
}
