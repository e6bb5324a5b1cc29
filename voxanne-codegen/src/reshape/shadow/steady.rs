//! Whether a conversion comes to the same in every session. The trigger converts in the sessions of
//! writers, whose time zone, style of dates and search path are theirs.

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::model::Column;

use crate::reshape::column::{Retype, Value};

/// Types that are read and written as text alike in every session.
const STEADY: &[&str] = &[
    "boolean", "smallint", "integer", "bigint", "numeric", "uuid", "text", "varchar",
];

/// Words in front of a parenthesis that call no function.
const NO_FUNCTION: &[&str] = &[
    "and", "any", "array", "as", "between", "case", "cast", "char", "coalesce", "else", "greatest", "in",
    "least", "not", "nullif", "numeric", "or", "then", "varchar", "when",
];

/// Why a conversion cannot be left to a trigger, if it cannot.
pub(super) fn unsteady(column: &Column, retype: &Retype) -> Option<String> {
    let name = &column.name;
    match &retype.way.value {
        Value::Relabelled => Some(format!("the enum of {name} is built anew")),
        Value::Assigned | Value::Cast(_) => {
            let (from, to) = (&column.data_type, &retype.to);
            let depends = (is_text(from) || is_text(to)) && !(is_steady(from) && is_steady(to));
            depends.then(|| format!("how {name} becomes {to} depends on the settings of whoever writes"))
        }
        Value::Written(sql) => called(sql).map(|function| {
            format!("what {name} becomes calls `{function}`, which writers may find elsewhere, or not at all")
        }),
    }
}

fn is_text(of: &DataType) -> bool {
    of.is_system("text") || of.is_system("varchar")
}

fn is_steady(of: &DataType) -> bool {
    match &of.base {
        BaseType::System(name) => STEADY.contains(&name.as_str()),
        BaseType::User(_) => true,
        // What is under them may be read otherwise in another session.
        BaseType::Domain(_) | BaseType::Composite(_) => false,
    }
}

/// The first function that SQL text calls without saying where it is.
fn called(sql: &str) -> Option<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    sql.match_indices('(').find_map(|(at, _)| {
        let before = sql[..at].trim_end();
        let start = before.trim_end_matches(is_word).len();
        let word = before.get(start..).filter(|word| !word.is_empty())?;
        let qualified = before[..start].ends_with('.');
        (!qualified && !NO_FUNCTION.contains(&word.to_lowercase().as_str())).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn functions_must_say_where_they_are() {
        assert_eq!(called("lower(state)"), Some("lower"));
        assert_eq!(called("pg_catalog.lower(state)"), None);
        assert_eq!(called("state || '→' || lower(state)"), Some("lower"));
        assert_eq!(called("'→'→(state)"), None);
        assert_eq!(called("(at AT TIME ZONE 'UTC')"), None);
        assert_eq!(called("CASE WHEN (a IN (1, 2)) THEN coalesce(b, 1) END"), None);
    }
}
