//! Whether a column has a value. Of a value with attributes `IS NULL` asks whether all of these are null,
//! and `IS NOT NULL` whether none is; what a column requires is that there is a value at all.

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::expression::{Expression, Literal, Operator};
use voxanne_schema::model::Column;
use voxanne_schema::name::Name;

/// The condition that a column, whose SQL is given, has no value.
pub(crate) fn is_missing(sql: &str, of: &DataType) -> String {
    let test = if has_attributes(of) {
        "IS NOT DISTINCT FROM NULL"
    } else {
        "IS NULL"
    };
    format!("{sql} {test}")
}

/// The condition that a column, whose SQL is given, has a value.
pub(crate) fn is_present(sql: &str, of: &DataType) -> String {
    let test = if has_attributes(of) {
        "IS DISTINCT FROM NULL"
    } else {
        "IS NOT NULL"
    };
    format!("{sql} {test}")
}

/// The same of a column by its name, which PostgreSQL takes for a proof that it is never null.
pub(crate) fn presence(name: &Name, column: Option<&Column>) -> Expression {
    let value = Expression::Column(name.clone());
    if column.is_some_and(|column| has_attributes(&column.data_type)) {
        let null = Expression::Literal(Literal::Null);
        return Expression::binary(Operator::IsDistinctFrom, value, null);
    }
    Expression::IsNotNull(Box::new(value))
}

fn has_attributes(of: &DataType) -> bool {
    !of.array && matches!(of.base, BaseType::Composite(_))
}
