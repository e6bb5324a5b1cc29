//! Which column a sequence belongs to. Apart from the sequence, because the default of the column needs the
//! sequence before there is a table.

use serde::{Deserialize, Serialize};

use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, ObjectId};

/// `ALTER SEQUENCE … OWNED BY …`. A sequence without this object belongs to nobody.
///
/// <https://www.postgresql.org/docs/15/sql-altersequence.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceOwner {
    /// The sequence.
    pub sequence: QualifiedName,
    /// The table that it belongs to, in the same namespace.
    pub table: QualifiedName,
    /// The column of it.
    pub column: Name,
}

impl Describe for SequenceOwner {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "SEQUENCE";
    const IS_RENAMED: bool = false;

    fn id(&self) -> QualifiedName {
        self.sequence.clone()
    }

    fn name(&self) -> Option<&Name> {
        None
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }

    fn form(_noun: &str) -> &'static str {
        "`#[sequence(owned_by = …)]`"
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.object(ObjectId::Sequence(self.sequence.clone()));
        into.table(&self.table);
        into.column(&self.table, &self.column);
    }
}
