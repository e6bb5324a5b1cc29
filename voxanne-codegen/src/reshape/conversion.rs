//! How the values of one type become values of another: by themselves, by a cast that is written, or
//! only by what a definition says; in place or by writing the table anew; whole or not.
//!
//! <https://www.postgresql.org/docs/15/sql-altertable.html>, <https://www.postgresql.org/docs/15/sql-createcast.html>

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::model::{Enum, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use crate::sql::{self, ident, literal};

/// Where the labels of enums are looked up.
#[derive(Clone, Copy)]
pub(super) struct Types<'t> {
    /// As they were.
    pub(super) before: &'t Schema,
    /// As they will be.
    pub(super) after: &'t Schema,
    /// Whether values go over as text where there is no other way, because nobody could say how.
    pub(super) forced: bool,
}

impl<'t> Types<'t> {
    /// For the way back.
    pub(super) const fn turned(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
            forced: self.forced,
        }
    }

    /// The type whose values a type had.
    pub(super) fn stored(self, of: &DataType) -> DataType {
        let known = of
            .user_name()
            .is_none_or(|name| self.before.domain(name).is_some());
        if known {
            self.before.values_of(of)
        } else {
            self.after.values_of(of)
        }
    }

    /// The type whose values a type will have.
    pub(super) fn wanted(self, of: &DataType) -> DataType {
        self.turned().stored(of)
    }

    /// Whether a type is a domain that refuses some values.
    pub(super) fn is_checked(self, of: &DataType) -> bool {
        let mut of = of.object();
        while let Some(ObjectId::Domain(name)) = of {
            let Some(domain) = self.after.domain(&name).or_else(|| self.before.domain(&name)) else {
                return false;
            };
            if !domain.nullable || !domain.checks.is_empty() {
                return true;
            }
            of = domain.data_type.object();
        }
        false
    }

    pub(super) fn was(self, name: &QualifiedName) -> Option<&'t Enum> {
        self.before
            .enumeration(name)
            .or_else(|| self.after.enumeration(name))
    }

    pub(super) fn is(self, name: &QualifiedName) -> Option<&'t Enum> {
        self.after
            .enumeration(name)
            .or_else(|| self.before.enumeration(name))
    }
}

/// How values become values of another type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conversion {
    /// What must be written for it.
    pub(super) cast: Cast,
    /// Whether PostgreSQL only changes what it says of the column, and writes no row anew.
    pub(super) in_place: bool,
    /// What happens to values that do not fit.
    pub(super) loss: Option<Loss>,
}

/// What must be written for a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cast {
    /// Nothing: there is an implicit or an assignment cast.
    Assigned,
    /// `value::type`
    Written,
    /// `value::text::type`
    ThroughText,
    /// The same, where one side alone is an array, which is then read as a whole.
    ThroughWholeText,
}

impl Cast {
    /// What stands behind USING, if anything must.
    pub(super) fn using(self, column: &Name, to: &DataType) -> Option<String> {
        let (column, target) = (ident(column), sql::data_type(to));
        let array = if to.array { "[]" } else { "" };
        match self {
            Self::Assigned => None,
            Self::Written => Some(format!("{column}::{target}")),
            Self::ThroughText => Some(format!("{column}::text{array}::{target}")),
            Self::ThroughWholeText => Some(format!("{column}::text::{target}")),
        }
    }
}

/// What happens to values that do not fit the new type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// They stop the migration. The condition finds them, where one can be written: `%` stands for
    /// the column.
    Stops {
        /// What they are.
        what: String,
        /// The condition.
        finds: Option<String>,
    },
    /// They change without a word.
    Changes(String),
}

impl Loss {
    /// The same of an array or a row, of which the condition would be about the whole.
    pub(super) fn of_parts(self) -> Self {
        match self {
            Self::Stops { what, .. } => Self::Stops { what, finds: None },
            changes @ Self::Changes(_) => changes,
        }
    }
}

/// A type of `pg_catalog`, as far as conversions tell types apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Boolean,
    Integer(u8),
    Float(u8),
    Numeric,
    Text,
    Varchar,
    Citext,
    Timestamptz,
    Timestamp,
    Date,
    Time,
    Interval,
    Json,
    Jsonb,
    Inet,
    Cidr,
    Enum,
    Other,
}

