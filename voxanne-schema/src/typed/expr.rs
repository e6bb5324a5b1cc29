//! Typed expressions and the operators between them.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use super::keys::Decoy;
use super::types::Numeric;
use super::{Column, SqlType, Table};
use crate::data_type::DataType;
use crate::expression::{Expression, FunctionName, Literal};
use crate::model::Volatility;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependency, ObjectId};

/// An SQL expression whose value is a `V`.
#[derive(Clone, Debug)]
pub struct Expr<V> {
    pub(crate) expression: Expression,
    /// The tables whose columns it names.
    pub(crate) tables: BTreeSet<QualifiedName>,
    marker: PhantomData<fn() -> V>,
}

impl<V> Expr<V> {
    /// Takes a tree as a `V`, on the caller's word.
    #[must_use]
    pub fn new(expression: Expression) -> Self {
        Self {
            expression,
            tables: BTreeSet::new(),
            marker: PhantomData,
        }
    }

    pub(crate) fn with_tables(expression: Expression, tables: BTreeSet<QualifiedName>) -> Self {
        Self {
            expression,
            tables,
            marker: PhantomData,
        }
    }

    /// The tree.
    #[must_use]
    pub fn into_expression(self) -> Expression {
        self.expression
    }

    /// Says what a piece of `sql(…)` needs that parsing it cannot see.
    #[must_use]
    pub fn depends_on(mut self, object: ObjectId) -> Self {
        if let Expression::Raw { depends_on, .. } = &mut self.expression {
            depends_on.push(Dependency { object, column: None });
        }
        self
    }

    /// `self::type`
    #[must_use]
    pub fn cast<W: SqlType>(self) -> Expr<W> {
        let cast = Expression::Cast {
            value: Box::new(self.expression),
            to: W::data_type(),
        };
        Expr::with_tables(cast, self.tables)
    }

    /// A call of a function, with arguments whose types were checked before.
    pub(crate) fn call(function: FunctionName, arguments: Vec<Expr<()>>, volatility: Volatility) -> Self {
        let mut tables = BTreeSet::new();
        let arguments = arguments
            .into_iter()
            .map(|argument| {
                tables.extend(argument.tables);
                argument.expression
            })
            .collect();
        let call = Expression::Call {
            function,
            arguments,
            volatility,
        };
        Self::with_tables(call, tables)
    }

    /// The same expression, without its type.
    pub(crate) fn erase(self) -> Expr<()> {
        Expr::with_tables(self.expression, self.tables)
    }
}

impl Expr<bool> {
    /// `self AND other`
    #[must_use]
    pub fn and(self, other: impl Condition) -> Self {
        self.join(other.condition(), Expression::And, |e| match e {
            Expression::And(all) => Ok(all),
            other => Err(other),
        })
    }

    /// `self OR other`
    #[must_use]
    pub fn or(self, other: impl Condition) -> Self {
        self.join(other.condition(), Expression::Or, |e| match e {
            Expression::Or(all) => Ok(all),
            other => Err(other),
        })
    }

    fn join(
        self,
        other: Self,
        make: fn(Vec<Expression>) -> Expression,
        flatten: fn(Expression) -> Result<Vec<Expression>, Expression>,
    ) -> Self {
        let mut tables = self.tables;
        tables.extend(other.tables);
        let mut all = flatten(self.expression).unwrap_or_else(|one| vec![one]);
        all.extend(flatten(other.expression).unwrap_or_else(|one| vec![one]));
        Self::with_tables(make(all), tables)
    }
}

/// A column, not generic over its type, so that it is compiled once.
fn column(name: Name, table: QualifiedName) -> Expr<()> {
    Expr::with_tables(Expression::Column(name), BTreeSet::from([table]))
}

/// What can stand in an expression: a column, an expression, a constant.
#[diagnostic::on_unimplemented(
    message = "this cannot stand in an SQL expression",
    label = "`{Self}` is not a column, an expression or a constant",
    note = "write a column, a function call, a constant such as `\"text\"`, `1` or `true`, or `sql::<Type>(\"…\")`; a variant needs an enum with `#[derive(PgEnum)]`"
)]
pub trait IntoExpr: Sized {
    /// The type of its value, without null.
    type Type: SqlType;

    /// The expression.
    fn into_expr(self) -> Expr<Self::Type>;

    /// The expression, without its type.
    fn into_untyped(self) -> Expr<()> {
        self.into_expr().erase()
    }
}

#[diagnostic::do_not_recommend]
impl<V: SqlType> IntoExpr for Expr<V> {
    type Type = V::Base;

