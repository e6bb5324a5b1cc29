//! Composite types: several values in one.

use serde::{Deserialize, Serialize};

use crate::data_type::DataType;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe};

/// A composite type, `CREATE TYPE … AS (…)`.
///
/// <https://www.postgresql.org/docs/15/rowtypes.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composite {
    /// Its name.
    pub name: QualifiedName,
    /// The attributes, in their place.
    pub attributes: Vec<Attribute>,
}

/// An attribute of a composite type. It accepts null: PostgreSQL has no way to say otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub data_type: DataType,
}

impl Composite {
    /// The attribute of that name.
    #[must_use]
    pub fn attribute(&self, name: &Name) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == *name)
    }
}

impl Describe for Composite {
    type Id = QualifiedName;

    fn id(&self) -> QualifiedName {
        self.name.clone()
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
        for attribute in &self.attributes {
            into.data_type(&attribute.data_type);
        }
    }
}
