//! What expanded macros call. No part of the public interface.

pub use crate::data_type::DataType;
pub use crate::model::{CheckOption, Identity, Mode, ReferentialAction, Returns, Security, Volatility};
pub use crate::typed::{
    Assignable, ByHash, ByList, ByRange, Column, Comparable, Composite, CompositeDeclaration, Counted, Decoy,
    Domain, DomainDeclaration, Expr, FunctionDeclaration, IntoExpr, Key, Optional, Partitioned, PgEnum,
    Rules, SqlFunction, SqlType, Table, TableRules, TableStructure, View, ViewRules, ViewStructure,
    enum_constant,
};

pub use crate::typed::{Sequence, SequenceDeclaration};

use crate::expression::{Expression, FunctionName};
use crate::model::Signature;
use crate::name::{Name, QualifiedName};

/// The type of an enum.
#[must_use]
pub fn enum_type<E: PgEnum>() -> DataType {
    DataType::user(QualifiedName::new(E::NAMESPACE, E::NAME))
}

/// The type of a domain.
#[must_use]
pub fn domain_type(namespace: &str, name: &str) -> DataType {
    DataType::domain(QualifiedName::new(namespace, name))
}

/// The type of a composite.
#[must_use]
pub fn composite_type(namespace: &str, name: &str) -> DataType {
    DataType::composite(QualifiedName::new(namespace, name))
}

/// What tells a function from others.
#[must_use]
pub fn signature<const N: usize>(namespace: &str, name: &str, arguments: [DataType; N]) -> Signature {
    Signature {
        name: QualifiedName::new(namespace, name),
        arguments: arguments.into(),
    }
}

/// The call of a function in an expression.
#[must_use]
pub fn call<V, const N: usize>(
    signature: Signature,
    arguments: [Expr<()>; N],
    volatility: Volatility,
) -> Expr<V> {
    Expr::call(FunctionName::User(signature), arguments.into(), volatility)
}

/// An argument of a call, checked against its type.
#[must_use]
pub fn argument<V>(value: impl Optional<V>) -> Expr<()> {
    value.optional().erase()
}

/// What an argument is when a call leaves it out, checked against its type.
#[must_use]
pub fn argument_default<V>(value: impl Optional<V>) -> Expression {
    value.optional().into_expression()
}

/// Rows of these columns.
#[must_use]
pub fn returns_table<const N: usize>(columns: [(&str, DataType); N]) -> Returns {
    let named = columns
        .into_iter()
        .map(|(name, data_type)| (Name::new(name), data_type));
    Returns::Table(named.collect())
}

/// A type that exists elsewhere, for `sql_type!`: its name, behind that of its namespace if it is not one of
/// PostgreSQL's own.
#[must_use]
pub fn elsewhere(name: &[&str], modifiers: &[i32]) -> DataType {
    let data_type = match name {
        [namespace, name] => DataType::user(QualifiedName::new(*namespace, *name)),
        _ => DataType::system(name.first().copied().unwrap_or_default()),
    };
    DataType {
        modifiers: modifiers.to_vec(),
        ..data_type
    }
}
