//! Identifiers, literals and types, quoted where PostgreSQL needs it and nowhere else.

use std::borrow::Cow;

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::name::{Name, QualifiedName};

/// Every word that cannot stand as a name without quotes, on PostgreSQL 14 to 18
/// (`pg_get_keywords()` without the unreserved ones), sorted.
const RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "bigint",
    "binary",
    "bit",
    "boolean",
    "both",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "coalesce",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "dec",
    "decimal",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "float",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "greatest",
    "group",
    "grouping",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "inout",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "json",
    "json_array",
    "json_arrayagg",
    "json_exists",
    "json_object",
    "json_objectagg",
    "json_query",
    "json_scalar",
    "json_serialize",
    "json_table",
    "json_value",
    "lateral",
    "leading",
    "least",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "merge_action",
    "national",
    "natural",
    "nchar",
    "none",
    "normalize",
    "not",
    "notnull",
    "null",
    "nullif",
    "numeric",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "out",
    "outer",
    "overlaps",
    "overlay",
    "placing",
    "position",
    "precision",
    "primary",
    "real",
    "references",
    "returning",
    "right",
    "row",
    "select",
    "session_user",
    "setof",
    "similar",
    "smallint",
    "some",
    "substring",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "treat",
    "trim",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "values",
    "varchar",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
];

/// A name, quoted where it must be.
///
/// <https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
#[must_use]
pub fn ident(name: &Name) -> Cow<'_, str> {
    let text = name.as_str();
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if plain && !is_reserved(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text!["\"", text.replace('"', "\"\""), "\""])
    }
}

/// The lengths of the reserved words, a bit each, by their first letter: with them nearly every name
/// is known to be none of them, without a search.
const LENGTHS: [u32; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < RESERVED.len() {
        let word = RESERVED[at].as_bytes();
        lengths[(word[0] - b'a') as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

fn is_reserved(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or_default().wrapping_sub(b'a');
    let lengths = LENGTHS.get(usize::from(first)).copied().unwrap_or_default();
    text.len() < 32 && lengths >> text.len() & 1 == 1 && RESERVED.binary_search(&text).is_ok()
}

/// A name with its namespace.
#[must_use]
pub fn qualified(name: &QualifiedName) -> String {
    text![ident(&name.namespace), ".", ident(&name.name)]
}

/// Column names, separated by commas.
#[must_use]
pub fn columns(names: &[Name]) -> String {
    let mut list = String::new();
    for (place, name) in names.iter().enumerate() {
        if place > 0 {
            list.push_str(", ");
        }
        list.push_str(&ident(name));
    }
    list
}

/// A text literal, always on one line, so that no layout can reach into it.
#[must_use]
pub fn literal(text: &str) -> String {
    if !text.bytes().any(|b| matches!(b, b'\'' | b'\\' | b'\n' | b'\r')) {
        return text!["'", text, "'"];
    }
    let quoted = text.replace('\'', "''");
    if text.contains(['\\', '\n', '\r']) {
        let escaped = quoted
            .replace('\\', "\\\\")
            .replace('\n', "\\n")
            .replace('\r', "\\r");
        text!["E'", escaped, "'"]
    } else {
        text!["'", quoted, "'"]
    }
}

/// A text between dollar quotes of this name, or of one that the text does not contain.
pub(crate) fn dollar_quoted(text: &str, name: &str) -> String {
    let mut tag = text!["$", name, "$"];
    let mut count = 1;
    while text.contains(&tag) {
        count += 1;
        tag = format!("${name}{count}$");
    }
    text![tag, text, tag]
}

/// A type: `timestamptz`, `varchar(20)`, `public.lead_status_type[]`.
#[must_use]
pub fn data_type(data_type: &DataType) -> Cow<'_, str> {
    let mut sql = match &data_type.base {
        BaseType::System(name) if data_type.modifiers.is_empty() && !data_type.array => {
            return Cow::Borrowed(name.as_str());
        }
        BaseType::System(name) => name.to_string(),
        BaseType::User(name) | BaseType::Domain(name) | BaseType::Composite(name) => qualified(name),
    };
    if !data_type.modifiers.is_empty() {
        let modifiers: Vec<String> = data_type.modifiers.iter().map(i32::to_string).collect();
        sql.push_str(&text!["(", modifiers.join(", "), ")"]);
    }
    if data_type.array {
        sql.push_str("[]");
    }
    Cow::Owned(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_sorted_for_the_search() {
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn every_reserved_word_is_found() {
        assert!(RESERVED.iter().all(|word| is_reserved(word)));
        assert!(
            ![
                "",
                "_all",
                "alls",
                "zz",
                "a_name_longer_than_any_of_the_reserved_words"
            ]
            .into_iter()
            .any(is_reserved)
        );
    }

    #[test]
    fn only_names_that_need_quotes_get_them() {
        assert_eq!(ident(&Name::new("org_id")), "org_id");
        assert_eq!(ident(&Name::new("type")), "type");
        assert_eq!(ident(&Name::new("user")), "\"user\"");
        assert_eq!(ident(&Name::new("Größe")), "\"Größe\"");
        assert_eq!(ident(&Name::new("a\"b")), "\"a\"\"b\"");
        assert_eq!(ident(&Name::new("")), "\"\"");
    }

    #[test]
    fn literals_keep_quotes_and_backslashes() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal("a\\b'"), "E'a\\\\b'''");
    }
}
