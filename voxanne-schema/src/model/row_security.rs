//! Whether row-level security is on for a table.

use serde::{Deserialize, Serialize};

use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Identity, IdentityMut, Owner};

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

    const KEYWORDS: &'static str = "TABLE";
    const IS_RENAMED: bool = false;

    fn id(&self) -> QualifiedName {
        self.table.clone()
    }

    fn identity(id: &QualifiedName) -> Identity<'_> {
        Identity::OfTable(id)
    }

    fn identity_mut(id: &mut QualifiedName) -> IdentityMut<'_> {
        IdentityMut::OfTable(id)
    }

    fn name(&self) -> Option<&Name> {
        None
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Table(&self.table))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.table(&self.table);
    }
}
