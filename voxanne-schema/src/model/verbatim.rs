//! What the model has no words for, and carries as the SQL by which PostgreSQL makes it.

use serde::{Deserialize, Serialize};

use crate::name::Name;
use crate::object::{Dependencies, Dependency, Describe, ObjectId, Owner};

/// Something that is carried as SQL: an operator, a rule, what a partition has of its own. Two that are written
/// otherwise are different ones: the former goes, and the new one comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verbatim {
    /// PostgreSQL's noun with what tells it from its like: `operator public.=== (integer, integer)`. No text
    /// is made of it.
    pub name: Name,
    /// The statements that make it, each with its semicolon.
    pub create: Vec<String>,
    /// The statements that take it away.
    pub drop: Vec<String>,
    /// The view that it is a part of, with which it goes and comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<Box<ObjectId>>,
    /// What it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<Dependency>,
}

impl Verbatim {
    /// The identity of a range type, which columns call by the name of a type.
    #[must_use]
    pub fn of_type(name: &crate::name::QualifiedName) -> ObjectId {
        ObjectId::Verbatim(Name::new(format!("range type {name}")))
    }

    /// The identity of a collation, which columns and indexes call by its name.
    #[must_use]
    pub fn of_collation(name: &crate::name::QualifiedName) -> ObjectId {
        ObjectId::Verbatim(Name::new(format!("collation {name}")))
    }
}

impl Describe for Verbatim {
    type Id = Name;

    const KEYWORDS: &'static str = "";
    const IS_RENAMED: bool = false;

    fn id(&self) -> Name {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        None
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }

    fn owner(&self) -> Option<Owner<'_>> {
        self.view.as_deref().map(Owner::Owned)
    }

    fn dependencies(&self, into: &mut Dependencies) {
        for dependency in &self.depends_on {
            into.add(dependency.clone());
        }
    }
}