/// The conversion that PostgreSQL has by itself, if it has one that does not depend on the session; and
/// where nobody could say of another one, the text of the values.
pub(super) fn conversion(from: &DataType, to: &DataType, types: Types<'_>) -> Option<Conversion> {
    known(from, to, types).or_else(|| types.forced.then(|| forced(from, to)))
}

/// Whatever PostgreSQL takes, so that nothing stands in the way but values that do not fit.
fn forced(from: &DataType, to: &DataType) -> Conversion {
    let zoned = |one: &DataType, other: &DataType| {
        one.is_system("timestamptz")
            && ["timestamp", "date", "time"]
                .iter()
                .any(|name| other.is_system(name))
    };
    if from.array == to.array && (zoned(from, to) || zoned(to, from)) {
        return written(Some(changes("they are read in the time zone of the session")));
    }
    let cast = if from.array == to.array {
        Cast::ThroughText
    } else {
        Cast::ThroughWholeText
    };
    Conversion {
        cast,
        in_place: false,
        loss: Some(stops(&format!("cannot be read as {to}"))),
    }
}

fn known(from: &DataType, to: &DataType, types: Types<'_>) -> Option<Conversion> {
    match (from.array, to.array) {
        (false, false) => scalar(from, to, types),
        (true, true) => {
            let element = |of: &DataType| DataType {
                array: false,
                ..of.clone()
            };
            let of_elements = scalar(&element(from), &element(to), types)?;
            Some(of_arrays(of_elements))
        }
        (true, false) | (false, true) => None,
    }
}

/// Elements go the way of scalars; the array is written anew all the same.
fn of_arrays(element: Conversion) -> Conversion {
    Conversion {
        in_place: false,
        loss: element.loss.map(Loss::of_parts),
        ..element
    }
}

fn scalar(from: &DataType, to: &DataType, types: Types<'_>) -> Option<Conversion> {
    let (stored, wanted) = (types.stored(from), types.wanted(to));
    if stored != *from || wanted != *to {
        return of_domains((&stored, &wanted), to, types);
    }
    let (a, b) = (
        family(from, |name| types.was(name).is_some()),
        family(to, |name| types.is(name).is_some()),
    );
    if from.base == to.base {
        return Some(modifiers(from, to, b));
    }
    let is_text = |family| matches!(family, Family::Text | Family::Varchar | Family::Citext);
    match (a, b) {
        (a, b) if is_text(a) && is_text(b) => Some(between_texts(to, b)),
        (_, b) if is_text(b) => Some(assigned(too_long(to, "%::text"))),
        (a, b) if is_text(a) => Some(from_text(to, b, types)),
        (Family::Enum, Family::Enum) => between_enums(from, to, types),
        (Family::Jsonb, Family::Boolean | Family::Numeric | Family::Integer(_) | Family::Float(_)) => {
            Some(written(Some(stops(&format!("are no {to}")))))
        }
        (Family::Boolean, Family::Integer(4)) => Some(written(None)),
        (Family::Integer(4), Family::Boolean) => Some(written(Some(changes("numbers but 0 become true")))),
        (a, b) => numbers(a, b).or_else(|| times(a, b)).or_else(|| documents(a, b)),
    }
}

/// By the types whose values domains have. Values that come under a domain's checks are read for them.
fn of_domains(
    (stored, wanted): (&DataType, &DataType),
    to: &DataType,
    types: Types<'_>,
) -> Option<Conversion> {
    let of_values = if stored == wanted {
        in_place()
    } else {
        conversion(stored, wanted, types)?
    };
    let checked = types.is_checked(to);
    Some(Conversion {
        in_place: of_values.in_place && !checked,
        loss: of_values
            .loss
            .or_else(|| checked.then(|| stops(&format!("do not fit the domain {to}")))),
        ..of_values
    })
}

