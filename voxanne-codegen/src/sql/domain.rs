//! `CREATE DOMAIN`.

use voxanne_schema::model::{Domain, DomainCheck};

use super::expression::{default_value, expression};
use super::ident::{data_type, ident};

/// `CREATE DOMAIN` under the name given in SQL, with the checks that are proven; a check that is not
/// must be added by itself.
#[must_use]
pub fn create_domain(domain: &Domain, name: &str) -> String {
    let mut clauses = Vec::new();
    if let Some(collation) = &domain.collation {
        clauses.push(format!("COLLATE {}", ident(collation)));
    }
    if let Some(default) = &domain.default {
        clauses.push(format!("DEFAULT {}", default_value(default, &domain.data_type)));
    }
    if !domain.nullable {
        clauses.push("NOT NULL".to_owned());
    }
    clauses.extend(
        domain
            .checks
            .iter()
            .filter(|check| check.validated)
            .map(domain_check),
    );
    super::clauses(
        &format!("CREATE DOMAIN {name} AS {}", data_type(&domain.data_type)),
        &clauses,
    )
}

/// `CONSTRAINT name CHECK (condition)`
#[must_use]
pub fn domain_check(check: &DomainCheck) -> String {
    format!(
        "CONSTRAINT {} CHECK ({})",
        ident(&check.name),
        expression(&check.condition)
    )
}
