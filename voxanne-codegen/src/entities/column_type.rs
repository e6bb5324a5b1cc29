//! From a PostgreSQL type to what a field of a model needs: the Rust type, what sea-orm must be
//! told because it would infer something else, and the casts for types that no Rust type of
//! sea-orm stands for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::name::{Name, QualifiedName};

use crate::sql;

/// The created types that columns are made of.
#[derive(Debug, Default)]
pub(super) struct EnumPlaces<'s> {
    /// The enums that sea-orm can derive, by name, with their places in the plan.
    pub(super) enums: BTreeMap<&'s QualifiedName, usize>,
    /// The types whose values domains have.
    pub(super) domains: BTreeMap<&'s QualifiedName, DataType>,
}

/// What a field of a model needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColumnType {
    /// The Rust type of a value, or of an element.
    pub(super) scalar: Scalar,
    /// Whether there are many, in a `Vec`.
    pub(super) array: bool,
    /// `column_type = "…"`, where the Rust type alone says something else.
    pub(super) column_type: Option<Cow<'static, str>>,
    /// The casts on the way out and in, where the Rust type is only a likeness.
    pub(super) casts: Option<Casts>,
}

/// `select_as = "…", save_as = "…"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Casts {
    pub(super) select_as: Cow<'static, str>,
    pub(super) save_as: String,
}

/// A Rust type that sea-orm has values of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scalar {
    Bool,
    I16,
    I32,
    I64,
    F32,
    F64,
    String,
    Uuid,
    Json,
    Decimal,
    Bytes,
    Date,
    Time,
    DateTime,
    DateTimeWithTimeZone,
    IpNetwork,
    /// The enum at that place in the plan.
    Enum(usize),
}

impl ColumnType {
    fn plain(scalar: Scalar) -> Self {
        Self {
            scalar,
            array: false,
            column_type: None,
            casts: None,
        }
    }

    fn told(scalar: Scalar, column_type: impl Into<Cow<'static, str>>) -> Self {
        Self {
            column_type: Some(column_type.into()),
            ..Self::plain(scalar)
        }
    }

    /// A type that is read and written as another one.
    fn cast(scalar: Scalar, through: &'static str, sql: &str) -> Self {
        Self {
            scalar,
            array: false,
            column_type: Some(Cow::Owned(format!("custom({sql:?})"))),
            casts: Some(Casts {
                select_as: Cow::Borrowed(through),
                save_as: sql.to_owned(),
            }),
        }
    }

    fn into_array(self) -> Self {
        Self {
            scalar: self.scalar,
            array: true,
            column_type: self
                .column_type
                .map(|inner| Cow::Owned(format!("Array(RcOrArc::new(ColumnType::{inner}))"))),
            casts: self.casts.map(|casts| Casts {
                select_as: Cow::Owned(format!("{}[]", casts.select_as)),
                save_as: format!("{}[]", casts.save_as),
            }),
        }
    }

    /// Whether values can be compared for equality in Rust without a doubt.
    pub(super) fn is_eq(&self) -> bool {
        !matches!(self.scalar, Scalar::F32 | Scalar::F64)
    }

    /// Whether sea-orm takes the type in a primary key.
    pub(super) fn fits_a_key(&self) -> bool {
        !self.array
    }
}

/// What a field of that type needs.
pub(super) fn column_type(data_type: &DataType, enums: &EnumPlaces<'_>) -> ColumnType {
    let native = match &data_type.base {
        BaseType::System(name) => system_type(name, &data_type.modifiers),
        BaseType::Composite(_) => None,
        BaseType::Domain(name) => return of_domain(name, data_type, enums),
        BaseType::User(name) => enums
            .enums
            .get(name)
            .map(|place| ColumnType::plain(Scalar::Enum(*place))),
    };
    let element = native.unwrap_or_else(|| {
        let element = DataType {
            array: false,
            ..data_type.clone()
        };
        ColumnType::cast(Scalar::String, "text", &sql::data_type(&element))
    });
    if data_type.array {
        element.into_array()
    } else {
        element
    }
}

/// The values of a domain are sent and read as those of the type that it narrows; not so in arrays,
/// whose own type the server tells.
fn of_domain(name: &QualifiedName, data_type: &DataType, enums: &EnumPlaces<'_>) -> ColumnType {
    let values = enums.domains.get(name).filter(|values| {
        let is_known = !matches!(values.base, BaseType::Domain(_));
        is_known && !(data_type.array && values.array)
    });
    let Some(values) = values else {
        let element = ColumnType::cast(Scalar::String, "text", &sql::data_type(&data_type.element()));
        return if data_type.array {
            element.into_array()
        } else {
            element
        };
    };
    let of_values = column_type(values, enums);
    if !data_type.array {
        return of_values;
    }
    let through = of_values.casts.as_ref().map_or_else(
        || Cow::Owned(sql::data_type(values).into_owned()),
        |casts| casts.select_as.clone(),
    );
    let element = ColumnType {
        casts: Some(Casts {
            select_as: through,
            save_as: sql::data_type(&data_type.element()).into_owned(),
        }),
        ..of_values
    };
    element.into_array()
}

