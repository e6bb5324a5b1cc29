//! Domains: a type with rules that every value obeys, wherever it is stored.

use serde::{Deserialize, Serialize};

use crate::data_type::DataType;
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Space};

/// A domain.
///
/// <https://www.postgresql.org/docs/15/sql-createdomain.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// Its name.
    pub name: QualifiedName,
    /// The type whose values it narrows.
    pub data_type: DataType,
    /// The collation of its texts, where it is not that of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<Name>,
    /// Whether a value can be null.
    pub nullable: bool,
    /// What a column gets that has no default of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expression>,
    /// What holds for every value, by name, which is the order in which PostgreSQL looks at them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<DomainCheck>,
}

/// A condition that every value of a domain satisfies. It calls the value `VALUE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainCheck {
    /// Its name, unique in the domain.
    pub name: Name,
    /// The condition.
    pub condition: Expression,
    /// Whether it is proven for values that were there before it.
    pub validated: bool,
}

impl Domain {
    /// The check of that name.
    #[must_use]
    pub fn check(&self, name: &Name) -> Option<&DomainCheck> {
        self.checks.iter().find(|check| check.name == *name)
    }

    /// The same with another check, in the order of names.
    #[must_use]
    pub fn with_check(mut self, check: DomainCheck) -> Self {
        self.checks.retain(|other| other.name != check.name);
        let place = self.checks.partition_point(|other| other.name < check.name);
        self.checks.insert(place, check);
        self
    }

    /// The same without a check.
    #[must_use]
    pub fn without_check(mut self, name: &Name) -> Self {
        self.checks.retain(|check| check.name != *name);
        self
    }
}

impl Describe for Domain {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "DOMAIN";
    const SPACE: Space = Space::Type;
    const ATTRIBUTE: Option<&'static str> = Some("domain");
    const METHOD: Option<&'static str> = Some("domain");

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
        self.checks.iter().for_each(|check| give("check", &check.name));
    }

    fn form(noun: &str) -> &'static str {
        if noun == "check" {
            "`#[domain(check(name = \"…\"))]`"
        } else {
            "`#[domain(name = \"…\")]`"
        }
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
        into.data_type(&self.data_type);
        let checks = self.checks.iter().map(|check| &check.condition);
        for expression in self.default.iter().chain(checks) {
            expression.dependencies(into);
        }
    }
}
