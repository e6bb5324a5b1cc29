//! Composite types: several values in one.

use serde::{Deserialize, Serialize};

use crate::data_type::DataType;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Space};

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

    const KEYWORDS: &'static str = "TYPE";
    const SPACE: Space = Space::Type;
    const ATTRIBUTE: Option<&'static str> = Some("composite");
    const METHOD: Option<&'static str> = Some("composite");

    fn id(&self) -> QualifiedName {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name.name)
    }

    fn parts<'o>(&'o self, give: &mut dyn FnMut(&'static str, &'o Name)) {
        let attributes = self.attributes.iter();
        attributes.for_each(|attribute| give("attribute", &attribute.name));
    }

    fn form(noun: &str) -> &'static str {
        if noun == "attribute" {
            "`#[attribute(name = \"…\")]`"
        } else {
            "`#[composite(name = \"…\")]`"
        }
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
        for attribute in &self.attributes {
            into.data_type(&attribute.data_type);
        }
    }
}
