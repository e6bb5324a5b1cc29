//! Which tables are changed plainly, because they are small: no batches, nothing beside the writers.

use std::collections::BTreeSet;

use voxanne_schema::name::QualifiedName;

use super::{Hazard, HazardKind, Statement};

/// Which tables are changed plainly because somebody asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Plain {
    /// None.
    #[default]
    Nothing,
    /// All.
    Everything,
    /// These, named as a command names them: with their namespace, or without it.
    Tables(BTreeSet<String>),
}

impl Plain {
    /// Whether a table is changed plainly.
    #[must_use]
    pub fn takes(&self, table: &QualifiedName) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Tables(names) => names.contains(table.name.as_str()) || names.contains(&table.to_string()),
        }
    }

    /// Whether a hazard of a statement is what was asked for: writers of these tables may wait.
    #[must_use]
    pub fn lets_pass(&self, hazard: &Hazard, statement: &Statement) -> bool {
        let mut long = statement.locks.iter().filter(|lock| lock.long).peekable();
        hazard.kind == HazardKind::BlocksWriters
            && long.peek().is_some()
            && long.all(|lock| self.takes(&lock.table))
    }
}
