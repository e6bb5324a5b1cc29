//! `schema.md`: the diagram, and what stands in each table, module by module.

use voxanne_schema::declare::Declared;
use voxanne_schema::model::{
    Column, Composite, Constraint, ConstraintDefinition, Deferral, Domain, Enum, Identity, Index,
    ReferentialAction, Sequence, Table,
};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::diagram::diagram;
use super::facts::Facts;
use super::{HEADER, label, markdown as md, views};
use crate::{kinds, sql};

/// The whole page.
#[must_use]
pub fn schema(declared: &Declared) -> String {
    let facts = Facts::of(declared);
    let modules = facts.modules();
    let mut text = format!("{HEADER}\n# Schema of {}\n\n", md::words(&declared.name));
    text.push_str("Derived from the definitions; no database was asked.\n");
    if !modules.is_empty() {
        text.push('\n');
        text.push_str(&md::block("mermaid", &diagram(declared)));
        text.push_str(
            "\n`||` is exactly one, `|o` one or none, `o{` any number. What stands at a line are the columns \
             that refer.\n",
        );
    }
    for module in &modules {
        text.push_str(&format!("\n## {}\n", md::code(module.slug)));
        for table in &module.tables {
            text.push_str(&section(&facts, table));
        }
    }
    text.push_str(&views::sections(&facts));
    let enums: Vec<&Enum> = declared.schema.enums().collect();
    if !enums.is_empty() {
        text.push_str("\n## Enums\n\n");
        text.push_str(&md::head(&["enum", "labels, in order", "what it is"]));
        for of in enums {
            text.push_str(&enumeration(&facts, of));
        }
    }
    let domains: Vec<&Domain> = declared.schema.domains().collect();
    if !domains.is_empty() {
        text.push_str("\n## Domains\n\n");
        text.push_str(&md::head(&[
            "domain",
            "values",
            "null",
            "default",
            "what holds",
            "what it is",
        ]));
        for of in domains {
            text.push_str(&domain(&facts, of));
        }
    }
    let composites: Vec<&Composite> = declared.schema.composites().collect();
    if !composites.is_empty() {
        text.push_str("\n## Composite types\n\n");
        text.push_str(&md::head(&["type", "attributes, in order", "what it is"]));
        for of in composites {
            text.push_str(&composite(&facts, of));
        }
    }
    let sequences: Vec<&Sequence> = declared.schema.sequences().collect();
    if !sequences.is_empty() {
        text.push_str("\n## Sequences\n\n");
        text.push_str(&md::head(&[
            "sequence",
            "numbers",
            "from",
            "to",
            "by",
            "what it is",
        ]));
        for of in sequences {
            text.push_str(&sequence(&facts, of));
        }
    }
    text
}

fn sequence(facts: &Facts<'_>, of: &Sequence) -> String {
    let comment = facts.comment(ObjectId::Sequence(of.name.clone()));
    let last = if of.increment < 0 { of.min } else { of.max };
    let mut words = md::words(comment.unwrap_or_default());
    let owner = ObjectId::SequenceOwner(of.name.clone());
    if let Some(Object::SequenceOwner(owner)) = facts.declared.schema.get(&owner) {
        let column = md::code(&format!("{}.{}", label::qualified(&owner.table), owner.column));
        let gap = if words.is_empty() { "" } else { " " };
        words.push_str(&format!("{gap}Belongs to {column}."));
    }
    md::row([
        md::code(&label::qualified(&of.name)).as_str(),
        &md::code(&label::data_type(&of.data_type)),
        &of.start.to_string(),
        &last.to_string(),
        &of.increment.to_string(),
        &words,
    ])
}

fn composite(facts: &Facts<'_>, of: &Composite) -> String {
    let comment = facts.comment(ObjectId::Composite(of.name.clone()));
    let attributes = of.attributes.iter();
    let attributes: Vec<String> = attributes
        .map(|attribute| format!("{} {}", attribute.name, label::data_type(&attribute.data_type)))
        .collect();
    md::row([
        md::code(&label::qualified(&of.name)).as_str(),
        &md::codes(attributes.iter().map(String::as_str)),
        &md::words(comment.unwrap_or_default()),
    ])
}

