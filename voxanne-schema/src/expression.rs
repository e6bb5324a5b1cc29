//! SQL expressions as a tree. Names are raw; layout and quoting belong to the SQL writer.

use serde::{Deserialize, Serialize};

use crate::data_type::DataType;
use crate::model::{Signature, Volatility};
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Dependency, ObjectId};

/// An expression in a default, a check, a policy, an index, a trigger condition or a backfill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expression {
    /// A column of the table that the expression belongs to.
    Column(Name),
    /// A column of the row before or after, in a trigger's condition.
    RowColumn {
        /// `OLD` or `NEW`.
        row: Row,
        /// The column.
        column: Name,
    },
    /// A constant.
    Literal(Literal),
    /// A function call.
    Call {
        /// What is called.
        function: FunctionName,
        /// The arguments, by position.
        arguments: Vec<Expression>,
        /// What PostgreSQL may assume of the function.
        volatility: Volatility,
    },
    /// `left operator right`.
    Binary {
        /// The operator.
        operator: Operator,
        /// Its left side.
        left: Box<Expression>,
        /// Its right side.
        right: Box<Expression>,
    },
    /// All of them, in order.
    And(Vec<Expression>),
    /// Any of them, in order.
    Or(Vec<Expression>),
    /// `NOT x`.
    Not(Box<Expression>),
    /// `x IS NULL`.
    IsNull(Box<Expression>),
    /// `x IS NOT NULL`.
    IsNotNull(Box<Expression>),
    /// `x IN (a, b)`.
    In {
        /// The value looked for.
        value: Box<Expression>,
        /// The values that it may have.
        list: Vec<Expression>,
    },
    /// `x::type`.
    Cast {
        /// The value.
        value: Box<Expression>,
        /// Its new type.
        to: DataType,
    },
    /// `(SELECT x)`: evaluated once a query (an InitPlan), not once a row.
    Once(Box<Expression>),
    /// The value of a column in the only row of another table; null unless there is exactly one.
    SoleValue {
        /// The table.
        table: QualifiedName,
        /// Its column.
        column: Name,
    },
    /// `nextval('sequence')`: the next number of a sequence.
    NextValue(QualifiedName),
    /// SQL text that a person wrote.
    Raw {
        /// The text, as written.
        sql: String,
        /// What it refers to, besides what parsing finds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        depends_on: Vec<Dependency>,
    },
}

/// The row of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// The row before the change.
    Old,
    /// The row after the change.
    New,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Literal {
    /// `NULL`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, as written.
    Decimal(String),
    /// A text.
    Text(String),
    /// A text read as another type: `'new'::lead_status_type`, `interval '30 days'`.
    Typed {
        /// The text.
        text: String,
        /// The type that reads it.
        data_type: DataType,
    },
}

/// The function that a call names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FunctionName {
    /// A function of `pg_catalog`.
    System(Name),
    /// A function that somebody created.
    User(Signature),
}

/// Binary operators that the typed builder offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `IS DISTINCT FROM`, which sees null.
    IsDistinctFrom,
    /// `IS NOT DISTINCT FROM`, which sees null.
    IsNotDistinctFrom,
    /// `LIKE`
    Like,
    /// `~`
    Matches,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `||`
    Concat,
    /// `->`
    JsonField,
    /// `->>`
    JsonText,
    /// `@>`
    Contains,
}

impl Operator {
    /// The operator as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::IsDistinctFrom => "IS DISTINCT FROM",
            Self::IsNotDistinctFrom => "IS NOT DISTINCT FROM",
            Self::Like => "LIKE",
            Self::Matches => "~",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Concat => "||",
            Self::JsonField => "->",
            Self::JsonText => "->>",
            Self::Contains => "@>",
        }
    }
}

impl Expression {
    /// A column of the table that the expression belongs to.
    #[must_use]
    pub fn column(name: impl Into<Name>) -> Self {
        Self::Column(name.into())
    }

