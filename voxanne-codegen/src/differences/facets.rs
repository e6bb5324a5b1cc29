//! The facets in which an object differs, found in the form of the model, so that no kind can be forgotten: what
//! has a spelling in SQL is told in it, all else by the names of its fields.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Attribute, Column};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::Object;

use crate::sql;

/// Something in which an object differs between two states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// What it is, in words: `column \`mail\`: data type`.
    pub name: String,
    /// How it is before, where it is at all.
    pub before: Option<String>,
    /// How it is after, where it is at all.
    pub after: Option<String>,
}

/// The facets in which two objects of one identity differ.
pub(super) fn between(previous: &Object, next: &Object) -> Vec<Facet> {
    let mut found = Vec::new();
    // Plain data always serializes.
    if let (Ok(previous), Ok(next)) = (serde_json::to_value(previous), serde_json::to_value(next)) {
        walk(&[], inside(&previous), inside(&next), &mut found);
    }
    found
}

/// An object without the word for its kind.
fn inside(value: &Value) -> &Value {
    match value.as_object().map(Map::values) {
        Some(mut values) => values.next().unwrap_or(value),
        None => value,
    }
}

/// Goes down to where two values differ.
fn walk(path: &[String], before: &Value, after: &Value, found: &mut Vec<Facet>) {
    if before == after {
        return;
    }
    match (before, after) {
        // Where both are spelled alike, what SQL says in a statement of its own differs.
        (Value::Object(was), Value::Object(is)) if spelled(before) == spelled(after) => {
            let new = is.keys().filter(|key| !was.contains_key(*key));
            for key in was.keys().chain(new) {
                let of = |map: &Map<String, Value>| map.get(key).cloned().unwrap_or(Value::Null);
                walk(&deeper(path, words(key)), &of(was), &of(is), found);
            }
        }
        (Value::Array(before), Value::Array(after)) if are_named(before) && are_named(after) => {
            named(path, before, after, found);
        }
        _ => found.push(Facet {
            name: path.join(": "),
            before: text(before),
            after: text(after),
        }),
    }
}

/// Compares parts by their names: columns of a table, checks of a domain.
fn named(path: &[String], before: &[Value], after: &[Value], found: &mut Vec<Facet>) {
    let (above, all) = match path {
        [above @ .., all] => (above, all.as_str()),
        [] => (path, "parts"),
    };
    let one = all.strip_suffix('s').unwrap_or(all);
    let get = |of: &[Value], name: &str| of.iter().find(|part| name_of(part) == Some(name)).cloned();
    let names = |of: &[Value]| -> Vec<String> { of.iter().filter_map(name_of).map(str::to_owned).collect() };
    let (first, second) = (names(before), names(after));
    let new = second.iter().filter(|name| !first.contains(name));
    for name in first.iter().chain(new) {
        let of = |parts: &[Value]| get(parts, name).unwrap_or(Value::Null);
        walk(
            &deeper(above, format!("{one} `{name}`")),
            &of(before),
            &of(after),
            found,
        );
    }
    let both = |names: &[String], others: &[String]| -> Vec<String> {
        let both = names.iter().filter(|name| others.contains(name));
        both.cloned().collect()
    };
    let (was, is) = (both(&first, &second), both(&second, &first));
    if was != is {
        found.push(Facet {
            name: deeper(above, format!("order of {all}")).join(": "),
            before: Some(was.join(", ")),
            after: Some(is.join(", ")),
        });
    }
}

fn deeper(path: &[String], word: String) -> Vec<String> {
    let mut path = path.to_vec();
    path.push(word);
    path
}

fn are_named(parts: &[Value]) -> bool {
    parts.iter().all(|part| name_of(part).is_some())
}

fn name_of(part: &Value) -> Option<&str> {
    part.as_object()?.get("name")?.as_str()
}

/// A field as words: `data_type` as `data type`.
fn words(key: &str) -> String {
    key.replace('_', " ")
}

/// A value for people; none where there is none.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(text).collect();
            Some(parts.join(", "))
        }
        Value::Object(fields) => Some(spelled(value).unwrap_or_else(|| listed(fields))),
    }
}

/// Fields without a spelling in SQL.
fn listed(fields: &Map<String, Value>) -> String {
    let fields = fields.iter().filter(|(key, _)| *key != "depends_on");
    let fields: Vec<String> = fields
        .filter_map(|(key, value)| Some(format!("{} {}", words(key), text(value)?)))
        .collect();
    fields.join(", ")
}