fn family(of: &DataType, is_enum: impl Fn(&QualifiedName) -> bool) -> Family {
    let name = match &of.base {
        BaseType::System(name) => name.as_str(),
        BaseType::User(name) if is_enum(name) => return Family::Enum,
        BaseType::User(name) if name.name == "citext" => return Family::Citext,
        BaseType::User(_) | BaseType::Domain(_) | BaseType::Composite(_) => return Family::Other,
    };
    match name {
        "boolean" => Family::Boolean,
        "smallint" => Family::Integer(2),
        "integer" => Family::Integer(4),
        "bigint" => Family::Integer(8),
        "real" => Family::Float(4),
        "double precision" => Family::Float(8),
        "numeric" => Family::Numeric,
        "text" => Family::Text,
        "varchar" => Family::Varchar,
        "timestamptz" => Family::Timestamptz,
        "timestamp" => Family::Timestamp,
        "date" => Family::Date,
        "time" => Family::Time,
        "interval" => Family::Interval,
        "json" => Family::Json,
        "jsonb" => Family::Jsonb,
        "inet" => Family::Inet,
        "cidr" => Family::Cidr,
        _ => Family::Other,
    }
}

fn in_place() -> Conversion {
    Conversion {
        cast: Cast::Assigned,
        in_place: true,
        loss: None,
    }
}

/// By an implicit or an assignment cast, so that nothing is written.
fn assigned(loss: Option<Loss>) -> Conversion {
    Conversion {
        cast: Cast::Assigned,
        in_place: false,
        loss,
    }
}

/// By a cast that must be written.
fn written(loss: Option<Loss>) -> Conversion {
    Conversion {
        cast: Cast::Written,
        in_place: false,
        loss,
    }
}

fn stops(what: &str) -> Loss {
    Loss::Stops {
        what: what.to_owned(),
        finds: None,
    }
}

fn changes(what: &str) -> Loss {
    Loss::Changes(what.to_owned())
}

/// One type with other modifiers.
fn modifiers(from: &DataType, to: &DataType, family: Family) -> Conversion {
    match (family, from.modifiers.as_slice(), to.modifiers.as_slice()) {
        (_, _, []) => in_place(),
        (Family::Varchar, [was, ..], [is, ..]) if was <= is => in_place(),
        (Family::Varchar, ..) => assigned(too_long(to, "%")),
        (Family::Numeric, [was, rest @ ..], [is, next @ ..]) => {
            let (was_scale, is_scale) = (scale(rest), scale(next));
            if was_scale == is_scale && was <= is {
                in_place()
            } else if was_scale <= is_scale && was - was_scale <= is - is_scale {
                assigned(None)
            } else {
                assigned(Some(changes(
                    "digits that do not fit are rounded off, or stop the migration",
                )))
            }
        }
        (Family::Numeric, ..) => assigned(Some(changes(
            "digits that do not fit are rounded off, or stop the migration",
        ))),
        _ => assigned(Some(changes("digits that do not fit are rounded off"))),
    }
}

fn scale(modifiers: &[i32]) -> i32 {
    modifiers.first().copied().unwrap_or_default()
}

/// What is too long for a `varchar(n)`.
fn too_long(to: &DataType, value: &str) -> Option<Loss> {
    let most = to.modifiers.first()?;
    Some(Loss::Stops {
        what: format!("are longer than {most}"),
        finds: Some(format!("char_length({value}) > {most}")),
    })
}

/// Texts are stored alike, so that only a length must be looked at.
fn between_texts(to: &DataType, family: Family) -> Conversion {
    match too_long(to, "%") {
        Some(loss) if family == Family::Varchar => assigned(Some(loss)),
        _ => in_place(),
    }
}

fn from_text(to: &DataType, family: Family, types: Types<'_>) -> Conversion {
    let labels = to.user_name().and_then(|name| types.is(name));
    let loss = match labels.filter(|_| family == Family::Enum) {
        Some(labels) => {
            let list: Vec<String> = labels
                .labels
                .iter()
                .map(|label| literal(label.as_str()))
                .collect();
            Loss::Stops {
                what: format!("are no label of {}", labels.name),
                finds: Some(format!("%::text NOT IN ({})", list.join(", "))),
            }
        }
        None => stops(&format!("cannot be read as {to}")),
    };
    written(Some(loss))
}

/// Only where every label stays a label: what becomes of the others nobody has said.
fn between_enums(from: &DataType, to: &DataType, types: Types<'_>) -> Option<Conversion> {
    let was = types.was(from.user_name()?)?;
    let is = types.is(to.user_name()?)?;
    let all = was.labels.iter().all(|label| is.labels.contains(label));
    all.then_some(Conversion {
        cast: Cast::ThroughText,
        in_place: false,
        loss: None,
    })
}

