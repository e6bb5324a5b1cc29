//! Partitions in rules.

use std::collections::BTreeMap;

use std::marker::PhantomData;

use super::{
    Assignable, Column, ColumnList, ColumnsOf, IntoExpr, Null, RuleSet, Rules, SqlType, Table, TableRules,
};
use crate::expression::{Expression, Literal};
use crate::model::{BoundValue, Partition, PartitionBound, PartitionElement, PartitionKey, PartitionMethod};
use crate::name::Name;
use crate::object::{Describe, ObjectId};
use crate::rename::Named;

/// A table with `partition_by = …` in its attributes. The derive writes the impl.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not partitioned",
    label = "a table without partitions",
    note = "say by what: `#[table(partition_by = range(created_at))]`, `list(…)` or `hash(…)`"
)]
pub trait Partitioned: Table {
    /// How the values of the key become partitions.
    type Method;
    /// The types of the key's columns, without null.
    type Key;
}

/// From one value to another.
#[derive(Clone, Copy, Debug)]
pub enum ByRange {}

/// These values.
#[derive(Clone, Copy, Debug)]
pub enum ByList {}

/// By the remainder of a hash.
#[derive(Clone, Copy, Debug)]
pub enum ByHash {}

/// A method by which partitions are told apart, and the one of which a rule speaks.
#[diagnostic::on_unimplemented(
    message = "these partitions are told apart `{Self}`, and this speaks of `{Wanted}`",
    label = "not a partition `{Wanted}`",
    note = "write `.range(from, to)` where they are told apart by ranges, `.values([…])` by lists, `.hash(modulus, remainder)` by hashes"
)]
pub trait Is<Wanted> {}

impl Is<ByRange> for ByRange {}
impl Is<ByList> for ByList {}
impl Is<ByHash> for ByHash {}

/// A method that leaves rows for a default partition.
#[diagnostic::on_unimplemented(
    message = "partitions by hash have no default",
    label = "every row has a hash",
    note = "declare a partition for each remainder: `.hash(4, 0)` to `.hash(4, 3)`"
)]
pub trait LeavesRest {}

impl LeavesRest for ByRange {}
impl LeavesRest for ByList {}

/// Below all values of a column, in the bound of a range.
#[derive(Clone, Copy, Debug)]
pub struct Minimum;

/// Above all values of a column, in the bound of a range.
#[derive(Clone, Copy, Debug)]
pub struct Maximum;

/// A value in the bound of a partition by a column of the type `K`.
#[diagnostic::on_unimplemented(
    message = "the partition is by a `{K}`, and this is none",
    label = "not a `{K}`",
    note = "write a constant of the column's type: `1`, `\"text\"`, `date(\"2026-01-01\")`, `timestamptz(\"2026-01-01T00:00:00Z\")`, or SQL text on your own word: `sql::<…>(\"…\")`; `Minimum` and `Maximum` fit the ends of a range"
)]
pub trait InBound<K> {
    /// The value.
    fn value(self) -> BoundValue;
}

#[diagnostic::do_not_recommend]
impl<E, K> InBound<K> for E
where
    E: IntoExpr,
    E::Type: Assignable<K>,
{
    fn value(self) -> BoundValue {
        BoundValue::Value(self.into_expr().into_expression())
    }
}

#[diagnostic::do_not_recommend]
impl<K> InBound<K> for Minimum {
    fn value(self) -> BoundValue {
        BoundValue::Least
    }
}

#[diagnostic::do_not_recommend]
impl<K> InBound<K> for Maximum {
    fn value(self) -> BoundValue {
        BoundValue::Most
    }
}

/// A value in the list of a partition by a column of the type `K`.
#[diagnostic::on_unimplemented(
    message = "the partition is by a `{K}`, and this is none",
    label = "not a `{K}`",
    note = "write a constant of the column's type: `1`, `\"text\"`, `Kind::Variant`, or SQL text on your own word: `sql::<…>(\"…\")`"
)]
pub trait InList<K> {
    /// The value.
    fn value(self) -> Expression;
}