    fn into_expr(self) -> Expr<V::Base> {
        Expr::with_tables(self.expression, self.tables)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table, V: SqlType, const I: usize> IntoExpr for Column<T, V, I> {
    type Type = V::Base;

    fn into_expr(self) -> Expr<V::Base> {
        let column = self.into_untyped();
        Expr::with_tables(column.expression, column.tables)
    }

    fn into_untyped(self) -> Expr<()> {
        column(self.name(), T::qualified_name())
    }
}

/// Constants of Rust's own types.
macro_rules! constants {
    ($( $rust:ty as $sql:ty => |$value:ident| $literal:expr, )+) => { $(
        #[diagnostic::do_not_recommend]
        impl IntoExpr for $rust {
            type Type = $sql;

            fn into_expr(self) -> Expr<$sql> {
                let $value = self;
                Expr::new(Expression::Literal($literal))
            }
        }
    )+ };
}

constants! {
    bool as bool => |value| Literal::Boolean(value),
    i16 as i16 => |value| Literal::Integer(i64::from(value)),
    i32 as i32 => |value| Literal::Integer(i64::from(value)),
    i64 as i64 => |value| Literal::Integer(value),
    f64 as f64 => |value| Literal::Decimal(value.to_string()),
    &str as String => |value| Literal::Text(value.to_owned()),
    String as String => |value| Literal::Text(value),
}

/// The constant of an enum's label, as `derive(PgEnum)` writes it.
#[must_use]
pub fn enum_constant<V: SqlType>(label: &str) -> Expr<V> {
    typed_literal(label, V::data_type())
}

pub(crate) fn typed_literal<V>(text: &str, data_type: DataType) -> Expr<V> {
    Expr::new(Expression::Literal(Literal::Typed {
        text: text.to_owned(),
        data_type,
    }))
}

/// Types that `=` and `<` accept on both sides.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL cannot compare `{Left}` with `{Self}`",
    label = "this is `{Self}`, the other side `{Left}`",
    note = "both sides of a comparison have the same type: write a value of `{Left}` here, or SQL text with a cast: `sql::<…>(\"…\")`"
)]
pub trait Comparable<Left> {}

/// Types whose values a column or an argument of another type takes as they are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit where `{Target}` is needed",
    label = "this is `{Self}`, and `{Target}` is needed",
    note = "give a value of that type, or SQL text on your own word: `sql::<…>(\"…\")`"
)]
pub trait Assignable<Target> {}

impl<V: SqlType> Comparable<V> for V {}
impl<V: SqlType> Assignable<V> for V {}

/// Pairs of types that PostgreSQL converts by itself. The decoys keep rustc from recommending one
/// pair where a type has only one.
macro_rules! widening {
    ($( $from:ty => $($to:ty),+; )+) => { $( $(
        #[diagnostic::do_not_recommend]
        impl Comparable<$to> for $from {}
        #[diagnostic::do_not_recommend]
        impl Assignable<$to> for $from {}
    )+ )+ };
}

widening! {
    i16 => i32, i64, Numeric;
    i32 => i16, i64, f64, Numeric;
    i64 => Numeric, Decoy<i64>;
    f64 => Numeric, Decoy<f64>;
    String => Decoy<String>;
}

#[diagnostic::do_not_recommend]
impl<const N: u32> Comparable<super::types::Varchar<N>> for String {}
#[diagnostic::do_not_recommend]
impl<const N: u32> Assignable<super::types::Varchar<N>> for String {}

/// What a policy, a check or a filter can be.
#[diagnostic::on_unimplemented(
    message = "a condition must be a boolean",
    label = "`{Self}` is not a boolean",
    note = "compare it: `column.eq(value)`, `column.is_not_null()`, or write `sql::<bool>(\"…\")`"
)]
pub trait Condition: Sized {
    /// The boolean expression.
    fn condition(self) -> Expr<bool>;
}

#[diagnostic::do_not_recommend]
impl Condition for Expr<bool> {
    fn condition(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl Condition for bool {
    fn condition(self) -> Expr<bool> {
        self.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table, const I: usize> Condition for Column<T, bool, I> {
    fn condition(self) -> Expr<bool> {
        self.into_expr()
    }
}

/// What a function of `sql_fn!` takes for an argument of the type `V`. Where that is an `Option`,
/// `null()` will do.
#[diagnostic::on_unimplemented(
    message = "this cannot be an argument of the type `{V}`",
    label = "`{Self}` does not fit where `{V}` is needed",
    note = "give a column, an expression or a constant of that type; `null()` where it is an `Option`"
)]
pub trait Optional<V> {
    /// The expression.
    fn optional(self) -> Expr<V>;
}

#[diagnostic::do_not_recommend]
impl<E, V: SqlType> Optional<V> for E
where
    E: IntoExpr,
    E::Type: Assignable<V::Base>,
{
    fn optional(self) -> Expr<V> {
        let expr = self.into_expr();
        Expr::with_tables(expr.expression, expr.tables)
    }
}

/// Types whose columns and arguments can be an `E` when nobody gives a value. The type comes first in
/// the bound, so that nothing is said of a default where the type itself is wrong.
#[diagnostic::on_unimplemented(
    message = "this cannot be a default of the type `{Self}`",
    label = "`{E}` does not fit where `{Self}` is needed",
    note = "give a constant or a function call of that type, or SQL text: `sql::<…>(\"…\")`, an array as `sql::<Vec<…>>(\"'{{…}}'\")`; `null()` fits an argument that is an `Option`"
)]
pub trait TakesDefault<E> {
    /// The expression.
    fn default(value: E) -> Expression;
}

#[diagnostic::do_not_recommend]
impl<V: SqlType, E> TakesDefault<E> for V
where
    E: IntoExpr,
    E::Type: Assignable<V::Base>,
{
    fn default(value: E) -> Expression {
        value.into_expr().into_expression()
    }
}

#[diagnostic::do_not_recommend]
impl<V: SqlType> TakesDefault<Null> for Option<V> {
    fn default(_: Null) -> Expression {
        Expression::Literal(Literal::Null)
    }
}

/// `NULL`, for an argument that accepts it.
#[derive(Clone, Copy, Debug)]
pub struct Null;

#[diagnostic::do_not_recommend]
impl<V: SqlType> Optional<Option<V>> for Null {
    fn optional(self) -> Expr<Option<V>> {
        Expr::new(Expression::Literal(Literal::Null))
    }
}

#[diagnostic::do_not_recommend]
impl Optional<Decoy<Self>> for Null {
    fn optional(self) -> Expr<Decoy<Self>> {
        Expr::new(Expression::Literal(Literal::Null))
    }
}
