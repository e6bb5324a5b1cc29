//! Indexes in rules.

use std::fmt;
use std::marker::PhantomData;

use super::rules::FormerKind;
use super::rules_storage::system_collation;
use super::{Column, ColumnsOf, Condition, Expr, IndexMethod, RuleSet, SqlType, Table};
use crate::model::{Index, IndexElement, IndexKey, Indexed, NullsOrder, SortDirection};
use crate::name::{Name, default_name};

/// What an index of `T` can be built of.
#[diagnostic::on_unimplemented(
    message = "this cannot be a key of an index on `{T}`",
    label = "`{Self}` is not a column of `{T}` and not an expression",
    note = "an index is built of the table's own columns and of expressions over them"
)]
pub trait IndexKeyOf<T> {
    /// Adds the key to the last index.
    fn add(self, set: &mut RuleSet);
}

#[diagnostic::do_not_recommend]
impl<T: Table, V: SqlType, const I: usize> IndexKeyOf<T> for Column<T, V, I> {
    fn add(self, set: &mut RuleSet) {
        set.add_key(IndexKey::column(self.name()));
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table, V: SqlType> IndexKeyOf<T> for Expr<V> {
    fn add(self, set: &mut RuleSet) {
        let expression = set.own(self);
        set.add_key(IndexKey::new(IndexElement::Expression(expression)));
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> IndexKeyOf<T> for SortedKey<T> {
    fn add(self, set: &mut RuleSet) {
        let mut key = self.key;
        if let Some(expression) = self.expression {
            key.element = IndexElement::Expression(set.own(expression));
        }
        set.add_key(key);
    }
}

/// A key with a direction, a place for nulls or an operator class.
#[derive(Clone, Debug)]
pub struct SortedKey<T> {
    key: IndexKey,
    /// What it is made of, where that is no column.
    expression: Option<Expr<()>>,
    marker: PhantomData<fn() -> T>,
}

fn sorted_key(column: Name, direction: SortDirection) -> IndexKey {
    let mut key = IndexKey::column(column);
    key.direction = direction;
    key
}

impl<T: Table, V: SqlType, const I: usize> Column<T, V, I> {
    fn sorted(self, direction: SortDirection) -> SortedKey<T> {
        SortedKey {
            key: sorted_key(self.name(), direction),
            expression: None,
            marker: PhantomData,
        }
    }

    /// Smallest first.
    #[must_use]
    pub fn asc(self) -> SortedKey<T> {
        self.sorted(SortDirection::Ascending)
    }

    /// Largest first.
    #[must_use]
    pub fn desc(self) -> SortedKey<T> {
        self.sorted(SortDirection::Descending)
    }

    /// Sorted by another collation than the column's: `C`, `und-x-icu`.
    #[must_use]
    pub fn collate(self, collation: &str) -> SortedKey<T> {
        self.asc().collate(collation)
    }

    /// With an operator class that is not the default one.
    #[must_use]
    pub fn operator_class(self, name: &str) -> SortedKey<T> {
        self.asc().operator_class(name)
    }
}

impl<V: SqlType> Expr<V> {
    fn sorted<T: Table>(self, direction: SortDirection) -> SortedKey<T> {
        SortedKey {
            key: sorted_key(Name::new(""), direction),
            expression: Some(self.erase()),
            marker: PhantomData,
        }
    }

    /// A key of an index, smallest first.
    #[must_use]
    pub fn asc<T: Table>(self) -> SortedKey<T> {
        self.sorted(SortDirection::Ascending)
    }

    /// A key of an index, largest first.
    #[must_use]
    pub fn desc<T: Table>(self) -> SortedKey<T> {
        self.sorted(SortDirection::Descending)
    }

    /// A key of an index with an operator class that is not the default one.
    #[must_use]
    pub fn operator_class<T: Table>(self, name: &str) -> SortedKey<T> {
        self.asc().operator_class(name)
    }
}

impl<T> SortedKey<T> {
    /// Nulls before all values.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.key.nulls = Some(NullsOrder::First);
        self
    }

    /// Nulls after all values.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.key.nulls = Some(NullsOrder::Last);
        self
    }

    /// Sorted by another collation than the column's: `C`, `und-x-icu`.
    #[must_use]
    pub fn collate(mut self, collation: &str) -> Self {
        self.key.collation = Some(system_collation(collation));
        self
    }

    /// With an operator class that is not the default one.
    #[must_use]
    pub fn operator_class(mut self, name: &str) -> Self {
        self.key.operator_class = Some(Name::new(name));
        self
    }

    /// A parameter of its operator class: `.operator_class("tsvector_ops").parameter("siglen", 100)`.
    ///
    /// <https://www.postgresql.org/docs/15/sql-createindex.html>
    #[must_use]
    pub fn parameter(mut self, name: &str, value: impl fmt::Display) -> Self {
        let parameters = &mut self.key.class_parameters;
        parameters.insert(name.to_owned(), value.to_string());
        self
    }
}

/// One key, or a tuple of keys.
#[diagnostic::on_unimplemented(
    message = "this cannot be a key of an index on `{T}`",
    label = "`{Self}` is not a column of `{T}` and not an expression",
    note = "write a column of the table as `c.name`, an expression over its columns, or a tuple of at most six of these"
)]
pub trait IndexKeys<T> {
    /// Adds the keys to the last index, in order.
    fn add_all(self, set: &mut RuleSet);
}

