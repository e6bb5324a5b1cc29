//! What a domain means for a column that is added to a table with rows.

use voxanne_schema::data_type::DataType;
use voxanne_schema::model::{Column, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use crate::plan::{HazardKind, LockMode, Statement};

/// What the domains of a column say.
#[derive(Default)]
pub(crate) struct DomainOf {
    /// Whether they give a default.
    pub(crate) has_default: bool,
    /// Whether they refuse any value, so that PostgreSQL looks at each.
    pub(crate) is_checked: bool,
}

impl DomainOf {
    /// The domains that a column is made of.
    pub(super) fn column(column: &Column, schema: &Schema) -> Self {
        Self::of(&column.data_type, schema)
    }

    /// The domains that a type is made of; arrays have neither their defaults nor their checks.
    pub(crate) fn of(data_type: &DataType, schema: &Schema) -> Self {
        let mut found = Self::default();
        let mut of = Some(data_type).filter(|of| !of.array);
        while let Some(ObjectId::Domain(name)) = of.and_then(DataType::object) {
            let Some(domain) = schema.domain(&name) else {
                break;
            };
            found.has_default |= domain.default.is_some();
            found.is_checked |= !domain.nullable || !domain.checks.is_empty();
            of = Some(&domain.data_type).filter(|of| !of.array);
        }
        found
    }

    /// Adds the lock and the hazard of a column whose values PostgreSQL looks at one by one.
    pub(super) fn hold(&self, mut add: Statement, table: &QualifiedName, column: &Name) -> Statement {
        if !self.is_checked {
            return add;
        }
        for lock in add
            .locks
            .iter_mut()
            .filter(|lock| lock.mode == LockMode::AccessExclusive)
        {
            lock.long = true;
        }
        add.hazard(
            HazardKind::BlocksWriters,
            format!(
                "{table} is written anew, under a lock that nobody passes, as the domain of {column} has checks"
            ),
        )
    }
}
