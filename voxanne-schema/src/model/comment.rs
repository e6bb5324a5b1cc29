//! Comments, which any object and any column can have.

use serde::{Deserialize, Serialize};

use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Dependency, Describe, ObjectId, Owner};

/// `COMMENT ON … IS …`.
///
/// <https://www.postgresql.org/docs/15/sql-comment.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// What it is on.
    pub on: CommentTarget,
    /// What it says.
    pub text: String,
}

/// What a comment is on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentTarget {
    /// An object.
    Object(Box<ObjectId>),
    /// A column of a table.
    Column(QualifiedName, Name),
    /// A column of an object that is no table: of a view, say.
    Attribute(Box<ObjectId>, Name),
}

impl CommentTarget {
    /// The object that it is on, or whose column it is on.
    #[must_use]
    pub fn owner(&self) -> ObjectId {
        match self {
            Self::Object(object) | Self::Attribute(object, _) => (**object).clone(),
            Self::Column(table, _) => ObjectId::Table(table.clone()),
        }
    }

    /// The object, where it is not a column.
    #[must_use]
    pub fn object(&self) -> Option<&ObjectId> {
        match self {
            Self::Object(object) => Some(object),
            Self::Column(..) | Self::Attribute(..) => None,
        }
    }
}

impl Describe for Comment {
    type Id = CommentTarget;

    const KEYWORDS: &'static str = "";
    const IS_RENAMED: bool = false;

    fn id(&self) -> CommentTarget {
        self.on.clone()
    }

    fn name(&self) -> Option<&Name> {
        None
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Commented(&self.on))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        match &self.on {
            CommentTarget::Object(object) => into.object((**object).clone()),
            CommentTarget::Column(table, column) => into.column(table, column),
            CommentTarget::Attribute(object, column) => into.add(Dependency {
                object: (**object).clone(),
                column: Some(column.clone()),
            }),
        }
    }
}
