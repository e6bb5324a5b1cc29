//! The type of a column, an argument or an expression, as the catalog knows it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::name::{Name, QualifiedName};
use crate::object::ObjectId;

/// A PostgreSQL type with its modifiers and array dimensions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DataType {
    /// The element type.
    pub base: BaseType,
    /// `varchar(20)` has `[20]`, `numeric(10, 2)` has `[10, 2]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<i32>,
    /// Whether this is an array of the element type. PostgreSQL keeps no dimensions.
    #[serde(default, skip_serializing_if = "is_false")]
    pub array: bool,
}

/// What a type is, apart from modifiers and arrays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseType {
    /// A type of `pg_catalog`, in the spelling that people write: `timestamptz`, `bigint`.
    System(Name),
    /// An enum that somebody created, or a type of an extension.
    User(QualifiedName),
    /// A domain.
    Domain(QualifiedName),
    /// A composite type.
    Composite(QualifiedName),
}

impl DataType {
    /// A type of `pg_catalog`.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self {
            base: BaseType::System(Name::new(name)),
            modifiers: Vec::new(),
            array: false,
        }
    }

    /// A type that somebody created.
    #[must_use]
    pub fn user(name: QualifiedName) -> Self {
        Self {
            base: BaseType::User(name),
            modifiers: Vec::new(),
            array: false,
        }
    }

    /// A domain.
    #[must_use]
    pub fn domain(name: QualifiedName) -> Self {
        Self {
            base: BaseType::Domain(name),
            modifiers: Vec::new(),
            array: false,
        }
    }

    /// A composite type.
    #[must_use]
    pub fn composite(name: QualifiedName) -> Self {
        Self {
            base: BaseType::Composite(name),
            modifiers: Vec::new(),
            array: false,
        }
    }

    /// An array of this type.
    #[must_use]
    pub fn array_of(mut self) -> Self {
        self.array = true;
        self
    }

    /// The created type that this one is made of.
    #[must_use]
    pub fn user_name(&self) -> Option<&QualifiedName> {
        match &self.base {
            BaseType::User(name) | BaseType::Domain(name) | BaseType::Composite(name) => Some(name),
            BaseType::System(_) => None,
        }
    }

    /// The object that this type is made of, where somebody created it.
    #[must_use]
    pub fn object(&self) -> Option<ObjectId> {
        match &self.base {
            BaseType::System(_) => None,
            BaseType::User(name) => Some(ObjectId::Enum(name.clone())),
            BaseType::Domain(name) => Some(ObjectId::Domain(name.clone())),
            BaseType::Composite(name) => Some(ObjectId::Composite(name.clone())),
        }
    }

    /// The type of an element, or the type itself where it is no array.
    #[must_use]
    pub fn element(&self) -> Self {
        Self {
            array: false,
            ..self.clone()
        }
    }

    /// Whether this is the scalar type of `pg_catalog` with that name.
    #[must_use]
    pub fn is_system(&self, name: &str) -> bool {
        !self.array && matches!(&self.base, BaseType::System(base) if base == name)
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.base {
            BaseType::System(name) => write!(f, "{name}")?,
            BaseType::User(name) | BaseType::Domain(name) | BaseType::Composite(name) => write!(f, "{name}")?,
        }
        if !self.modifiers.is_empty() {
            let modifiers: Vec<String> = self.modifiers.iter().map(i32::to_string).collect();
            write!(f, "({})", modifiers.join(", "))?;
        }
        if self.array {
            f.write_str("[]")?;
        }
        Ok(())
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
