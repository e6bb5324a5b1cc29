//! Enum types.

use serde::{Deserialize, Serialize};

use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Space};

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

    const KEYWORDS: &'static str = "TYPE";
    const SPACE: Space = Space::Type;
    const ATTRIBUTE: Option<&'static str> = Some("pg_enum");
    const METHOD: Option<&'static str> = Some("enumeration");

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
        self.labels.iter().for_each(|label| give("label", label));
    }

    fn form(noun: &str) -> &'static str {
        if noun == "label" {
            "`#[pg_enum(label = \"…\")]`"
        } else {
            "`#[pg_enum(name = \"…\")]`"
        }
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
    }
}
