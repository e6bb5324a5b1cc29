//! Publications, said in a module.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use super::{ColumnsOf, Condition, Table, TableRules};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Publication, PublishedOperation, PublishedTable};
use crate::name::{Name, QualifiedName};
use crate::object::ObjectId;

/// A publication that is being said.
///
/// Whoever subscribes to it gets rows whatever policies say: of a tenant's table those of every tenant,
/// unless a filter leaves some out.
#[derive(Clone, Debug)]
pub struct PublicationRule {
    pub(crate) publication: Publication,
    /// The tables without those that inherit from them.
    pub(crate) only: BTreeSet<QualifiedName>,
    pub(crate) comment: Option<String>,
    pub(crate) renamed_from: Option<Name>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl PublicationRule {
    /// A publication of this name, without tables, that tells of all commands.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            publication: Publication {
                name: Name::new(name),
                all_tables: false,
                tables: Default::default(),
                namespaces: Default::default(),
                operations: PublishedOperation::ALL.into(),
                via_root: false,
            },
            only: BTreeSet::new(),
            comment: None,
            renamed_from: None,
            diagnostics: Vec::new(),
        }
    }

    /// It has a table, with all columns and rows, and all that inherit from it.
    #[must_use]
    pub fn table<T: Table>(mut self) -> Self {
        let whole = PublishedTable::default();
        self.publication.tables.insert(T::qualified_name(), whole);
        self
    }

    /// It has a table, with all columns and rows, and without those that inherit from it.
    #[must_use]
    pub fn only<T: Table>(mut self) -> Self {
        self.only.insert(T::qualified_name());
        self.table::<T>()
    }

    /// It has some columns or rows of a table, and the same of all that inherit from it:
    /// `|c, t| t.columns((c.id, c.total)).filter(c.open)`.
    #[must_use]
    pub fn part_of<T: TableRules>(
        mut self,
        say: impl FnOnce(T::Columns, PublishedPart<T>) -> PublishedPart<T>,
    ) -> Self {
        let part = PublishedPart {
            table: PublishedTable::default(),
            foreign: BTreeSet::new(),
            only: false,
            marker: PhantomData,
        };
        let said = say(T::Columns::default(), part);
        let name = T::qualified_name();
        for other in said.foreign.iter().filter(|other| **other != name) {
            self.diagnostics.push(Diagnostic::new(
                Code::ForeignColumn,
                ObjectId::Publication(self.publication.name.clone()),
                format!("the filter of `{name}` names a column of `{other}`"),
                "name columns of the table itself: a filter sees nothing but the row",
            ));
        }
        if said.only {
            self.only.insert(name.clone());
        }
        self.publication.tables.insert(name, said.table);
        self
    }

    /// It has every table of a namespace, those to come too.
    #[must_use]
    pub fn tables_in(mut self, namespace: &str) -> Self {
        self.publication.namespaces.insert(Name::new(namespace));
        self
    }

    /// It has every table, those to come too.
    #[must_use]
    pub fn all_tables(mut self) -> Self {
        self.publication.all_tables = true;
        self
    }

    /// It tells of these commands alone.
    #[must_use]
    pub fn publish(mut self, operations: impl IntoIterator<Item = PublishedOperation>) -> Self {
        self.publication.operations = operations.into_iter().collect();
        self
    }

    /// Changes of partitions are told as those of the table that they are partitions of.
    #[must_use]
    pub fn via_partition_root(mut self) -> Self {
        self.publication.via_root = true;
        self
    }

    /// What it is for.
    #[must_use]
    pub fn comment(mut self, text: &str) -> Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// What it was called before. May stay once the rename is done.
    #[must_use]
    pub fn renamed_from(mut self, name: &str) -> Self {
        self.renamed_from = Some(Name::new(name));
        self
    }
}

/// What is published of a table.
#[derive(Clone, Debug)]
pub struct PublishedPart<T> {
    table: PublishedTable,
    foreign: BTreeSet<QualifiedName>,
    only: bool,
    marker: PhantomData<fn() -> T>,
}

impl<T: Table> PublishedPart<T> {
    /// These columns alone.
    #[must_use]
    pub fn columns(mut self, columns: impl ColumnsOf<T>) -> Self {
        self.table.columns = columns.names();
        self
    }

    /// Of this table alone, and nothing of those that inherit from it.
    #[must_use]
    pub fn only(mut self) -> Self {
        self.only = true;
        self
    }

    /// The rows alone that satisfy the condition.
    #[must_use]
    pub fn filter(mut self, condition: impl Condition) -> Self {
        let condition = condition.condition();
        self.foreign = condition.tables;
        self.table.filter = Some(condition.expression);
        self
    }
}
