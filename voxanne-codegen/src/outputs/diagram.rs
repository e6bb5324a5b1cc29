//! The tables and their references as a Mermaid diagram.
//!
//! Mermaid's grammar leaves few characters for names, none of them escaped; what it would not read
//! is written as `_`, and two tables that become equal by this are numbered.
//!
//! <https://mermaid.js.org/syntax/entityRelationshipDiagram.html>

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::declare::Declared;
use voxanne_schema::model::{Column, ForeignKey, Table};
use voxanne_schema::name::{Name, QualifiedName};

use super::facts::{Facts, ModuleTables, TableFacts};
use super::label;

/// Words that mean something to Mermaid where the name of a table stands, in any case.
const WORDS: &[&str] = &[
    "accdescr",
    "acctitle",
    "class",
    "classdef",
    "direction",
    "end",
    "erdiagram",
    "many",
    "o",
    "one",
    "only",
    "optionally",
    "style",
    "subgraph",
    "title",
    "to",
    "u",
    "zero",
];

/// The whole diagram, `erDiagram` and what follows.
#[must_use]
pub fn diagram(declared: &Declared) -> String {
    let facts = Facts::of(declared);
    let modules = facts.modules();
    let entities = entities(&facts, &modules);
    let mut text = "erDiagram\n".to_owned();
    for module in &modules {
        text.push_str(&format!("    %% {}\n", plain(module.slug)));
        for table in &module.tables {
            text.push_str(&entity(table, facts.table(&table.name), &entities));
        }
    }
    for table in modules.iter().flat_map(|module| &module.tables) {
        for (_, key) in facts.table(&table.name).foreign_keys() {
            text.push_str(&relation(table, key, &facts, &entities));
        }
    }
    text
}

/// What each table is called, those included that are only referred to.
fn entities<'d>(facts: &Facts<'d>, modules: &[ModuleTables<'d>]) -> BTreeMap<&'d QualifiedName, String> {
    let mut names: BTreeSet<&QualifiedName> = BTreeSet::new();
    for table in modules.iter().flat_map(|module| &module.tables) {
        names.insert(&table.name);
        let keys = facts.table(&table.name).foreign_keys();
        names.extend(keys.map(|(_, key)| &key.references));
    }
    let mut taken = BTreeSet::new();
    let mut entities = BTreeMap::new();
    for name in names {
        let wanted = plain(&label::qualified(name));
        let mut given = wanted.clone();
        let mut count = 1;
        while !taken.insert(given.to_lowercase()) {
            count += 1;
            given = format!("{wanted}_{count}");
        }
        entities.insert(name, quoted(given));
    }
    entities
}

fn entity(table: &Table, about: &TableFacts<'_>, entities: &BTreeMap<&QualifiedName, String>) -> String {
    let name = entities.get(&table.name).map_or("_", String::as_str);
    if table.columns.is_empty() {
        return format!("    {name}\n");
    }
    let mut text = format!("    {name} {{\n");
    for column in &table.columns {
        text.push_str(&format!("        {}\n", attribute(column, about)));
    }
    text.push_str("    }\n");
    text
}

fn attribute(column: &Column, about: &TableFacts<'_>) -> String {
    let mut keys = Vec::new();
    if about.primary_key().contains(&column.name) {
        keys.push("PK");
    }
    if about
        .foreign_keys()
        .any(|(_, key)| key.columns.contains(&column.name))
    {
        keys.push("FK");
    }
    if about.primary_key() != std::slice::from_ref(&column.name)
        && about.are_unique(std::slice::from_ref(&column.name))
    {
        keys.push("UK");
    }
    let mut text = format!("{} {}", type_word(column), word(column.name.as_str()));
    if !keys.is_empty() {
        text.push(' ');
        text.push_str(&keys.join(", "));
    }
    text
}

/// A reference, from the table that is referred to: `||--o{` is one to any number.
fn relation(
    table: &Table,
    key: &ForeignKey,
    facts: &Facts<'_>,
    entities: &BTreeMap<&QualifiedName, String>,
) -> String {
    let entity = |name: &QualifiedName| entities.get(name).map_or("_", String::as_str);
    let is_nullable = |name: &Name| table.column(name).is_some_and(|column| column.nullable);
    let parent = if key.columns.iter().any(is_nullable) {
        "|o"
    } else {
        "||"
    };
    let children = if facts.table(&table.name).are_unique(&key.columns) {
        "o|"
    } else {
        "o{"
    };
    let columns: Vec<String> = key.columns.iter().map(|name| plain(name.as_str())).collect();
    format!(
        "    {} {parent}--{children} {} : \"{}\"\n",
        entity(&key.references),
        entity(&table.name),
        columns.join(", ")
    )
}

/// The type, with its length where it has one; Mermaid reads no comma there.
fn type_word(column: &Column) -> String {
    let mut plain_type = column.data_type.clone();
    plain_type.modifiers.clear();
    plain_type.array = false;
    let mut text = word(&label::data_type(&plain_type));
    if let [length] = column.data_type.modifiers.as_slice() {
        text.push_str(&format!("({length})"));
    }
    if column.data_type.array {
        text.push_str("[]");
    }
    text
}

/// A word inside an entity: it begins with a letter, and is none of Mermaid's own.
fn word(text: &str) -> String {
    let mut word = plain(text).replace(['-', '.'], "_");
    if word.starts_with(|c: char| c.is_numeric()) {
        word.insert(0, '_');
    }
    if ["pk", "fk", "uk"].contains(&word.to_lowercase().as_str()) {
        word.push('_');
    }
    word
}

/// A table's name, in quotes unless it is a plain word.
fn quoted(name: String) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !WORDS.contains(&name.to_lowercase().as_str());
    if is_plain { name } else { format!("\"{name}\"") }
}