fn domain(facts: &Facts<'_>, of: &Domain) -> String {
    let comment = facts.comment(ObjectId::Domain(of.name.clone()));
    let default = of.default.as_ref();
    let default = default.map(|value| sql::default_value(value, &of.data_type));
    let checks: Vec<String> = of
        .checks
        .iter()
        .map(|check| sql::expression(&check.condition))
        .collect();
    md::row([
        md::code(&label::qualified(&of.name)).as_str(),
        &md::code(&label::data_type(&of.data_type)),
        if of.nullable { "yes" } else { "" },
        &default.map_or_else(String::new, |value| md::code(&value)),
        &md::codes(checks.iter().map(String::as_str)),
        &md::words(comment.unwrap_or_default()),
    ])
}

fn enumeration(facts: &Facts<'_>, of: &Enum) -> String {
    let comment = facts.comment(ObjectId::Enum(of.name.clone()));
    md::row([
        md::code(&label::qualified(&of.name)).as_str(),
        &md::codes(of.labels.iter().map(Name::as_str)),
        &md::words(comment.unwrap_or_default()),
    ])
}

fn section(facts: &Facts<'_>, table: &Table) -> String {
    let mut text = format!("\n### {}\n\n", md::code(&label::qualified(&table.name)));
    if let Some(comment) = facts.comment(ObjectId::Table(table.name.clone())) {
        text.push_str(&md::paragraphs(comment));
        text.push('\n');
    }
    text.push_str(&md::head(&["column", "type", "null", "default", "what it is"]));
    for column in &table.columns {
        let comment = facts.declared.schema.column_comment(&table.name, &column.name);
        text.push_str(&md::row([
            md::code(column.name.as_str()).as_str(),
            &md::code(&label::data_type(&column.data_type)),
            if column.nullable { "yes" } else { "" },
            &default(column),
            &md::words(comment.unwrap_or_default()),
        ]));
    }
    let about = facts.table(&table.name);
    if !(about.constraints.is_empty() && about.indexes.is_empty()) {
        text.push('\n');
    }
    for of in &about.constraints {
        text.push_str(&format!("- {}: {}\n", md::code(of.name.as_str()), constraint(of)));
    }
    for index in &about.indexes {
        text.push_str(&format!(
            "- {}: {}\n",
            md::code(index.name.as_str()),
            self::index(index)
        ));
    }
    if !table.inherits.is_empty() {
        let parents = table.inherits.iter().map(|parent| md::code(&parent.to_string()));
        let parents: Vec<String> = parents.collect();
        text.push_str(&format!("\nIts rows are rows of {} too.\n", parents.join(", ")));
    }
    text.push_str(&partitions(facts, table));
    text
}

/// What a table is partitioned by, and its partitions, those of a partition under it.
fn partitions(facts: &Facts<'_>, table: &Table) -> String {
    let Some(key) = &table.partition_by else {
        return String::new();
    };
    let schema = &facts.declared.schema;
    let mut text = format!("\n{}\n\n", md::code(&sql::partition_by(key)));
    for partition in kinds::partition::in_depth(&table.name, None, schema) {
        let depth = kinds::partition::depth(partition, schema);
        let bound = kinds::partition::bound(partition, schema).unwrap_or_default();
        let key = partition.partition_by.as_ref().map(sql::partition_by);
        let clauses = std::iter::once(bound).chain(key).collect::<Vec<_>>().join(" ");
        let comment = facts.comment(ObjectId::Partition(partition.id()));
        let comment = comment.map_or_else(String::new, |text| format!(", {}", md::words(text)));
        text.push_str(&format!(
            "{}- partition {}: {}{comment}\n",
            "  ".repeat(depth),
            md::code(partition.name.as_str()),
            md::code(&clauses)
        ));
    }
    text
}

/// What a column gets when an insert says nothing.
fn default(column: &Column) -> String {
    if let Some(generated) = &column.generated {
        return format!("always {}", md::code(&sql::expression(generated)));
    }
    let counts = || match sql::identity_options(&plain(column), column) {
        options if options.is_empty() => String::new(),
        options => format!(" {}", md::code(&options.join(" "))),
    };
    match (&column.default, column.identity) {
        (_, Some(Identity::Always)) => format!("identity, always{}", counts()),
        (_, Some(Identity::ByDefault)) => format!("identity{}", counts()),
        (Some(default), None) => md::code(&sql::default_value(default, &column.data_type)),
        (None, None) => String::new(),
    }
}

