//! What happens to the rows that exist when a table changes under them. This is guidance for the
//! planner; it is no part of the schema, and a database never shows it.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::{Assignable, Column, IntoExpr, RuleSet, SqlType, Table};
use crate::expression::{Expression, Literal};
use crate::model::SortDirection;
use crate::name::{Name, QualifiedName};

/// How many rows a backfill changes in one transaction, unless a rule says otherwise.
const DEFAULT_BATCH: u32 = 5_000;

/// How rows that exist get the value of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: Name,
    /// Its value, for each row. Null where it cannot be told.
    pub value: Expression,
    /// How many rows are changed in one transaction.
    pub batch: u32,
    /// What happens to rows whose value cannot be told.
    pub unmatched: Unmatched,
}

/// What happens to rows for which a backfill finds no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmatched {
    /// The migration stops and says how many there are.
    Refuse,
    /// They move to this table, with the columns that both have, and come back on the way back.
    Quarantine(QualifiedName),
}

/// Which of several rows with equal values stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deduplication {
    /// The table.
    pub table: QualifiedName,
    /// The columns whose values must differ.
    pub columns: Vec<Name>,
    /// The row that sorts first by this column stays.
    pub keep: Option<(Name, SortDirection)>,
    /// Where the others go; unless said, where the table's backfills send theirs, and otherwise
    /// nowhere: they are deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarantine: Option<QualifiedName>,
}

/// A backfill that is being said.
#[derive(Debug)]
pub struct BackfillRule<'r, V> {
    set: &'r mut RuleSet,
    marker: PhantomData<fn() -> V>,
}

impl<'r, V: SqlType> BackfillRule<'r, V> {
    pub(crate) fn new(set: &'r mut RuleSet, column: Name) -> Self {
        set.backfills.push(Backfill {
            table: set.table.clone(),
            column,
            value: Expression::Literal(Literal::Null),
            batch: DEFAULT_BATCH,
            unmatched: Unmatched::Refuse,
        });
        Self {
            set,
            marker: PhantomData,
        }
    }

    fn change(self, change: impl FnOnce(&mut Backfill)) -> Self {
        if let Some(backfill) = self.set.backfills.last_mut() {
            change(backfill);
        }
        self
    }

    /// The value for each row. Null leaves the row unmatched.
    pub fn with<E>(self, value: E) -> Self
    where
        E: IntoExpr,
        E::Type: Assignable<V::Base>,
    {
        let value = self.set.own(value.into_expr());
        self.change(|backfill| backfill.value = value)
    }

    /// How many rows are changed in one transaction.
    pub fn in_batches_of(self, rows: u32) -> Self {
        self.change(|backfill| backfill.batch = rows.max(1))
    }

    /// Rows whose value cannot be told move to this table.
    pub fn otherwise_quarantine_in<Q: Table>(self) -> Self {
        self.change(|backfill| backfill.unmatched = Unmatched::Quarantine(Q::qualified_name()))
    }
}

/// A deduplication that is being said.
#[derive(Debug)]
pub struct DeduplicationRule<'r, T> {
    set: &'r mut RuleSet,
    marker: PhantomData<fn() -> T>,
}

impl<'r, T: Table> DeduplicationRule<'r, T> {
    pub(crate) fn new(set: &'r mut RuleSet, columns: Vec<Name>) -> Self {
        set.deduplications.push(Deduplication {
            table: set.table.clone(),
            columns,
            keep: None,
            quarantine: None,
        });
        Self {
            set,
            marker: PhantomData,
        }
    }

    fn change(self, change: impl FnOnce(&mut Deduplication)) -> Self {
        if let Some(deduplication) = self.set.deduplications.last_mut() {
            change(deduplication);
        }
        self
    }

    /// The row with the smallest value in this column stays; among equals, the smallest primary key.
    pub fn keep_oldest<V: SqlType, const I: usize>(self, by: Column<T, V, I>) -> Self {
        self.change(|rule| rule.keep = Some((by.name(), SortDirection::Ascending)))
    }

    /// The row with the largest value in this column stays; among equals, the smallest primary key.
    pub fn keep_newest<V: SqlType, const I: usize>(self, by: Column<T, V, I>) -> Self {
        self.change(|rule| rule.keep = Some((by.name(), SortDirection::Descending)))
    }

    /// The other rows move to this table, with the columns that both have, and come back on the way
    /// back.
    pub fn set_aside_in<Q: Table>(self) -> Self {
        self.change(|rule| rule.quarantine = Some(Q::qualified_name()))
    }
}