/// The text without whatever Mermaid might read as more than a letter.
fn plain(text: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || is_letter(c);
    let plain: String = text.chars().map(|c| if kept(c) { c } else { '_' }).collect();
    if plain.is_empty() { "_".to_owned() } else { plain }
}

/// A letter of another script, from where Mermaid takes them.
fn is_letter(c: char) -> bool {
    c >= '\u{c0}' && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use voxanne_schema::model::{Index, IndexKey, IndexMethod};

    use super::*;
    use crate::outputs::testing::Model;

    #[test]
    fn references_have_their_cardinality() {
        let model = Model::default()
            .table("clinics", &["id"], &[("id", "uuid")])
            .table(
                "rooms",
                &["id"],
                &[("id", "uuid"), ("clinic_id", "uuid"), ("next_id", "uuid?")],
            )
            .table("settings", &["clinic_id"], &[("clinic_id", "uuid")])
            .refers("rooms", &["clinic_id"], "clinics", &["id"])
            .refers("rooms", &["next_id"], "rooms", &["id"])
            .refers("settings", &["clinic_id"], "clinics", &["id"])
            .add(Index {
                table: QualifiedName::public("rooms"),
                on: voxanne_schema::model::Indexed::Table,
                name: Name::new("one_next"),
                unique: true,
                method: IndexMethod::Btree,
                keys: vec![IndexKey::column("next_id")],
                include: Vec::new(),
                filter: None,
                nulls_not_distinct: false,
                parameters: Default::default(),
                replica_identity: false,
            });
        let text = diagram(&model.declared());
        let relations: Vec<&str> = text.lines().filter(|line| line.contains("--")).collect();
        assert_eq!(
            relations,
            [
                "    clinics ||--o{ rooms : \"clinic_id\"",
                "    rooms |o--o| rooms : \"next_id\"",
                "    clinics ||--o| settings : \"clinic_id\"",
            ]
        );
        assert!(text.contains("        uuid next_id FK, UK\n"), "{text}");
        assert!(text.contains("        uuid clinic_id PK, FK\n"), "{text}");
        assert!(text.contains("    %% tables\n"), "{text}");
    }

    #[test]
    fn names_are_such_as_mermaid_reads() {
        let model = Model::default()
            .table("one", &[], &[("PK", "text"), ("2 rows", "double precision")])
            .table("a \"b\"", &[], &[("العميل", "varchar(20)")])
            .table("a_`b`", &[], &[("%%{init}", "!other.kind[]")])
            .table("billing.style", &[], &[("n", "numeric(10,2)")]);
        let text = diagram(&model.declared());
        for line in [
            "    \"one\" {\n        text PK_\n        double_precision _2_rows\n    }\n",
            "    a__b_ {\n        varchar(20) العميل\n    }\n",
            "    a__b__2 {\n        other_kind[] ___init_\n    }\n",
            "    \"billing.style\" {\n        numeric n\n    }\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
