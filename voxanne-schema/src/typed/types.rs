//! The Rust types that stand for PostgreSQL's in definitions.
//!
//! Rust's own where there is one (`bool`, `i32`, `String`), markers without values elsewhere.
//! `Option<T>` is a column that accepts null, `Vec<T>` an array.

use std::marker::PhantomData;

use super::NeverNull;
use crate::data_type::{BaseType, DataType};
use crate::model::Identity;
use crate::name::{Name, QualifiedName};

/// A Rust type that stands for a PostgreSQL type.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no type for `{Self}`",
    label = "no PostgreSQL type",
    note = "an enum needs `#[derive(PgEnum)]`, a type with checks of its own `#[derive(Domain)]`",
    note = "the types are `bool`, `i16`, `i32`, `i64`, `f32`, `f64`, `Numeric`, `String`, `Varchar<N>`, `Citext`, `Uuid`, `Timestamptz`, `Timestamp`, `Date`, `Time`, `Interval`, `Jsonb`, `Json`, `Bytea`, `Inet`, `Cidr`, `TstzRange` and the other ranges, and `Option<…>` or `Vec<…>` of one of these; elements of a `Vec` are never null"
)]
pub trait SqlType: 'static {
    /// The type without null: `T` of `Option<T>`.
    type Base: SqlType;
    /// Whether a column of this type accepts null.
    const NULLABLE: bool;

    /// The PostgreSQL type.
    fn data_type() -> DataType;

    /// The type as a column has it.
    #[must_use]
    fn column_type() -> ColumnType<Self::Base> {
        ColumnType {
            data_type: Self::data_type(),
            nullable: Self::NULLABLE,
            marker: PhantomData,
        }
    }
}

/// The type of a column: `V` where it is not null.
#[derive(Clone, Debug)]
pub struct ColumnType<V> {
    pub(super) data_type: DataType,
    pub(super) nullable: bool,
    marker: PhantomData<fn() -> V>,
}

/// Types of `pg_catalog`.
macro_rules! system_types {
    ($( $rust:ty => $sql:literal, )+) => { $(
        #[diagnostic::do_not_recommend]
        impl SqlType for $rust {
            type Base = Self;
            const NULLABLE: bool = false;

            fn data_type() -> DataType {
                DataType::system($sql)
            }
        }
    )+ };
}

/// Markers for types that Rust's own library lacks.
macro_rules! markers {
    ($( $(#[$doc:meta])* $marker:ident => $sql:literal, )+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub enum $marker {}
        )+
        system_types! { $( $marker => $sql, )+ }
    };
}

system_types! {
    bool => "boolean",
    i16 => "smallint",
    i32 => "integer",
    i64 => "bigint",
    f32 => "real",
    f64 => "double precision",
    String => "text",
}

markers! {
    /// `uuid`
    Uuid => "uuid",
    /// `timestamptz`: a moment.
    Timestamptz => "timestamptz",
    /// `timestamp`: a date and time of day, of no zone.
    Timestamp => "timestamp",
    /// `date`
    Date => "date",
    /// `time`: a time of day.
    Time => "time",
    /// `interval`
    Interval => "interval",
    /// `jsonb`
    Jsonb => "jsonb",
    /// `json`, kept as it was written.
    Json => "json",
    /// `numeric`: exact decimals.
    Numeric => "numeric",
    /// `bytea`
    Bytea => "bytea",
    /// `inet`: an address.
    Inet => "inet",
    /// `cidr`: a network.
    Cidr => "cidr",
    /// `int4range`: integers from one to another.
    Int4Range => "int4range",
    /// `int8range`: bigints from one to another.
    Int8Range => "int8range",
    /// `numrange`: numbers from one to another.
    NumRange => "numrange",
    /// `tsrange`: from one date and time of day to another, of no zone.
    TsRange => "tsrange",
    /// `tstzrange`: from one moment to another.
    TstzRange => "tstzrange",
    /// `daterange`: from one date to another.
    DateRange => "daterange",
}

/// Names types that exist elsewhere and have no Rust type here: those of extensions, rarer ones of
/// PostgreSQL's own, and those with modifiers. Each becomes a type of columns and arguments.
///
/// ```
/// use voxanne_schema::prelude::*;
///
/// sql_type! {
///     /// Money, in cents of a franc at the finest.
///     pub Price = "numeric"(10, 2);
///     pub Tsvector = "tsvector";
///     /// Of the extension `vector`.
///     pub Embedding = "extensions"."vector"(1536);
/// }
///
/// assert_eq!(Price::data_type().to_string(), "numeric(10, 2)");
/// assert_eq!(Embedding::data_type().to_string(), "extensions.vector(1536)");
/// ```
#[macro_export]
macro_rules! sql_type {
    ($(
        $(#[$attribute:meta])*
        $vis:vis $name:ident = $first:literal $(. $second:literal)? $(($($modifier:literal),+))?;
    )+) => { $(
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        $vis enum $name {}

        impl $crate::SqlType for $name {
            type Base = Self;
            const NULLABLE: bool = false;

            fn data_type() -> $crate::data_type::DataType {
                $crate::__private::elsewhere(&[$first $(, $second)?], &[$($($modifier),+)?])
            }
        }
    )+ };
}

/// `varchar(N)`, N in characters.
#[derive(Clone, Copy, Debug)]
pub enum Varchar<const N: u32> {}

#[diagnostic::do_not_recommend]
impl<const N: u32> SqlType for Varchar<N> {
    type Base = Self;
    const NULLABLE: bool = false;

    fn data_type() -> DataType {
        DataType {
            base: BaseType::System(Name::new("varchar")),
            modifiers: vec![i32::try_from(N).unwrap_or(i32::MAX)],
            array: false,
        }
    }
}

/// `citext` of the extension, in the namespace `extensions`.
#[derive(Clone, Copy, Debug)]
pub enum Citext {}

#[diagnostic::do_not_recommend]
impl SqlType for Citext {
    type Base = Self;
    const NULLABLE: bool = false;

    fn data_type() -> DataType {
        DataType::user(QualifiedName::new("extensions", "citext"))
    }
}

#[diagnostic::do_not_recommend]
impl<T: SqlType + NeverNull<T::Base>> SqlType for Option<T> {
    type Base = T;
    const NULLABLE: bool = true;

    fn data_type() -> DataType {
        T::data_type()
    }
}

#[diagnostic::do_not_recommend]
impl<T: SqlType + NeverNull<T::Base>> SqlType for Vec<T> {
    type Base = Self;
    const NULLABLE: bool = false;

    fn data_type() -> DataType {
        T::data_type().array_of()
    }
}

/// Types that an identity column can have.
///
/// <https://www.postgresql.org/docs/15/ddl-identity-columns.html>
#[diagnostic::on_unimplemented(
    message = "an identity column counts in integers",
    label = "`{Self}` is not an integer",
    note = "make it an `i16`, `i32` or `i64`, without `Option`"
)]
pub trait Counted {
    /// Who chooses the value.
    #[must_use]
    fn identity(identity: Identity) -> Identity {
        identity
    }
}

#[diagnostic::do_not_recommend]
impl Counted for i16 {}
#[diagnostic::do_not_recommend]
impl Counted for i32 {}
#[diagnostic::do_not_recommend]
impl Counted for i64 {}
