//! What `derive(Domain)` says of a domain, as builder calls.

use super::role::RoleList;
use super::{SqlType, TakesDefault};
use crate::diagnostic::Location;
use crate::expression::Expression;
use crate::model::{self, DomainCheck, Grantee};
use crate::name::{Name, QualifiedName};

/// A domain declared by `derive(Domain)`: a type with rules that every value obeys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a PostgreSQL domain",
    label = "not a domain",
    note = "write `#[derive(Domain)]` on a struct with one field of the type that it narrows: `pub struct Email(String);`"
)]
pub trait Domain: SqlType {
    /// The type whose values it narrows.
    type Values: SqlType;

    /// The whole definition.
    fn declaration() -> DomainDeclaration;
}

/// A domain with what its declaration says around it.
#[derive(Clone, Debug)]
pub struct DomainDeclaration {
    /// The domain.
    pub domain: model::Domain,
    /// What it is for, from its doc comment.
    pub comment: Option<String>,
    /// Who may make columns and functions of it; nobody else.
    pub usage: Vec<Grantee>,
    /// Where it was declared.
    pub location: Location,
    /// What it was called before.
    pub renamed_from: Option<Name>,
}

impl DomainDeclaration {
    /// A domain whose values are those of `V`, null among them.
    #[must_use]
    pub fn new<V: SqlType>(namespace: &str, name: &str) -> Self {
        Self {
            domain: model::Domain {
                name: QualifiedName::new(namespace, name),
                data_type: V::data_type(),
                collation: None,
                nullable: true,
                default: None,
                checks: Vec::new(),
            },
            comment: None,
            usage: Vec::new(),
            location: Location {
                file: String::new(),
                line: 0,
            },
            renamed_from: None,
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

    /// No value is null.
    #[must_use]
    pub fn not_null(mut self) -> Self {
        self.domain.nullable = false;
        self
    }

    /// The collation of its texts.
    #[must_use]
    pub fn collation(mut self, name: &str) -> Self {
        self.domain.collation = Some(Name::new(name));
        self
    }

    /// What a column gets that has no default of its own.
    #[must_use]
    pub fn default<V: TakesDefault<E>, E>(mut self, value: E) -> Self {
        self.domain.default = Some(V::default(value));
        self
    }

    /// A condition that every value satisfies, as SQL text that calls the value `VALUE`.
    #[must_use]
    pub fn check(mut self, name: &str, condition: &str) -> Self {
        let place = self
            .domain
            .checks
            .partition_point(|check| check.name.as_str() <= name);
        let check = DomainCheck {
            name: Name::new(name),
            condition: Expression::raw(condition),
            validated: true,
        };
        self.domain.checks.insert(place, check);
        self
    }

    /// A role that may make columns and functions of it.
    #[must_use]
    pub fn usage(mut self, role: impl RoleList) -> Self {
        self.usage.extend(role.roles());
        self
    }
}
