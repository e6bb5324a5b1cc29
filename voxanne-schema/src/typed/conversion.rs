//! What becomes of values when a column changes its type, and of rows when an enum loses a label.
//! This is guidance for the planner; it is no part of the schema, and a database never shows it.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::{Assignable, IntoExpr, RuleSet, SqlType};
use crate::data_type::DataType;
use crate::expression::{Expression, Literal};
use crate::name::{Name, QualifiedName};

/// How the values of a column become values of another type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: Name,
    /// The type that the column had.
    pub from: DataType,
    /// The new value, in which the column's name stands for the old one.
    pub value: Expression,
    /// The old value, in which the column's name stands for the new one. None where nobody can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Expression>,
}

/// A label that an enum had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedLabel {
    /// The label.
    pub label: Name,
    /// The label that rows with it get. None where no row may have it, which the migration checks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Name>,
}

/// A conversion that is being said.
#[derive(Debug)]
pub struct ConversionRule<'r, V> {
    set: &'r mut RuleSet,
    column: Name,
    marker: PhantomData<fn() -> V>,
}

/// A conversion from the type `F` that is being said.
#[derive(Debug)]
pub struct ConversionFrom<'r, V, F> {
    set: &'r mut RuleSet,
    marker: PhantomData<fn() -> (V, F)>,
}

impl<'r, V: SqlType> ConversionRule<'r, V> {
    pub(crate) const fn new(set: &'r mut RuleSet, column: Name) -> Self {
        Self {
            set,
            column,
            marker: PhantomData,
        }
    }

    /// The type that the column had. What is said here serves that one change, and may stay.
    pub fn from_type<F: SqlType>(self) -> ConversionFrom<'r, V, F> {
        self.set.conversions.push(Conversion {
            table: self.set.table.clone(),
            column: self.column,
            from: F::data_type(),
            value: Expression::Literal(Literal::Null),
            back: None,
        });
        ConversionFrom {
            set: self.set,
            marker: PhantomData,
        }
    }
}

impl<V: SqlType, F: SqlType> ConversionFrom<'_, V, F> {
    fn change(self, change: impl FnOnce(&mut Conversion)) -> Self {
        if let Some(conversion) = self.set.conversions.last_mut() {
            change(conversion);
        }
        self
    }

    /// The new value. The column's name in it stands for the old one; there is no subquery in it.
    pub fn with<E>(self, value: E) -> Self
    where
        E: IntoExpr,
        E::Type: Assignable<V::Base>,
    {
        let value = self.set.own(value.into_expr());
        self.change(|conversion| conversion.value = value)
    }

    /// The old value, for the way back. The column's name in it stands for the new one.
    pub fn back<E>(self, value: E) -> Self
    where
        E: IntoExpr,
        E::Type: Assignable<F::Base>,
    {
        let value = self.set.own(value.into_expr());
        self.change(|conversion| conversion.back = Some(value))
    }
}