/// The types of `pg_catalog` that sea-orm has values of, in any spelling that PostgreSQL reads.
fn system_type(name: &Name, modifiers: &[i32]) -> Option<ColumnType> {
    let known = match name.as_str() {
        "boolean" | "bool" => ColumnType::plain(Scalar::Bool),
        "smallint" | "int2" => ColumnType::plain(Scalar::I16),
        "integer" | "int" | "int4" => ColumnType::plain(Scalar::I32),
        "bigint" | "int8" => ColumnType::plain(Scalar::I64),
        "real" | "float4" => ColumnType::plain(Scalar::F32),
        "double precision" | "float8" => ColumnType::plain(Scalar::F64),
        "text" => ColumnType::plain(Scalar::String),
        "varchar" | "character varying" => match modifiers {
            [length] => ColumnType::told(Scalar::String, format!("String(StringLen::N({length}))")),
            _ => ColumnType::plain(Scalar::String),
        },
        "char" | "character" | "bpchar" => match modifiers {
            [length] => ColumnType::told(Scalar::String, format!("Char(Some({length}))")),
            _ => ColumnType::told(Scalar::String, "Char(None)"),
        },
        "uuid" => ColumnType::plain(Scalar::Uuid),
        "json" => ColumnType::plain(Scalar::Json),
        "jsonb" => ColumnType::told(Scalar::Json, "JsonBinary"),
        "numeric" | "decimal" => decimal(modifiers),
        "money" => ColumnType::cast(Scalar::Decimal, "numeric", "money"),
        "bytea" => ColumnType::plain(Scalar::Bytes),
        "date" => ColumnType::plain(Scalar::Date),
        "time" | "time without time zone" => ColumnType::plain(Scalar::Time),
        "timestamp" | "timestamp without time zone" => ColumnType::plain(Scalar::DateTime),
        "timestamptz" | "timestamp with time zone" => ColumnType::plain(Scalar::DateTimeWithTimeZone),
        "inet" => ColumnType::plain(Scalar::IpNetwork),
        "cidr" => ColumnType::told(Scalar::IpNetwork, "Cidr"),
        _ => return None,
    };
    Some(known)
}

/// sea-orm knows no negative scale, which PostgreSQL has since 15; then it is told nothing.
fn decimal(modifiers: &[i32]) -> ColumnType {
    let (precision, scale) = match modifiers {
        [precision] => (*precision, 0),
        [precision, scale] => (*precision, *scale),
        _ => return ColumnType::plain(Scalar::Decimal),
    };
    if precision < 0 || scale < 0 {
        return ColumnType::plain(Scalar::Decimal);
    }
    ColumnType::told(Scalar::Decimal, format!("Decimal(Some(({precision}, {scale})))"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(data_type: &DataType) -> ColumnType {
        column_type(data_type, &EnumPlaces::default())
    }

    #[test]
    fn sea_orm_is_told_only_what_it_would_not_infer() {
        assert_eq!(of(&DataType::system("text")), ColumnType::plain(Scalar::String));
        assert_eq!(
            of(&DataType::system("jsonb")).column_type.as_deref(),
            Some("JsonBinary")
        );
        let numeric = DataType {
            modifiers: vec![10, 2],
            ..DataType::system("numeric")
        };
        assert_eq!(
            of(&numeric).column_type.as_deref(),
            Some("Decimal(Some((10, 2)))")
        );
        let rounded = DataType {
            modifiers: vec![3, -2],
            ..DataType::system("numeric")
        };
        assert_eq!(of(&rounded).column_type, None);
    }

    #[test]
    fn what_rust_has_no_type_for_goes_through_text() {
        let ranges = of(&DataType::system("tstzrange").array_of());
        assert_eq!(ranges.scalar, Scalar::String);
        assert_eq!(
            ranges.column_type.as_deref(),
            Some("Array(RcOrArc::new(ColumnType::custom(\"tstzrange\")))")
        );
        assert_eq!(
            ranges.casts,
            Some(Casts {
                select_as: "text[]".into(),
                save_as: "tstzrange[]".to_owned()
            })
        );
    }

    #[test]
    fn a_cast_quotes_the_name_that_needs_it() {
        let odd = of(&DataType::user(QualifiedName::new("ext", "My \"type\"")));
        let casts = odd.casts.expect("a created type is cast");
        assert_eq!(casts.save_as, "ext.\"My \"\"type\"\"\"");
    }
}