#[diagnostic::do_not_recommend]
impl<E, K> InList<K> for E
where
    E: IntoExpr,
    E::Type: Assignable<K>,
{
    fn value(self) -> Expression {
        self.into_expr().into_expression()
    }
}

#[diagnostic::do_not_recommend]
impl<K> InList<K> for Null {
    fn value(self) -> Expression {
        Expression::Literal(Literal::Null)
    }
}

/// An end of a range: a value for each column of the key, several as a tuple.
#[diagnostic::on_unimplemented(
    message = "this cannot be an end of a range of the key `{K}`",
    label = "`{Self}` is not one value for each column of the key",
    note = "write a value of the column's type, or a tuple of as many as the key has columns: `(1, date(\"2026-01-01\"))`"
)]
pub trait Bound<K> {
    /// The values, in the order of the key.
    fn values(self) -> Vec<BoundValue>;
}

#[diagnostic::do_not_recommend]
impl<K, A: InBound<K>> Bound<(K,)> for A {
    fn values(self) -> Vec<BoundValue> {
        vec![self.value()]
    }
}

/// Tuples of values.
macro_rules! tuples {
    ($( ($($key:ident $value:ident),+), )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($key, $value: InBound<$key>),+> Bound<($($key,)+)> for ($($value,)+) {
            fn values(self) -> Vec<BoundValue> {
                #[expect(non_snake_case, reason = "the type parameters name the variables")]
                let ($($value,)+) = self;
                vec![$($value.value()),+]
            }
        }
    )+ };
}

tuples! {
    (K A, L B),
    (K A, L B, M C),
    (K A, L B, M C, N D),
}

/// A partition as rules say it.
#[derive(Clone, Debug)]
pub(crate) struct PartitionSaying {
    pub(crate) partition: Partition,
    pub(crate) comment: Option<String>,
    pub(crate) renamed_from: Option<Name>,
}

impl PartitionSaying {
    /// The partition, if it was called otherwise before.
    pub(crate) fn rename(&self) -> Option<(Named, &Name)> {
        let named = Named::Object(ObjectId::Partition(self.partition.id()));
        Some((named, self.renamed_from.as_ref()?))
    }
}

/// Of the table `T`, by the method `M` and the key `K`.
type By<T, M, K> = fn() -> (T, M, K);

/// The partitions of a table, or of one of its partitions, by the key `K`.
#[derive(Debug)]
pub struct Partitions<'r, T, M, K> {
    set: &'r mut RuleSet,
    within: Option<Name>,
    marker: PhantomData<By<T, M, K>>,
}

impl<T, M, K> Partitions<'_, T, M, K> {
    /// A partition of this name. Say next which rows it holds.
    pub fn partition(&mut self, name: &str) -> UnboundPartition<'_, T, M, K> {
        UnboundPartition {
            set: self.set,
            name: Name::new(name),
            within: self.within.clone(),
            marker: PhantomData,
        }
    }
}

impl<T: TableRules> Rules<'_, T> {
    /// A partition of this name. Say next which rows it holds.
    pub fn partition(&mut self, name: &str) -> UnboundPartition<'_, T, T::Method, T::Key>
    where
        T: Partitioned,
    {
        UnboundPartition {
            set: self.set,
            name: Name::new(name),
            within: None,
            marker: PhantomData,
        }
    }
}

/// A partition of which it is not yet said which rows it holds.
#[derive(Debug)]
#[must_use = "a partition is none until it is said which rows it holds"]
pub struct UnboundPartition<'r, T, M, K> {
    set: &'r mut RuleSet,
    name: Name,
    within: Option<Name>,
    marker: PhantomData<By<T, M, K>>,
}

impl<'r, T, M, K> UnboundPartition<'r, T, M, K> {
    fn bound(self, bound: PartitionBound) -> PartitionRule<'r, T> {
        let partition = Partition {
            table: self.set.table.clone(),
            name: self.name,
            namespace: None,
            within_namespace: None,
            parameters: Default::default(),
            within: self.within,
            bound,
            partition_by: None,
            closed: false,
            index_names: BTreeMap::new(),
        };
        self.set.partitions.push(PartitionSaying {
            partition,
            comment: None,
            renamed_from: None,
        });
        PartitionRule {
            place: self.set.partitions.len() - 1,
            set: self.set,
            marker: PhantomData,
        }
    }
}

