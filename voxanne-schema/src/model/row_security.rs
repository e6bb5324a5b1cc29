//! Whether row-level security is on for a table.

use serde::{Deserialize, Serialize};

use crate::name::QualifiedName;
use crate::object::{Dependencies, Describe};

/// `ALTER TABLE … ENABLE ROW LEVEL SECURITY`. A table without this object has it off.
///
/// <https://www.postgresql.org/docs/15/ddl-rowsecurity.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSecurity {
    /// The table.
    pub table: QualifiedName,
    /// Whether it applies to the table's owner too.
    pub forced: bool,
}

impl Describe for RowSecurity {
    type Id = QualifiedName;

    fn id(&self) -> QualifiedName {
        self.table.clone()
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.table(&self.table);
    }
}