    /// SQL text as it is.
    #[must_use]
    pub fn raw(sql: impl Into<String>) -> Self {
        Self::Raw {
            sql: sql.into(),
            depends_on: Vec::new(),
        }
    }

    /// `left operator right`.
    #[must_use]
    pub fn binary(operator: Operator, left: Self, right: Self) -> Self {
        Self::Binary {
            operator,
            left: Box::new(left),
            right: Box::new(right),
        }
    }

    /// Visits this expression and everything below it, parents first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Call { arguments, .. } => arguments.iter().for_each(|e| e.walk(visit)),
            Self::And(all) | Self::Or(all) => all.iter().for_each(|e| e.walk(visit)),
            Self::Binary { left, right, .. } => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Not(inner) | Self::IsNull(inner) | Self::IsNotNull(inner) | Self::Once(inner) => {
                inner.walk(visit);
            }
            Self::Cast { value, .. } => value.walk(visit),
            Self::In { value, list } => {
                value.walk(visit);
                list.iter().for_each(|e| e.walk(visit));
            }
            Self::Column(_)
            | Self::RowColumn { .. }
            | Self::Literal(_)
            | Self::SoleValue { .. }
            | Self::NextValue(_)
            | Self::Raw { .. } => {}
        }
    }

    /// The columns of its own table that the expression names, in order of appearance.
    #[must_use]
    pub fn columns(&self) -> Vec<&Name> {
        let mut columns = Vec::new();
        self.walk(&mut |e| match e {
            Self::Column(name) | Self::RowColumn { column: name, .. } if !columns.contains(&name) => {
                columns.push(name);
            }
            _ => {}
        });
        columns
    }

    /// Adds what the expression refers to besides the columns of its own table.
    pub fn dependencies(&self, into: &mut Dependencies) {
        self.walk(&mut |e| match e {
            Self::Call {
                function: FunctionName::User(signature),
                ..
            } => into.function(signature),
            Self::Literal(Literal::Typed { data_type, .. }) | Self::Cast { to: data_type, .. } => {
                into.data_type(data_type);
            }
            Self::SoleValue { table, column } => into.column(table, column),
            Self::NextValue(name) => into.object(ObjectId::Sequence(name.clone())),
            Self::Raw { depends_on, .. } => depends_on.iter().for_each(|d| into.add(d.clone())),
            _ => {}
        });
    }

    /// Wraps every stable call that looks at no column as `(SELECT call)`, so that a policy
    /// evaluates it once a query and not once a row.
    #[must_use]
    pub fn evaluated_once(self) -> Self {
        match self {
            Self::Call { volatility, .. }
                if volatility != Volatility::Volatile && self.columns().is_empty() =>
            {
                Self::Once(Box::new(self))
            }
            Self::Binary {
                operator,
                left,
                right,
            } => Self::binary(operator, left.evaluated_once(), right.evaluated_once()),
            Self::And(all) => Self::And(all.into_iter().map(Self::evaluated_once).collect()),
            Self::Or(all) => Self::Or(all.into_iter().map(Self::evaluated_once).collect()),
            Self::Not(inner) => Self::Not(Box::new(inner.evaluated_once())),
            Self::IsNull(inner) => Self::IsNull(Box::new(inner.evaluated_once())),
            Self::IsNotNull(inner) => Self::IsNotNull(Box::new(inner.evaluated_once())),
            Self::In { value, list } => Self::In {
                value: Box::new(value.evaluated_once()),
                list: list.into_iter().map(Self::evaluated_once).collect(),
            },
            Self::Cast { value, to } => Self::Cast {
                value: Box::new(value.evaluated_once()),
                to,
            },
            other @ (Self::Call { .. }
            | Self::Column(_)
            | Self::RowColumn { .. }
            | Self::Literal(_)
            | Self::Once(_)
            | Self::SoleValue { .. }
            | Self::NextValue(_)
            | Self::Raw { .. }) => other,
        }
    }
}