impl<'r, T, M, K> UnboundPartition<'r, T, M, K> {
    /// The rows from the first values on, and before the second: the lower end is in it, the upper is not.
    pub fn range(self, from: impl Bound<K>, to: impl Bound<K>) -> PartitionRule<'r, T>
    where
        M: Is<ByRange>,
    {
        let (from, to) = (from.values(), to.values());
        self.bound(PartitionBound::Range { from, to })
    }

    /// The rows whose hash, divided by the modulus, leaves this remainder.
    pub fn hash(self, modulus: u32, remainder: u32) -> PartitionRule<'r, T>
    where
        M: Is<ByHash>,
    {
        self.bound(PartitionBound::Hash { modulus, remainder })
    }

    /// The rows that no other partition holds.
    pub fn default(self) -> PartitionRule<'r, T>
    where
        M: LeavesRest,
    {
        self.bound(PartitionBound::Default)
    }
}

impl<'r, T, M, K> UnboundPartition<'r, T, M, (K,)> {
    /// The rows with one of these values.
    pub fn values<E: InList<K>>(self, values: impl IntoIterator<Item = E>) -> PartitionRule<'r, T>
    where
        M: Is<ByList>,
    {
        let values = values.into_iter().map(InList::value).collect();
        self.bound(PartitionBound::List(values))
    }
}

/// A partition of which more can be said.
#[derive(Debug)]
pub struct PartitionRule<'r, T> {
    set: &'r mut RuleSet,
    place: usize,
    marker: PhantomData<fn() -> T>,
}

impl<T: Table> PartitionRule<'_, T> {
    fn change(self, change: impl FnOnce(&mut PartitionSaying)) -> Self {
        if let Some(saying) = self.set.partitions.get_mut(self.place) {
            change(saying);
        }
        self
    }

    /// The rows with null in the key as well, in a partition by list.
    pub fn and_null(self) -> Self {
        self.change(|saying| {
            if let PartitionBound::List(values) = &mut saying.partition.bound {
                values.push(Expression::Literal(Literal::Null));
            }
        })
    }

    /// What the partition is for.
    pub fn comment(self, text: &str) -> Self {
        self.change(|saying| saying.comment = Some(text.to_owned()))
    }

    /// What it was called before. May stay once the rename is done.
    pub fn renamed_from(self, name: &str) -> Self {
        self.change(|saying| saying.renamed_from = Some(Name::new(name)))
    }

    /// It has partitions of its own, by ranges of these columns.
    pub fn by_range<C: ColumnsOf<T>>(
        self,
        columns: C,
        partitions: impl FnOnce(&mut Partitions<'_, T, ByRange, <C as ColumnList>::Types>),
    ) {
        self.nested(PartitionMethod::Range, columns.names(), partitions);
    }

    /// It has partitions of its own, by the values of this column.
    pub fn by_list<V: SqlType, const I: usize>(
        self,
        column: Column<T, V, I>,
        partitions: impl FnOnce(&mut Partitions<'_, T, ByList, (V::Base,)>),
    ) {
        self.nested(PartitionMethod::List, vec![column.name()], partitions);
    }

    /// It has partitions of its own, by a hash of these columns.
    pub fn by_hash<C: ColumnsOf<T>>(
        self,
        columns: C,
        partitions: impl FnOnce(&mut Partitions<'_, T, ByHash, <C as ColumnList>::Types>),
    ) {
        self.nested(PartitionMethod::Hash, columns.names(), partitions);
    }

    fn nested<M, K>(
        self,
        method: PartitionMethod,
        columns: Vec<Name>,
        partitions: impl FnOnce(&mut Partitions<'_, T, M, K>),
    ) {
        let Some(saying) = self.set.partitions.get_mut(self.place) else {
            return;
        };
        saying.partition.partition_by = Some(PartitionKey {
            method,
            elements: columns.into_iter().map(PartitionElement::column).collect(),
        });
        let within = Some(saying.partition.name.clone());
        partitions(&mut Partitions {
            set: self.set,
            within,
            marker: PhantomData,
        });
    }
}
