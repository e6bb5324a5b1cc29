//! Expressions, with the parentheses that they need and no others.

use std::borrow::Cow;

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, FunctionName, Literal, Operator, Row};

use super::ident::{columns, data_type, ident, literal, qualified};

/// How tightly a piece binds; PostgreSQL's own order.
///
/// <https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-PRECEDENCE>
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Unknown,
    Or,
    And,
    Not,
    Is,
    Comparison,
    Membership,
    Other,
    Sum,
    Product,
    Atom,
}

/// An expression as it stands inside a clause.
#[must_use]
pub fn expression(expression: &Expression) -> String {
    write(expression).0.into_owned()
}

/// An expression that can stand where only an atom may: in parentheses unless it is one.
#[must_use]
pub fn atom(expression: &Expression) -> String {
    at_least(expression, Binding::Atom).into_owned()
}

/// The default of a column. A text constant needs no cast there: PostgreSQL reads it as the
/// column's own type.
#[must_use]
pub fn default_value<'e>(value: &'e Expression, column: &DataType) -> Cow<'e, str> {
    match value {
        Expression::Literal(Literal::Typed { text, data_type }) if data_type == column => {
            Cow::Owned(literal(text))
        }
        other => write(other).0,
    }
}

fn at_least(expression: &Expression, needed: Binding) -> Cow<'_, str> {
    let (sql, binding) = write(expression);
    if binding >= needed {
        sql
    } else {
        Cow::Owned(text!["(", sql, ")"])
    }
}

fn write(expression: &Expression) -> (Cow<'_, str>, Binding) {
    let (sql, binding) = match expression {
        Expression::Column(name) => return (ident(name), Binding::Atom),
        Expression::Literal(literal) => return (constant(literal), Binding::Atom),
        Expression::Raw { sql, .. } => return (Cow::Borrowed(sql.trim()), Binding::Unknown),
        Expression::RowColumn { row, column } => {
            let row = match row {
                Row::Old => "OLD",
                Row::New => "NEW",
            };
            (text![row, ".", ident(column)], Binding::Atom)
        }
        Expression::Call {
            function, arguments, ..
        } => (call(function, arguments), Binding::Atom),
        Expression::Binary {
            operator,
            left,
            right,
        } => binary(*operator, left, right),
        Expression::And(all) => (join(all, " AND ", Binding::And), Binding::And),
        Expression::Or(all) => (join(all, " OR ", Binding::Or), Binding::Or),
        Expression::Not(inner) => (text!["NOT ", at_least(inner, Binding::Is)], Binding::Not),
        Expression::IsNull(inner) => (
            text![at_least(inner, Binding::Comparison), " IS NULL"],
            Binding::Is,
        ),
        Expression::IsNotNull(inner) => (
            text![at_least(inner, Binding::Comparison), " IS NOT NULL"],
            Binding::Is,
        ),
        Expression::In { value, list } => {
            let list: Vec<String> = list.iter().map(self::expression).collect();
            let sql = text![at_least(value, Binding::Other), " IN (", list.join(", "), ")"];
            (sql, Binding::Membership)
        }
        Expression::Cast { value, to } => (
            text![at_least(value, Binding::Atom), "::", data_type(to)],
            Binding::Atom,
        ),
        Expression::Once(inner) => (text!["(SELECT ", self::expression(inner), ")"], Binding::Atom),
        Expression::SoleValue { table, column } => {
            let value = columns(std::slice::from_ref(column));
            let sql = format!(
                "(SELECT (array_agg({value}))[1] FROM {} HAVING count(*) = 1)",
                qualified(table)
            );
            (sql, Binding::Atom)
        }
        Expression::NextValue(name) => (text!["nextval(", literal(&qualified(name)), ")"], Binding::Atom),
    };
    (Cow::Owned(sql), binding)
}

fn join(all: &[Expression], separator: &str, binding: Binding) -> String {
    let tighter = if binding == Binding::Or {
        Binding::And
    } else {
        Binding::Not
    };
    let parts: Vec<Cow<'_, str>> = all.iter().map(|part| at_least(part, tighter)).collect();
    parts.join(separator)
}

fn binary(operator: Operator, left: &Expression, right: &Expression) -> (String, Binding) {
    let (binding, side) = match operator {
        Operator::IsDistinctFrom | Operator::IsNotDistinctFrom => (Binding::Is, Binding::Comparison),
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual => (Binding::Comparison, Binding::Membership),
        Operator::Like => (Binding::Membership, Binding::Other),
        Operator::Add | Operator::Subtract => (Binding::Sum, Binding::Sum),
        Operator::Multiply | Operator::Divide => (Binding::Product, Binding::Product),
        Operator::Matches
        | Operator::Concat
        | Operator::JsonField
        | Operator::JsonText
        | Operator::Contains => (Binding::Other, Binding::Other),
    };
    // All of them associate to the left, so that only the right side must bind tighter.
    let tighter = match binding {
        Binding::Sum => Binding::Product,
        Binding::Product => Binding::Atom,
        Binding::Other => Binding::Sum,
        _ => side,
    };
    let sql = text![
        at_least(left, side),
        " ",
        operator.sql(),
        " ",
        at_least(right, tighter),
    ];
    (sql, binding)
}

fn call(function: &FunctionName, arguments: &[Expression]) -> String {
    let name = match function {
        FunctionName::System(name) => Cow::Borrowed(name.as_str()),
        FunctionName::User(signature) => Cow::Owned(qualified(&signature.name)),
    };
    if arguments.is_empty() {
        return text![name, "()"];
    }
    let arguments: Vec<Cow<'_, str>> = arguments.iter().map(|argument| write(argument).0).collect();
    text![name, "(", arguments.join(", "), ")"]
}

fn constant(constant: &Literal) -> Cow<'_, str> {
    Cow::Owned(match constant {
        Literal::Null => return Cow::Borrowed("NULL"),
        Literal::Boolean(value) => return Cow::Borrowed(if *value { "true" } else { "false" }),
        Literal::Integer(value) if *value < 0 => format!("({value})"),
        Literal::Integer(value) => value.to_string(),
        Literal::Decimal(value) if value.starts_with('-') => format!("({value})"),
        Literal::Decimal(value) => return Cow::Borrowed(value),
        Literal::Text(text) => literal(text),
        Literal::Typed { text, data_type } if data_type.is_system("interval") => {
            text!["interval ", literal(text)]
        }
        Literal::Typed { text, data_type: to } => text![literal(text), "::", data_type(to)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use voxanne_schema::name::Name;

    fn column(name: &str) -> Expression {
        Expression::Column(Name::new(name))
    }

    #[test]
    fn parentheses_stand_where_they_must() {
        let a_or_b = Expression::Or(vec![column("a"), column("b")]);
        let both = Expression::And(vec![a_or_b.clone(), column("c")]);
        assert_eq!(expression(&both), "(a OR b) AND c");
        assert_eq!(expression(&Expression::Not(Box::new(a_or_b))), "NOT (a OR b)");
        let difference = |l, r| Expression::binary(Operator::Subtract, l, r);
        let nested = difference(column("a"), difference(column("b"), column("c")));
        assert_eq!(expression(&nested), "a - (b - c)");
        let left = difference(difference(column("a"), column("b")), column("c"));
        assert_eq!(expression(&left), "a - b - c");
    }

    #[test]
    fn raw_text_is_kept_apart_from_its_surroundings() {
        let raw = Expression::raw("a OR b");
        let both = Expression::And(vec![raw, column("c")]);
        assert_eq!(expression(&both), "(a OR b) AND c");
    }
}
