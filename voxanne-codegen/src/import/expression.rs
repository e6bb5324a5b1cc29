//! Expressions in Rust: typed where the catalog's text is of a form that they have words for, as SQL text
//! where not.

use std::collections::BTreeMap;

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::{Importer, literal};
use crate::sql::qualified;

/// The columns that an expression may name, each with how Rust names it.
pub(super) type Columns = BTreeMap<Name, String>;

impl Importer<'_> {
    /// A value of a type: the default of a column or an argument, a bound, a computed value.
    pub(super) fn value(&mut self, expression: &Expression, data_type: &DataType) -> Option<String> {
        match expression {
            Expression::Raw { sql, .. } => {
                let sequence = self.sequence_of(sql);
                let next = sequence.and_then(|name| self.next_of(&name, data_type));
                let typed = next.or_else(|| self.constant(sql, data_type));
                typed.or_else(|| self.sql(sql, data_type))
            }
            Expression::NextValue(name) => self.next_of(name, data_type),
            Expression::Literal(Literal::Null) => Some("null()".to_owned()),
            Expression::Literal(Literal::Boolean(value)) => Some(value.to_string()),
            Expression::Literal(Literal::Integer(value)) => Some(value.to_string()),
            Expression::Literal(Literal::Text(text)) => Some(literal::text(text)),
            _ => None,
        }
    }

    /// The sequence in `nextval('public.orders_id_seq'::regclass)`.
    pub(super) fn sequence_of(&self, sql: &str) -> Option<QualifiedName> {
        let quoted_name = sql.strip_prefix("nextval(")?.strip_suffix("::regclass)")?;
        let name = quoted(quoted_name)?;
        let mut sequences = self.schema.sequences();
        let sequence = sequences.find(|sequence| qualified(&sequence.name) == name)?;
        Some(sequence.name.clone())
    }

    fn next_of(&mut self, name: &QualifiedName, data_type: &DataType) -> Option<String> {
        let id = ObjectId::Sequence(name.clone());
        let Some(Object::Sequence(of)) = self.schema.get(&id) else {
            return None;
        };
        let counted = of.data_type == *data_type;
        let sequence = self.type_name(&id)?;
        if counted {
            return Some(format!("nextval::<{sequence}>()"));
        }
        let integers = ["smallint", "integer", "bigint"];
        if !integers.iter().any(|name| data_type.is_system(name)) {
            return None;
        }
        Some(format!(
            "nextval_as::<{sequence}, {}>()",
            self.rust_type(data_type)?
        ))
    }

    /// SQL text of a type.
    pub(super) fn sql(&mut self, sql: &str, data_type: &DataType) -> Option<String> {
        let rust = self.rust_type(data_type)?;
        Some(format!("sql::<{rust}>({})", literal::text(sql)))
    }

    /// A condition over columns.
    pub(super) fn condition(&self, expression: &Expression, columns: &Columns) -> Option<String> {
        let Expression::Raw { sql, .. } = expression else {
            return None;
        };
        let sql = without_parentheses(sql);
        Some(Self::null_test(sql, columns).unwrap_or_else(|| format!("sql::<bool>({})", literal::text(sql))))
    }

    /// `(phone IS NOT NULL)`
    fn null_test(sql: &str, columns: &Columns) -> Option<String> {
        let (column, test) = match sql.strip_suffix(" IS NOT NULL") {
            Some(column) => (column, "is_not_null"),
            None => (sql.strip_suffix(" IS NULL")?, "is_null"),
        };
        let column = columns.get(&Name::new(column))?;
        Some(format!("{column}.{test}()"))
    }

    /// A constant, or a call, that is written as it is by hand.
    fn constant(&mut self, sql: &str, data_type: &DataType) -> Option<String> {
        if data_type.array {
            return None;
        }
        let is_plain = data_type.modifiers.is_empty();
        let system = |name: &str| is_plain && data_type.is_system(name);
        match sql {
            "now()" if system("timestamptz") => return Some("now()".to_owned()),
            "gen_random_uuid()" if system("uuid") => return Some("gen_random_uuid()".to_owned()),
            "true" | "false" if system("boolean") => return Some(sql.to_owned()),
            _ => {}
        }
        if ["smallint", "integer", "bigint"].iter().any(|name| system(name)) {
            // PostgreSQL writes a negative one in quotes, which is no constant of Rust.
            let digits = sql.len() < 10 && sql.bytes().all(|byte| byte.is_ascii_digit());
            return (digits && !sql.is_empty()).then(|| number(sql, data_type));
        }
        let is_varchar = matches!(&data_type.base, BaseType::System(name) if name == "varchar");
        let text = match sql.strip_suffix("::character varying") {
            Some(text) => Some(text).filter(|_| is_varchar && !is_plain),
            None => sql.strip_suffix("::text").filter(|_| system("text")),
        };
        if let Some(text) = text.and_then(quoted) {
            return Some(literal::text(&text));
        }
        let text = sql.strip_suffix("::jsonb").filter(|_| system("jsonb"));
        if let Some(text) = text.and_then(quoted) {
            return Some(format!("jsonb({})", literal::text(&text)));
        }
        let BaseType::User(name) = &data_type.base else {
            return None;
        };
        let id = ObjectId::Enum(name.clone());
        self.types.get(&id)?;
        if self.scope.has_home(&id) {
            // What its labels are called is whoever declares it to know.
            return None;
        }
        let of = self.schema.enumeration(name)?;
        let (label, _) = sql.rsplit_once("::")?;
        let label = Name::from(quoted(label)?);
        let place = of.labels.iter().position(|own| *own == label)?;
        let variants = super::names::variants(&of.labels);
        let rust = self.rust_type(data_type)?;
        Some(format!("{rust}::{}", variants.get(place)?))
    }
}

/// A whole number of a type: Rust's constants are `i32` unless something else says otherwise.
fn number(digits: &str, data_type: &DataType) -> String {
    let plain = digits.trim_start_matches('0');
    let plain = if plain.is_empty() { "0" } else { plain };
    if data_type.is_system("smallint") {
        format!("{plain}_i16")
    } else {
        plain.to_owned()
    }
}

/// The text between single quotes, where nothing else is there and no escape.
fn quoted(sql: &str) -> Option<String> {
    let inner = sql.strip_prefix('\'')?.strip_suffix('\'')?;
    let plain = inner.replace("''", "");
    (!plain.contains('\'')).then(|| inner.replace("''", "'"))
}

/// The text without the parentheses around all of it.
pub(super) fn without_parentheses(sql: &str) -> &str {
    let Some(inner) = sql.strip_prefix('(').and_then(|sql| sql.strip_suffix(')')) else {
        return sql;
    };
    let (mut depth, mut quote) = (0_usize, None);
    for c in inner.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('\'' | '"', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return sql,
            },
            _ => {}
        }
    }
    // A text with an escape of its own may end elsewhere.
    if depth == 0 && !inner.contains('\\') {
        inner
    } else {
        sql
    }
}
