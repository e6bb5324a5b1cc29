//! The types of columns, with values of theirs. The value of a type in a row depends on the number of
//! the row alone, so that keys hold and references find their rows.

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, FunctionName, Literal, Operator};
use voxanne_schema::model::Volatility;
use voxanne_schema::name::{Name, QualifiedName};

/// The type of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    System(&'static str, &'static [i32]),
    Array(&'static str),
    Enum(QualifiedName, Name),
    EnumArray(QualifiedName, Name),
    /// A domain over values of a type.
    Domain(QualifiedName, Box<Kind>),
    /// A composite type of these.
    Composite(QualifiedName, Vec<Kind>),
    /// An array of a domain or a composite type.
    ArrayOf(Box<Kind>),
}

/// The types that PostgreSQL has, in the order in which failures shrink.
const SYSTEM: [Kind; 16] = [
    Kind::System("integer", &[]),
    Kind::System("text", &[]),
    Kind::System("bigint", &[]),
    Kind::System("boolean", &[]),
    Kind::System("varchar", &[20]),
    Kind::System("numeric", &[10, 2]),
    Kind::System("date", &[]),
    Kind::System("timestamptz", &[]),
    Kind::System("uuid", &[]),
    Kind::System("jsonb", &[]),
    Kind::System("bytea", &[]),
    Kind::Array("text"),
    Kind::System("interval", &[]),
    Kind::System("inet", &[]),
    Kind::System("double precision", &[]),
    Kind::System("int4range", &[]),
];

impl Kind {
    /// How many types PostgreSQL has of itself.
    pub(crate) const OF_SYSTEM: u8 = SYSTEM.len() as u8;

    /// The type that its values have, without domains.
    pub(crate) fn values(&self) -> DataType {
        match self {
            Self::Domain(_, base) => base.values(),
            _ => self.data_type(),
        }
    }

    /// Whether its values hold composite ones.
    pub(crate) fn has_composite(&self) -> bool {
        match self {
            Self::Composite(..) => true,
            Self::ArrayOf(of) => of.has_composite(),
            _ => false,
        }
    }

    /// Whether it is a domain over arrays, which have no operators of their own.
    fn is_domain_of_list(&self) -> bool {
        match self {
            Self::Domain(_, base) => matches!(**base, Self::Array(_) | Self::EnumArray(..)),
            Self::ArrayOf(of) => of.is_domain_of_list(),
            _ => false,
        }
    }

    /// Whether it is a domain over an enum, which PostgreSQL compares with nothing of its own type.
    fn is_domain_of_enum(&self) -> bool {
        matches!(self, Self::Domain(..)) && self.is_enum()
    }

    pub(crate) fn is_enum(&self) -> bool {
        match self {
            Self::Enum(..) => true,
            Self::Domain(_, base) => base.is_enum(),
            _ => false,
        }
    }

    /// The type of that number, an enum where there is one.
    pub(crate) fn of(number: u8, enumeration: Option<(QualifiedName, Name)>) -> Self {
        let place = usize::from(number);
        match (place.checked_sub(SYSTEM.len()), enumeration) {
            (Some(0 | 1), Some((name, label))) => Self::Enum(name, label),
            (Some(_), Some((name, label))) => Self::EnumArray(name, label),
            _ => SYSTEM[place % SYSTEM.len()].clone(),
        }
    }

    pub(crate) fn data_type(&self) -> DataType {
        match self {
            Self::System(name, modifiers) => DataType {
                modifiers: modifiers.to_vec(),
                ..DataType::system(name)
            },
            Self::Array(name) => DataType::system(name).array_of(),
            Self::Enum(name, _) => DataType::user(name.clone()),
            Self::EnumArray(name, _) => DataType::user(name.clone()).array_of(),
            Self::Domain(name, _) => DataType::domain(name.clone()),
            Self::Composite(name, _) => DataType::composite(name.clone()),
            Self::ArrayOf(of) => of.data_type().array_of(),
        }
    }

    pub(crate) fn is(&self, names: &[&str]) -> bool {
        matches!(self, Self::System(name, _) if names.contains(name))
    }

    /// Whether rows of different numbers have different values, which a B-tree can hold.
    pub(crate) fn tells_rows_apart(&self) -> bool {
        match self {
            Self::System(..) => !self.is(&["boolean", "jsonb"]),
            Self::Domain(_, base) => base.tells_rows_apart(),
            _ => false,
        }
    }