fn numbers(from: Family, to: Family) -> Option<Conversion> {
    use Family::{Float, Integer, Numeric};
    let loss = match (from, to) {
        (Integer(was), Integer(is)) if was <= is => None,
        (Integer(_), Integer(is)) => {
            let (least, most) = if is == 2 {
                ("-32768", "32767")
            } else {
                ("-2147483648", "2147483647")
            };
            Some(Loss::Stops {
                what: format!("lie outside of {least} to {most}"),
                finds: Some(format!("% NOT BETWEEN {least} AND {most}")),
            })
        }
        (Integer(_), Numeric) | (Integer(2), Float(_)) | (Integer(4), Float(8)) | (Float(4), Float(8)) => {
            None
        }
        (Integer(_), Float(_)) | (Float(8), Float(4)) | (Float(_) | Numeric, Numeric | Float(_)) => {
            Some(changes("digits that the new type cannot hold are lost"))
        }
        (Numeric | Float(_), Integer(_)) => Some(changes("fractions are rounded off")),
        _ => return None,
    };
    Some(assigned(loss))
}

/// Moments and dates, but none whose conversion depends on the time zone of the session.
fn times(from: Family, to: Family) -> Option<Conversion> {
    use Family::{Date, Interval, Time, Timestamp};
    let loss = match (from, to) {
        (Date, Timestamp) | (Time, Interval) => None,
        (Timestamp, Date) => Some(changes("the time of day is lost")),
        (Timestamp, Time) => Some(changes("the date is lost")),
        (Interval, Time) => Some(changes("whole days are lost")),
        _ => return None,
    };
    Some(assigned(loss))
}

fn documents(from: Family, to: Family) -> Option<Conversion> {
    match (from, to) {
        (Family::Json, Family::Jsonb) => Some(assigned(Some(changes(
            "the order of keys, keys that stand twice and spaces are lost",
        )))),
        (Family::Jsonb, Family::Json) => Some(assigned(None)),
        (Family::Cidr, Family::Inet) => Some(in_place()),
        (Family::Inet, Family::Cidr) => Some(assigned(Some(changes("the host's bits are lost")))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, modifiers: &[i32]) -> DataType {
        DataType {
            modifiers: modifiers.to_vec(),
            ..DataType::system(name)
        }
    }

    fn between(from: &DataType, to: &DataType) -> Option<Conversion> {
        let none = Schema::new();
        let types = Types {
            before: &none,
            after: &none,
            forced: false,
        };
        conversion(from, to, types)
    }

    #[test]
    fn what_only_widens_is_done_in_place() {
        for (from, to) in [
            (of("varchar", &[10]), of("varchar", &[20])),
            (of("varchar", &[10]), of("text", &[])),
            (of("numeric", &[6, 2]), of("numeric", &[8, 2])),
            (of("numeric", &[6, 2]), of("numeric", &[])),
            (of("cidr", &[]), of("inet", &[])),
        ] {
            assert_eq!(between(&from, &to), Some(in_place()), "{from} to {to}");
        }
    }

    #[test]
    fn what_narrows_says_what_it_does_to_values() {
        for (from, to) in [
            (of("varchar", &[20]), of("varchar", &[10])),
            (of("text", &[]), of("varchar", &[10])),
            (of("bigint", &[]), of("integer", &[])),
            (of("numeric", &[8, 2]), of("numeric", &[6, 2])),
            (of("text", &[]), of("uuid", &[])),
            (of("timestamp", &[]), of("date", &[])),
        ] {
            assert!(between(&from, &to).unwrap().loss.is_some(), "{from} to {to}");
        }
    }

    #[test]
    fn what_depends_on_the_session_or_on_nothing_must_be_said() {
        for (from, to) in [
            (of("timestamp", &[]), of("timestamptz", &[])),
            (of("timestamptz", &[]), of("date", &[])),
            (of("uuid", &[]), of("bigint", &[])),
            (of("text", &[]), of("text", &[]).array_of()),
        ] {
            assert_eq!(between(&from, &to), None, "{from} to {to}");
        }
    }
}
