//! How tables and columns are stored, in rules.

use std::fmt;

use super::{Column, RuleSet, Rules, SqlType, TableRules};
use crate::model::{self, ColumnStorage, Compression, ReplicaIdentity, Strategy};
use crate::name::{Name, QualifiedName};

/// What a rule says of a column that stands in the attributes.
#[derive(Clone, Debug)]
pub(crate) struct ColumnSaying {
    pub(crate) name: Name,
    pub(crate) collation: Option<QualifiedName>,
    pub(crate) storage: ColumnStorage,
}

impl ColumnSaying {
    /// Says it of the column.
    pub(crate) fn apply(&self, column: &mut model::Column) {
        if self.collation.is_some() {
            column.collation.clone_from(&self.collation);
        }
        let (said, storage) = (self.storage, &mut column.storage);
        storage.statistics = said.statistics.or(storage.statistics);
        storage.strategy = said.strategy.or(storage.strategy);
        storage.compression = said.compression.or(storage.compression);
    }
}

/// A column of which more is said.
#[derive(Debug)]
pub struct ColumnRule<'r> {
    set: &'r mut RuleSet,
}

impl ColumnRule<'_> {
    fn change(self, change: impl FnOnce(&mut ColumnSaying)) -> Self {
        if let Some(column) = self.set.columns.last_mut() {
            change(column);
        }
        self
    }

    /// Its texts are sorted and compared by this collation: `C`, `und-x-icu`.
    pub fn collate(self, collation: &str) -> Self {
        self.change(|column| column.collation = Some(system_collation(collation)))
    }

    /// The same with a collation of another namespace than PostgreSQL's own.
    pub fn collate_in(self, namespace: &str, collation: &str) -> Self {
        self.change(|column| column.collation = Some(QualifiedName::new(namespace, collation)))
    }

    /// How much ANALYZE keeps of its values, from 0 to 10000; the server's default is 100.
    pub fn statistics(self, target: u16) -> Self {
        self.change(|column| column.storage.statistics = Some(target))
    }

    /// Where its long values are kept from now on.
    pub fn store(self, strategy: Strategy) -> Self {
        self.change(|column| column.storage.strategy = Some(strategy))
    }

    /// How its long values are compressed from now on.
    pub fn compress(self, compression: Compression) -> Self {
        self.change(|column| column.storage.compression = Some(compression))
    }
}

/// A collation that PostgreSQL brings along.
pub(super) fn system_collation(name: &str) -> QualifiedName {
    QualifiedName::new("pg_catalog", name)
}

impl<T: TableRules> Rules<'_, T> {
    /// How a column is sorted and stored.
    pub fn column<V: SqlType, const I: usize>(&mut self, column: Column<T, V, I>) -> ColumnRule<'_> {
        self.set.columns.push(ColumnSaying {
            name: column.name(),
            collation: None,
            storage: ColumnStorage::default(),
        });
        ColumnRule { set: self.set }
    }

    /// A storage parameter: `r.with("fillfactor", 70)`; one of the TOAST table begins with `toast.`.
    ///
    /// <https://www.postgresql.org/docs/15/sql-createtable.html#SQL-CREATETABLE-STORAGE-PARAMETERS>
    pub fn with(&mut self, parameter: &str, value: impl fmt::Display) {
        let parameters = &mut self.set.storage.parameters;
        parameters.insert(parameter.to_owned(), value.to_string());
    }

    /// The table is left out of the write-ahead log: faster to write, empty after a crash, and not on
    /// standby servers.
    pub fn unlogged(&mut self) {
        self.set.storage.unlogged = true;
    }

    /// Subscribers know a row by all its columns, where no primary key tells rows apart.
    pub fn replica_identity_full(&mut self) {
        self.set.storage.replica_identity = ReplicaIdentity::Full;
    }

    /// Subscribers learn of new rows alone: updates and deletes of a published table fail.
    pub fn replica_identity_nothing(&mut self) {
        self.set.storage.replica_identity = ReplicaIdentity::Nothing;
    }
}
