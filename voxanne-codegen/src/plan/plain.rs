//! Which tables are changed plainly, because they are small: no batches, nothing beside the writers.

use std::collections::BTreeSet;

use voxanne_schema::name::QualifiedName;

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
}