/// The column as it would count by itself.
fn plain(column: &Column) -> Column {
    Column {
        sequence_options: Default::default(),
        sequence: None,
        options: Default::default(),
        ..column.clone()
    }
}

fn constraint(constraint: &Constraint) -> String {
    let columns = |names: &[Name]| md::codes(names.iter().map(Name::as_str));
    let mut text = match &constraint.definition {
        ConstraintDefinition::PrimaryKey(names) => format!("primary key {}", columns(names)),
        ConstraintDefinition::Unique {
            columns: names,
            nulls_not_distinct,
        } => {
            let nulls = if *nulls_not_distinct { ", nulls equal" } else { "" };
            format!("unique {}{nulls}", columns(names))
        }
        ConstraintDefinition::Exclude(exclusion) => {
            format!("no two rows {}", md::code(&sql::exclude(exclusion)))
        }
        ConstraintDefinition::Check(condition) => {
            let own = if constraint.no_inherit {
                ", of its own rows alone"
            } else {
                ""
            };
            format!("check {}{own}", md::code(&sql::expression(condition)))
        }
        ConstraintDefinition::ForeignKey(key) => {
            let mut text = format!(
                "{} refers to {} of {}",
                columns(&key.columns),
                columns(&key.referenced_columns),
                md::code(&label::qualified(&key.references))
            );
            for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
                if action != ReferentialAction::NoAction {
                    text.push_str(&format!(", on {event} {}", action.sql().to_lowercase()));
                }
            }
            text
        }
    };
    match constraint.deferral {
        Deferral::NotDeferrable => {}
        Deferral::Deferrable => text.push_str(", can be put off to the end of a transaction"),
        Deferral::InitiallyDeferred => text.push_str(", checked at the end of a transaction"),
    }
    if !constraint.validated {
        text.push_str(", not proven for older rows");
    }
    text
}

fn index(index: &Index) -> String {
    let unique = if index.unique { "unique index" } else { "index" };
    let mut text = format!("{unique} on {}", md::code(&sql::index_keys(index)));
    if index.method.sql() != "btree" {
        text.push_str(&format!(", {}", index.method.sql()));
    }
    if !index.include.is_empty() {
        let names = md::codes(index.include.iter().map(Name::as_str));
        text.push_str(&format!(", with {names}"));
    }
    if let Some(filter) = &index.filter {
        text.push_str(&format!(", where {}", md::code(&sql::expression(filter))));
    }
    text
}

#[cfg(test)]
mod tests {
    use voxanne_schema::expression::Expression;
    use voxanne_schema::model::{Comment, CommentTarget, IndexKey, IndexMethod};

    use super::*;
    use crate::outputs::testing::{Model, column, qualified};

    #[test]
    fn a_table_tells_its_columns_and_what_holds_of_them() {
        let mut with = vec![
            column("id", "bigint"),
            column("a|b", "!other.kind[]?"),
            column("c", "text"),
        ];
        with[0].identity = Some(Identity::Always);
        with[2].generated = Some(Expression::raw("'a' || 'b'"));
        let model = Model::default()
            .columns("rows", &["id"], with)
            .refers("rows", &["id"], "auth.users", &["id"])
            .add(Comment {
                on: CommentTarget::Column(qualified("rows"), Name::new("c")),
                text: "two\nlines | <one>".to_owned(),
            })
            .add(Index {
                table: qualified("rows"),
                on: voxanne_schema::model::Indexed::Table,
                name: Name::new("by c"),
                unique: true,
                method: IndexMethod::Gin,
                keys: vec![IndexKey::column("c")],
                include: vec![Name::new("id")],
                filter: Some(Expression::raw("c <> ''")),
                nulls_not_distinct: false,
                parameters: Default::default(),
                replica_identity: false,
            });
        let text = schema(&model.declared());
        let expected = "\
### `rows`

| column | type | null | default | what it is |
| --- | --- | --- | --- | --- |
| `id` | `bigint` | | identity, always | |
| `a\\|b` | `other.kind[]` | yes | | |
| `c` | `text` | | always `'a' \\|\\| 'b'` | two lines \\| \\<one> |

- `id_fkey`: `id` refers to `id` of `auth.users`, on delete cascade
- `pkey`: primary key `id`
- `by c`: unique index on `c`, gin, with `id`, where `c <> ''`
";
        assert!(text.ends_with(expected), "{text}");
    }
}
