//! A column as a type: its table, its Rust type and its place, from which its name follows.

use std::marker::PhantomData;

use super::Table;
use crate::name::Name;

/// The column of `T` at place `I`, whose Rust type is `V`. It has no size.
///
/// `derive(Table)` writes one as an associated constant of the table for each field
/// (`Contact::org_id`), and all of them as the fields of `ContactColumns`.
pub struct Column<T, V, const I: usize>(PhantomData<fn() -> (T, V)>);

impl<T, V, const I: usize> Column<T, V, I> {
    /// The column.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Table, V, const I: usize> Column<T, V, I> {
    /// The column's name.
    #[must_use]
    pub fn name(self) -> Name {
        Name::new(T::COLUMNS[I])
    }
}

impl<T, V, const I: usize> Default for Column<T, V, I> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, V, const I: usize> Clone for Column<T, V, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V, const I: usize> Copy for Column<T, V, I> {}