#[diagnostic::do_not_recommend]
impl<T: Table, V: SqlType, const I: usize> IndexKeys<T> for Column<T, V, I> {
    fn add_all(self, set: &mut RuleSet) {
        self.add(set);
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table, V: SqlType> IndexKeys<T> for Expr<V> {
    fn add_all(self, set: &mut RuleSet) {
        IndexKeyOf::<T>::add(self, set);
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> IndexKeys<T> for SortedKey<T> {
    fn add_all(self, set: &mut RuleSet) {
        self.add(set);
    }
}

/// Tuples of keys.
macro_rules! tuples {
    ($( ($($part:ident),+), )+) => { $(
        impl<T: Table, $($part: IndexKeyOf<T>),+> IndexKeys<T> for ($($part,)+) {
            fn add_all(self, set: &mut RuleSet) {
                #[expect(non_snake_case, reason = "the type parameters name the variables")]
                let ($($part,)+) = self;
                $($part.add(set);)+
            }
        }
    )+ };
}

tuples! {
    (A),
    (A, B),
    (A, B, C),
    (A, B, C, D),
    (A, B, C, D, E),
    (A, B, C, D, E, F),
}

/// An index that can still be named and narrowed.
#[derive(Debug)]
pub struct IndexRule<'r, T> {
    set: &'r mut RuleSet,
    marker: PhantomData<fn() -> T>,
}

impl<'r, T: Table> IndexRule<'r, T> {
    pub(crate) fn last(set: &'r mut RuleSet) -> Self {
        Self {
            set,
            marker: PhantomData,
        }
    }

    /// The index's name, in place of PostgreSQL's own.
    pub fn named(self, name: &str) -> Self {
        if let Some(index) = self.set.indexes.last_mut() {
            index.name = Name::new(name);
        }
        self
    }

    /// What the index was called before. May stay once the rename is done.
    pub fn renamed_from(self, name: &str) -> Self {
        self.set.renamed_from(FormerKind::Index, name);
        self
    }

    /// It refuses equal keys.
    pub fn unique(self) -> Self {
        if let Some(index) = self.set.indexes.last_mut() {
            index.unique = true;
        }
        self
    }

    /// Two nulls count as equal.
    pub fn nulls_not_distinct(self) -> Self {
        if let Some(index) = self.set.indexes.last_mut() {
            index.nulls_not_distinct = true;
        }
        self
    }

    /// It holds only the rows that satisfy the condition.
    pub fn filter(self, condition: impl Condition) -> Self {
        self.set.filter_index(condition.condition());
        self
    }

    /// How it is built.
    pub fn using(self, method: IndexMethod) -> Self {
        if let Some(index) = self.set.indexes.last_mut() {
            index.method = method;
        }
        self
    }

    /// A storage parameter: `.with("fillfactor", 70)`, `.with("fastupdate", false)`.
    ///
    /// <https://www.postgresql.org/docs/15/sql-createindex.html#SQL-CREATEINDEX-STORAGE-PARAMETERS>
    pub fn with(self, parameter: &str, value: impl fmt::Display) -> Self {
        if let Some(index) = self.set.indexes.last_mut() {
            index.parameters.insert(parameter.to_owned(), value.to_string());
        }
        self
    }

    /// Subscribers know the rows of the table by its keys, which are never null and never twice the same.
    pub fn replica_identity(self) -> Self {
        if let Some(index) = self.set.indexes.last_mut() {
            index.replica_identity = true;
        }
        self
    }

    /// Columns that it carries without sorting by them.
    pub fn include(self, columns: impl ColumnsOf<T>) -> Self {
        let columns = columns.names();
        if let Some(index) = self.set.indexes.last_mut() {
            index.include = columns;
        }
        self
    }
}

/// What is not generic over the table stands here, so that it is compiled once and not once a table.
impl RuleSet {
    /// Begins an index, whose keys are added one by one.
    pub(crate) fn begin_index(&mut self) {
        self.indexes.push(Index {
            table: self.table.clone(),
            on: Indexed::Table,
            name: Name::new(""),
            unique: false,
            method: IndexMethod::Btree,
            keys: Vec::new(),
            include: Vec::new(),
            filter: None,
            nulls_not_distinct: false,
            parameters: Default::default(),
            replica_identity: false,
        });
    }

    fn add_key(&mut self, key: IndexKey) {
        if let Some(index) = self.indexes.last_mut() {
            index.keys.push(key);
        }
    }

    /// Gives the last index the name that PostgreSQL would.
    pub(crate) fn name_index(&mut self) {
        if let Some(index) = self.indexes.last_mut() {
            let columns = index
                .keys
                .iter()
                .map(|key| key.column_name().map_or("expr", Name::as_str));
            let columns: Vec<&str> = columns.collect();
            index.name = default_name(self.table.name.as_str(), &columns.join("_"), "idx");
        }
    }

    fn filter_index(&mut self, condition: Expr<bool>) {
        let filter = self.own(condition);
        if let Some(index) = self.indexes.last_mut() {
            index.filter = Some(filter);
        }
    }
}
