//! The functions of `pg_catalog` that definitions use, and the ways to write what the builder lacks.

use super::expr::{IntoExpr, Null, typed_literal};
use super::types::{Date, Interval, Jsonb, Timestamp, Timestamptz, Uuid};
use super::{Column, Expr, SqlType, Table};
use crate::data_type::DataType;
use crate::expression::{Expression, FunctionName};
use crate::model::Volatility;
use crate::name::Name;

/// `gen_random_uuid()`
#[must_use]
pub fn gen_random_uuid() -> Expr<Uuid> {
    system_call("gen_random_uuid", Vec::new(), Volatility::Volatile)
}

/// `now()`: when the transaction began.
#[must_use]
pub fn now() -> Expr<Timestamptz> {
    system_call("now", Vec::new(), Volatility::Stable)
}

/// `clock_timestamp()::text`: this very moment, as text.
#[must_use]
pub fn current_timestamp_text() -> Expr<String> {
    system_call::<Timestamptz>("clock_timestamp", Vec::new(), Volatility::Volatile).cast()
}

/// `lower(text)`
#[must_use]
pub fn lower(text: impl IntoExpr<Type = String>) -> Expr<String> {
    let text = text.into_expr();
    let call = system_call::<String>("lower", vec![text.expression], Volatility::Immutable);
    Expr::with_tables(call.expression, text.tables)
}

/// `coalesce(value, otherwise)`
#[must_use]
pub fn coalesce<E: IntoExpr, O: IntoExpr<Type = E::Type>>(value: E, otherwise: O) -> Expr<E::Type> {
    let (value, otherwise) = (value.into_expr(), otherwise.into_expr());
    let mut tables = value.tables;
    tables.extend(otherwise.tables);
    let arguments = vec![value.expression, otherwise.expression];
    let call = system_call::<E::Type>("coalesce", arguments, Volatility::Immutable);
    Expr::with_tables(call.expression, tables)
}

/// A `date` constant: `date("2026-01-31")`.
#[must_use]
pub fn date(text: &str) -> Expr<Date> {
    typed_literal(text, DataType::system("date"))
}

/// A `timestamptz` constant: `timestamptz("2026-01-31T00:00:00Z")`. Say the zone, or it is the session's.
#[must_use]
pub fn timestamptz(text: &str) -> Expr<Timestamptz> {
    typed_literal(text, DataType::system("timestamptz"))
}

/// A `timestamp` constant, of no zone: `timestamp("2026-01-31T00:00:00")`.
#[must_use]
pub fn timestamp(text: &str) -> Expr<Timestamp> {
    typed_literal(text, DataType::system("timestamp"))
}

/// A `jsonb` constant, from JSON text.
#[must_use]
pub fn jsonb(text: &str) -> Expr<Jsonb> {
    typed_literal(text, DataType::system("jsonb"))
}

/// An `interval` constant: `interval("30 days")`.
#[must_use]
pub fn interval(text: &str) -> Expr<Interval> {
    typed_literal(text, DataType::system("interval"))
}

/// So many days.
#[must_use]
pub fn days(count: u32) -> Expr<Interval> {
    interval(&format!("{count} days"))
}

/// So many hours.
#[must_use]
pub fn hours(count: u32) -> Expr<Interval> {
    interval(&format!("{count} hours"))
}

/// So many minutes.
#[must_use]
pub fn minutes(count: u32) -> Expr<Interval> {
    interval(&format!("{count} minutes"))
}

/// `NULL`, where an argument of a function accepts it.
#[must_use]
pub fn null() -> Null {
    Null
}

/// SQL text, on the writer's word that its value is a `V`. It is parsed when the schema is
/// generated, and what it names is found by parsing; `.depends_on(…)` adds what that cannot see.
#[must_use]
pub fn sql<V: SqlType>(text: &str) -> Expr<V> {
    Expr::new(Expression::raw(text))
}

/// The value of a column in the only row of its table; null when there are none or several.
#[must_use]
pub fn sole_value<T: Table, V: SqlType, const I: usize>(column: Column<T, V, I>) -> Expr<V::Base> {
    Expr::new(Expression::SoleValue {
        table: T::qualified_name(),
        column: column.name(),
    })
}

fn system_call<V>(name: &str, arguments: Vec<Expression>, volatility: Volatility) -> Expr<V> {
    Expr::new(Expression::Call {
        function: FunctionName::System(Name::new(name)),
        arguments,
        volatility,
    })
}
