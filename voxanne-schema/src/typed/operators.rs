//! The operators between typed expressions.

use std::ops::{Add, Sub};

use super::types::{Interval, Timestamptz};
use super::{Column, Comparable, Expr, IntoExpr, SqlType, Table};
use crate::expression::{Expression, Operator};

/// The operators of columns and expressions.
#[expect(
    clippy::wrong_self_convention,
    reason = "operators build a new expression from both sides"
)]
pub trait Operations: IntoExpr {
    /// `self = other`
    fn eq<R: IntoExpr>(self, other: R) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        compare(Operator::Equal, self.into_untyped(), other.into_untyped())
    }

    /// `self <> other`
    fn ne<R: IntoExpr>(self, other: R) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        compare(Operator::NotEqual, self.into_untyped(), other.into_untyped())
    }

    /// `self < other`
    fn lt<R: IntoExpr>(self, other: R) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        compare(Operator::Less, self.into_untyped(), other.into_untyped())
    }

    /// `self <= other`
    fn le<R: IntoExpr>(self, other: R) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        compare(Operator::LessOrEqual, self.into_untyped(), other.into_untyped())
    }

    /// `self > other`
    fn gt<R: IntoExpr>(self, other: R) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        compare(Operator::Greater, self.into_untyped(), other.into_untyped())
    }

    /// `self >= other`
    fn ge<R: IntoExpr>(self, other: R) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        compare(
            Operator::GreaterOrEqual,
            self.into_untyped(),
            other.into_untyped(),
        )
    }

    /// `self IS DISTINCT FROM other`: a comparison that sees null.
    fn is_distinct_from<R: IntoExpr>(self, other: R) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        compare(
            Operator::IsDistinctFrom,
            self.into_untyped(),
            other.into_untyped(),
        )
    }

    /// `self IN (…)`
    fn is_in<R: IntoExpr, const N: usize>(self, list: [R; N]) -> Expr<bool>
    where
        R::Type: Comparable<Self::Type>,
    {
        let list = list.into_iter().map(IntoExpr::into_untyped).collect();
        is_one_of(self.into_untyped(), list)
    }

    /// `self IS NULL`
    fn is_null(self) -> Expr<bool> {
        test(Expression::IsNull, self.into_untyped())
    }

    /// `self IS NOT NULL`
    fn is_not_null(self) -> Expr<bool> {
        test(Expression::IsNotNull, self.into_untyped())
    }

    /// `self LIKE pattern`
    fn like<R: IntoExpr<Type = String>>(self, pattern: R) -> Expr<bool>
    where
        Self: IntoExpr<Type = String>,
    {
        compare(Operator::Like, self.into_untyped(), pattern.into_untyped())
    }
}

impl<V: SqlType> Operations for Expr<V> {}
impl<T: Table, V: SqlType, const I: usize> Operations for Column<T, V, I> {}

/// `NOT expression`
impl std::ops::Not for Expr<bool> {
    type Output = Self;

    fn not(self) -> Self {
        Self::with_tables(Expression::Not(Box::new(self.expression)), self.tables)
    }
}

impl Add<Expr<Interval>> for Expr<Timestamptz> {
    type Output = Self;

    fn add(self, interval: Expr<Interval>) -> Self {
        arithmetic(Operator::Add, self, interval)
    }
}

impl Sub<Expr<Interval>> for Expr<Timestamptz> {
    type Output = Self;

    fn sub(self, interval: Expr<Interval>) -> Self {
        arithmetic(Operator::Subtract, self, interval)
    }
}

/// `left operator right`. The helpers are not generic over the columns, so that they are compiled
/// once and not once a column.
fn compare(operator: Operator, left: Expr<()>, right: Expr<()>) -> Expr<bool> {
    let mut tables = left.tables;
    tables.extend(right.tables);
    Expr::with_tables(
        Expression::binary(operator, left.expression, right.expression),
        tables,
    )
}

fn arithmetic(operator: Operator, moment: Expr<Timestamptz>, interval: Expr<Interval>) -> Expr<Timestamptz> {
    let joined = compare(operator, moment.erase(), interval.erase());
    Expr::with_tables(joined.expression, joined.tables)
}

fn test(make: fn(Box<Expression>) -> Expression, value: Expr<()>) -> Expr<bool> {
    Expr::with_tables(make(Box::new(value.expression)), value.tables)
}

fn is_one_of(value: Expr<()>, list: Vec<Expr<()>>) -> Expr<bool> {
    let mut tables = value.tables;
    let list = list
        .into_iter()
        .map(|item| {
            tables.extend(item.tables);
            item.expression
        })
        .collect();
    let value = Box::new(value.expression);
    Expr::with_tables(Expression::In { value, list }, tables)
}
