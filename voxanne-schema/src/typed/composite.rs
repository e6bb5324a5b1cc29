//! What `derive(Composite)` says of a composite type, as builder calls.

use super::SqlType;
use super::role::RoleList;
use crate::data_type::DataType;
use crate::diagnostic::Location;
use crate::model::{self, Attribute, Grantee};
use crate::name::{Name, QualifiedName};

/// A composite type declared by `derive(Composite)`: several values in one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a composite type of PostgreSQL",
    label = "not a composite type",
    note = "write `#[derive(Composite)]` on a struct with a field for each attribute"
)]
pub trait Composite: SqlType {
    /// The whole definition.
    fn declaration() -> CompositeDeclaration;
}

/// A composite type with what its declaration says around it.
#[derive(Clone, Debug)]
pub struct CompositeDeclaration {
    /// The type.
    pub composite: model::Composite,
    /// What it is for, from its doc comment.
    pub comment: Option<String>,
    /// What attributes are for, by their names.
    pub comments: Vec<(Name, String)>,
    /// Who may make columns and functions of it; nobody else.
    pub usage: Vec<Grantee>,
    /// Where it was declared.
    pub location: Location,
    /// What it was called before.
    pub renamed_from: Option<Name>,
    /// What attributes were called before, by their names.
    pub renames: Vec<(Name, Name)>,
}

impl CompositeDeclaration {
    /// A type without attributes.
    #[must_use]
    pub fn new(namespace: &str, name: &str) -> Self {
        Self {
            composite: model::Composite {
                name: QualifiedName::new(namespace, name),
                attributes: Vec::new(),
            },
            comment: None,
            comments: Vec::new(),
            usage: Vec::new(),
            location: Location {
                file: String::new(),
                line: 0,
            },
            renamed_from: None,
            renames: Vec::new(),
        }
    }

    /// Where it was declared.
    #[must_use]
    pub fn declared_at(mut self, file: &str, line: u32) -> Self {
        self.location = Location {
            file: file.to_owned(),
            line,
        };
        self
    }

    /// What it is for.
    #[must_use]
    pub fn comment(mut self, text: &str) -> Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// What it was called before.
    #[must_use]
    pub fn renamed_from(mut self, name: &str) -> Self {
        self.renamed_from = Some(Name::new(name));
        self
    }

    /// The next attribute.
    #[must_use]
    pub fn attribute(mut self, name: &str, data_type: DataType) -> Self {
        self.composite.attributes.push(Attribute {
            name: Name::new(name),
            data_type,
        });
        self
    }

    /// What the attribute is for that was said last.
    #[must_use]
    pub fn attribute_comment(mut self, text: &str) -> Self {
        if let Some(last) = self.composite.attributes.last() {
            self.comments.push((last.name.clone(), text.to_owned()));
        }
        self
    }

    /// What the attribute was called before that was said last.
    #[must_use]
    pub fn attribute_renamed_from(mut self, name: &str) -> Self {
        if let Some(last) = self.composite.attributes.last() {
            self.renames.push((last.name.clone(), Name::new(name)));
        }
        self
    }

    /// A role that may make columns and functions of it.
    #[must_use]
    pub fn usage(mut self, role: impl RoleList) -> Self {
        self.usage.extend(role.roles());
        self
    }
}
