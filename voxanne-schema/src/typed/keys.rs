//! Lists of columns, and which of them are keys that a reference can point at.

use super::{Column, SqlType, Table};
use crate::name::Name;

/// One column, or a tuple of columns of one table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of columns",
    label = "not columns of one table",
    note = "write one column, or a tuple of at most six: `(c.org_id, c.id)`"
)]
pub trait ColumnList {
    /// The table that has them.
    type Table: Table;
    /// Their types, without null.
    type Types;

    /// Their names, in order.
    fn names(self) -> Vec<Name>;
}

impl<T: Table, V: SqlType, const I: usize> ColumnList for Column<T, V, I> {
    type Table = T;
    type Types = (V::Base,);

    fn names(self) -> Vec<Name> {
        vec![self.name()]
    }
}

/// The column of another table that `references = …` points at.
#[diagnostic::on_unimplemented(
    message = "`references` points at a column of a table",
    label = "`{Self}` is not a column",
    note = "write a struct with `#[derive(Table)]` and one of its fields: `references = Organization::id`"
)]
pub trait ReferencedColumn {
    /// The table that has it.
    type Table: Table;
    /// Its type, without null.
    type Type;

    /// Its name.
    fn name(self) -> Name;
}

#[diagnostic::do_not_recommend]
impl<T: Table, V: SqlType, const I: usize> ReferencedColumn for Column<T, V, I> {
    type Table = T;
    type Type = V::Base;

    fn name(self) -> Name {
        Self::name(self)
    }
}

/// Columns of the table `T`: one, or a tuple.
#[diagnostic::on_unimplemented(
    message = "these are no columns of `{T}`",
    label = "`{Self}` is not a list of columns of `{T}`",
    note = "write one column of the table, or a tuple of at most six: `(c.org_id, c.id)`"
)]
pub trait ColumnsOf<T>: ColumnList {}

impl<T: Table, V: SqlType, const I: usize> ColumnsOf<T> for Column<T, V, I> {}

/// Tuples of columns.
macro_rules! tuples {
    ($( ($($value:ident $place:ident),+), )+) => { $(
        impl<T: Table, $($value: SqlType, const $place: usize),+> ColumnList
            for ($(Column<T, $value, $place>,)+)
        {
            type Table = T;
            type Types = ($($value::Base,)+);

            fn names(self) -> Vec<Name> {
                #[expect(non_snake_case, reason = "the type parameters name the variables")]
                let ($($value,)+) = self;
                vec![$($value.name()),+]
            }
        }

        impl<T: Table, $($value: SqlType, const $place: usize),+> ColumnsOf<T>
            for ($(Column<T, $value, $place>,)+)
        {
        }
    )+ };
}

tuples! {
    (A I),
    (A I, B J),
    (A I, B J, C K),
    (A I, B J, C K, D L),
    (A I, B J, C K, D L, E M),
    (A I, B J, C K, D L, E M, F N),
}

/// The columns `K` tell the rows of the table apart: its primary key, or a unique key in its
/// attributes. `derive(Table)` writes the impls.
#[diagnostic::on_unimplemented(
    message = "the referenced columns are not a key of `{Self}`",
    label = "not a primary key and not unique",
    note = "a reference needs a key there: add `#[col(primary_key)]`, `#[col(unique)]` or `#[table(unique(…))]` with exactly these columns, in this order"
)]
pub trait Key<K> {}

/// The types of a reference and of the key that it points at.
#[diagnostic::on_unimplemented(
    message = "a reference and its key have the same types",
    label = "the key has `{Referenced}`, what points at it `{Self}`",
    note = "give each column the type of the one that it points at"
)]
pub trait SameTypes<Referenced> {}

impl<T> SameTypes<T> for T {}
#[diagnostic::do_not_recommend]
impl<T> SameTypes<Decoy<T>> for T {}

/// A type without null: its `Base` is itself.
#[diagnostic::on_unimplemented(
    message = "null is not possible here",
    label = "`{Self}` accepts null",
    note = "take the `Option` away from the type of the field"
)]
pub trait NeverNull<Base> {}

impl<T> NeverNull<T> for T {}
#[diagnostic::do_not_recommend]
impl<T> NeverNull<Decoy<T>> for T {}

/// Stands in impls that nothing uses. Where a trait has a single impl, rustc equates its types and
/// prints a mismatch of its own in place of our message; a second impl that could match stops that.
#[derive(Debug)]
pub struct Decoy<T>(std::marker::PhantomData<T>);