    /// The text of its value in a row.
    pub(crate) fn text(&self, row: u8) -> String {
        match self {
            Self::System("boolean", _) => if row % 2 == 1 { "true" } else { "false" }.to_owned(),
            Self::System("numeric" | "double precision", _) => format!("{row}.5"),
            Self::System("date", _) => format!("2026-01-0{row}"),
            Self::System("timestamptz", _) => format!("2026-01-0{row} 10:00:00+00"),
            Self::System("uuid", _) => format!("00000000-0000-4000-8000-00000000000{row}"),
            Self::System("jsonb", _) => format!("{{\"a\": {row}}}"),
            Self::System("bytea", _) => format!("\\x0{row}"),
            Self::System("interval", _) => format!("{row} days"),
            Self::System("inet", _) => format!("10.0.0.{row}"),
            Self::System("text" | "varchar", _) => format!("it's {row}"),
            Self::System("int4range", _) => format!("[{row}0,{row}5)"),
            Self::System(..) => row.to_string(),
            Self::Array(_) => format!("{{a,{row}}}"),
            Self::Enum(_, label) => label.to_string(),
            Self::EnumArray(_, label) => format!("{{{label}}}"),
            Self::Domain(_, base) => base.text(row),
            Self::Composite(_, attributes) => {
                let values: Vec<String> = attributes.iter().map(|kind| quoted(&kind.text(row))).collect();
                format!("({})", values.join(","))
            }
            Self::ArrayOf(of) => format!("{{{}}}", quoted(&of.text(row))),
        }
    }

    /// Its value in a row, as an expression.
    pub(crate) fn literal(&self, row: u8) -> Expression {
        Expression::Literal(match self {
            Self::System("boolean", _) => Literal::Boolean(row % 2 == 1),
            Self::System("integer" | "bigint", _) => Literal::Integer(i64::from(row)),
            Self::System("numeric" | "double precision", _) => Literal::Decimal(self.text(row)),
            Self::System("text" | "varchar", _) => Literal::Text(self.text(row)),
            _ => Literal::Typed {
                text: self.text(row),
                data_type: self.data_type(),
            },
        })
    }

    /// A default; the last one where there is one differs from row to row.
    pub(crate) fn default(&self, variant: u8) -> Expression {
        let volatile = |name: &str| call(name, Vec::new(), Volatility::Volatile);
        match (self, variant) {
            (Self::System("uuid", _), 3) => volatile("gen_random_uuid"),
            (Self::System("timestamptz", _), 2 | 3) => call("now", Vec::new(), Volatility::Stable),
            (Self::System("text", _), 3) => Expression::raw("upper('quoted ''text''')"),
            _ => self.literal(variant + 1),
        }
    }

    /// A condition on a column that all its values satisfy.
    pub(crate) fn holds(&self, column: &Name, variant: u8) -> Expression {
        let value = || Expression::Column(column.clone());
        let number = |number| Expression::Literal(Literal::Integer(number));
        let text = |text: &str| Expression::Literal(Literal::Text(text.to_owned()));
        match (self, variant % 3) {
            // Of a composite value with and without nulls neither is true.
            _ if self.has_composite() => Expression::Not(Box::new(Expression::binary(
                Operator::IsDistinctFrom,
                value(),
                value(),
            ))),
            (Self::System("integer" | "bigint" | "numeric", _), 0) => {
                Expression::binary(Operator::GreaterOrEqual, value(), number(0))
            }
            (Self::System("integer" | "bigint" | "numeric", _), 1) => {
                Expression::binary(Operator::Less, value(), number(1000))
            }
            (Self::System("text" | "varchar", _), 0) => {
                Expression::binary(Operator::NotEqual, value(), text("never"))
            }
            (Self::System("text" | "varchar", _), 1) => Expression::binary(
                Operator::NotEqual,
                call("lower", vec![value()], Volatility::Immutable),
                text("never"),
            ),
            (_, 2) => Expression::Or(vec![
                Expression::IsNotNull(Box::new(value())),
                Expression::IsNull(Box::new(value())),
            ]),
            _ => Expression::Not(Box::new(Expression::And(vec![
                Expression::IsNotNull(Box::new(value())),
                Expression::IsNull(Box::new(value())),
            ]))),
        }
    }

    /// A condition on a column that some of its values satisfy.
    pub(crate) fn selects(&self, column: &Name, variant: u8) -> Expression {
        let value = || Expression::Column(column.clone());
        match variant % 4 {
            _ if self.has_composite() || self.is_domain_of_list() || self.is_domain_of_enum() => {
                Expression::IsNotNull(Box::new(value()))
            }
            0 => Expression::binary(Operator::Equal, value(), self.literal(1)),
            1 => Expression::IsNotNull(Box::new(value())),
            2 => Expression::In {
                value: Box::new(value()),
                list: vec![self.literal(1), self.literal(2)],
            },
            _ => Expression::binary(Operator::IsDistinctFrom, value(), self.literal(2)),
        }
    }
}

/// A value inside of another.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A call of one of PostgreSQL's functions.
pub(crate) fn call(name: &str, arguments: Vec<Expression>, volatility: Volatility) -> Expression {
    Expression::Call {
        function: FunctionName::System(Name::new(name)),
        arguments,
        volatility,
    }
}