/// What has a spelling in SQL, in it.
fn spelled(value: &Value) -> Option<String> {
    value.as_object()?;
    if let Some(of) = read::<Column>(value) {
        return Some(sql::column(&of));
    }
    if let Some(of) = read::<Attribute>(value) {
        return Some(sql::attribute(&of));
    }
    if let Some(of) = read::<DataType>(value) {
        return Some(sql::data_type(&of).into_owned());
    }
    if let Some(of) = read::<Expression>(value) {
        return Some(sql::expression(&of));
    }
    read::<QualifiedName>(value).map(|of| of.to_string())
}

/// Reads a value as something, where it is that and nothing more.
fn read<T: DeserializeOwned + Serialize>(value: &Value) -> Option<T> {
    let read: T = serde_json::from_value(value.clone()).ok()?;
    (serde_json::to_value(&read).ok()? == *value).then_some(read)
}

impl Facet {
    /// The lines that differ, with a `-` before those of before and a `+` before those of after, where either
    /// side has several.
    #[must_use]
    pub fn lines(&self) -> Option<String> {
        let (before, after) = (self.before.as_deref()?, self.after.as_deref()?);
        if !before.trim_end().contains('\n') && !after.trim_end().contains('\n') {
            return None;
        }
        let diff = similar::TextDiff::from_lines(before, after);
        let diff = diff
            .unified_diff()
            .context_radius(1)
            .missing_newline_hint(false)
            .to_string();
        // Where in the text a difference stands is of no use to who reads it without the text.
        let lines = diff.lines().enumerate();
        let lines = lines.filter_map(|(place, line)| match line.strip_prefix("@@") {
            Some(_) => (place > 0).then_some(" …"),
            None => Some(line),
        });
        Some(lines.collect::<Vec<_>>().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use voxanne_schema::model::Enum;

    use super::*;

    fn table(columns: &str) -> Object {
        let json = format!(
            r#"{{"table":{{"name":{{"namespace":"public","name":"t"}},"columns":[{columns}],"tenancy":"unclassified"}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn column(name: &str, more: &str) -> String {
        format!(r#"{{"name":"{name}","data_type":{{"base":{{"system":"text"}}}},"nullable":true{more}}}"#)
    }

    /// The facets, a line each.
    fn told(previous: &Object, next: &Object) -> Vec<String> {
        let facets = between(previous, next).into_iter();
        facets
            .map(|of| format!("{}: {:?} -> {:?}", of.name, of.before, of.after))
            .collect()
    }

    #[test]
    fn columns_are_told_by_name_in_the_words_of_sql() {
        let before = table(&[column("a", ""), column("b", ""), column("c", "")].join(","));
        let after = table(
            &[
                column("b", r#","default":{"literal":{"text":"x"}}"#),
                column("a", ""),
                column("d", ""),
            ]
            .join(","),
        );
        assert_eq!(
            told(&before, &after),
            [
                r#"column `b`: Some("b text") -> Some("b text DEFAULT 'x'")"#,
                r#"column `c`: Some("c text") -> None"#,
                r#"column `d`: None -> Some("d text")"#,
                r#"order of columns: Some("a, b") -> Some("b, a")"#,
            ]
        );
    }

    #[test]
    fn what_is_no_part_of_a_spelling_is_told_by_its_field() {
        let before = table(&column("a", ""));
        let after = table(&column("a", r#","storage":{"statistics":200}"#));
        let told = told(&before, &after);
        assert_eq!(told, [r#"column `a`: storage: None -> Some("statistics 200")"#]);
    }

    #[test]
    fn values_without_names_are_told_as_a_list() {
        let of = |labels: &[&str]| -> Object {
            Enum {
                name: QualifiedName::new("public", "mood"),
                labels: labels.iter().map(|label| (*label).into()).collect(),
            }
            .into()
        };
        assert_eq!(
            told(&of(&["a", "b"]), &of(&["a"])),
            [r#"labels: Some("a, b") -> Some("a")"#]
        );
    }

    #[test]
    fn a_text_of_several_lines_is_told_by_those_that_differ() {
        let facet = Facet {
            name: "body".to_owned(),
            before: Some("1\n2\n3\n4\n5\n6\n7\n".to_owned()),
            after: Some("1\n2\n3\nfour\n5\n6\n7\n8\n".to_owned()),
        };
        assert_eq!(facet.lines().as_deref(), Some(" 3\n-4\n+four\n 5\n …\n 7\n+8"));
        let short = Facet {
            before: Some("1".to_owned()),
            after: Some("2".to_owned()),
            ..facet
        };
        assert_eq!(short.lines(), None);
    }
}
