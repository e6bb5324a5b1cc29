//! Tables.

use std::fmt::Write as _;

use voxanne_schema::model::{
    Column, CommentTarget, Identity, IndexElement, PartitionMethod, SequenceOptions, Table, Tenancy,
};
use voxanne_schema::object::ObjectId;

use super::Importer;
use super::expression::Columns;
use super::literal::{self, word};
use super::rules::are_in_order;
use super::value::{counting, in_namespace};

impl Importer<'_> {
    /// Whether definitions have words for all of a table's columns.
    pub(super) fn can_say_table(&mut self, table: &Table) -> bool {
        let sayable = |importer: &mut Self, column: &Column| {
            importer.rust_type(&column.data_type)?;
            for expression in column.default.iter().chain(&column.generated) {
                importer.value(expression, &column.data_type)?;
            }
            let counted = ["smallint", "integer", "bigint"];
            let can_count = counted.iter().any(|name| column.data_type.is_system(name)) && !column.nullable;
            let is_plain = column.sequence.is_none() && column.options.is_empty();
            (is_plain && (column.identity.is_none() || can_count)).then_some(())
        };
        let by_columns = table
            .partition_by
            .iter()
            .flat_map(|key| &key.elements)
            .all(|element| {
                matches!(element.element, IndexElement::Column(_))
                    && element.collation.is_none()
                    && element.operator_class.is_none()
            });
        by_columns
            && are_in_order(&table.storage.parameters)
            && !table.columns.is_empty()
            && table.columns.iter().all(|column| sayable(self, column).is_some())
    }

    pub(super) fn table(&mut self, table: &Table) -> Option<String> {
        let Table {
            name,
            columns,
            tenancy,
            storage: _,
            partition_by,
            inherits,
        } = table;
        let id = ObjectId::Table(name.clone());
        let rust = self.types.get(&id)?.clone();
        let fields = self.fields_of(&id);
        let keys = self.keys(table, &fields);
        let mut words = vec![format!("name = {}", word(name.name.as_str()))];
        words.extend(in_namespace(name));
        match tenancy {
            Tenancy::Tenant(column) => words.push(format!("tenant = {}", fields.get(column)?)),
            Tenancy::Shared(why) => words.push(format!("shared = {}", word(why))),
            Tenancy::Unclassified => {}
        }
        for parent in inherits {
            words.push(format!(
                "inherits({})",
                self.type_name(&ObjectId::Table(parent.clone()))?
            ));
        }
        if let Some(key) = partition_by {
            let method = match key.method {
                PartitionMethod::Range => "range",
                PartitionMethod::List => "list",
                PartitionMethod::Hash => "hash",
            };
            let by: Option<Vec<String>> = key.columns().map(|column| fields.get(column).cloned()).collect();
            words.push(format!("partition_by = {method}({})", by?.join(", ")));
        }
        words.extend(keys.of_table.iter().cloned());
        let mut body = String::new();
        for column in columns {
            body.push_str(&self.column(table, column, &fields, keys.of_columns.get(&column.name))?);
        }
        let mut rules: Vec<String> = keys
            .rules
            .iter()
            .map(|rule| format!("        {rule}\n"))
            .collect();
        rules.extend(self.rules(&id, &fields));
        if rules.is_empty() {
            words.push("no_rules".to_owned());
        }
        let mut out = self.doc_of(&id, "");
        out.push_str("#[derive(Table)]\n");
        out.push_str(&literal::list("#[table(", &words, ")]", ""));
        let _ = write!(out, "pub struct {rust} {{\n{body}}}\n");
        out.push_str(&rules_of("TableRules", &rust, &rules));
        Some(out)
    }

    fn column(
        &mut self,
        table: &Table,
        column: &Column,
        fields: &Columns,
        keys: Option<&Vec<String>>,
    ) -> Option<String> {
        let Column {
            name,
            data_type,
            nullable,
            default,
            identity,
            sequence_options,
            generated,
            collation: _,
            storage: _,
            // A table with these is said in another form.
            sequence: _,
            options: _,
        } = column;
        let field = fields.get(name)?;
        let mut words = Vec::new();
        if field.trim_start_matches("r#") != name.as_str() {
            words.push(format!("name = {}", word(name.as_str())));
        }
        words.extend(keys.into_iter().flatten().cloned());
        if let Some(default) = default {
            words.push(format!("default = {}", self.value(default, data_type)?));
        }
        if let Some(generated) = generated {
            words.push(format!("generated = {}", self.value(generated, data_type)?));
        }
        if let Some(identity) = identity {
            words.push(counted(*identity, sequence_options));
        }
        let rust = self.rust_type(data_type)?;
        let rust = if *nullable {
            format!("Option<{rust}>")
        } else {
            rust
        };
        let on = CommentTarget::Column(table.name.clone(), name.clone());
        let mut out = self.doc_on(&on, "    ");
        if !words.is_empty() {
            out.push_str(&literal::list("#[col(", &words, ")]", "    "));
        }
        let _ = writeln!(out, "    pub {field}: {rust},");
        Some(out)
    }
}

/// `impl TableRules for Contact { … }`, where there are rules.
pub(super) fn rules_of(implemented: &str, rust: &str, rules: &[String]) -> String {
    if rules.is_empty() {
        return String::new();
    }
    let text = rules.concat();
    let columns = if names_columns(&text) { "c" } else { "_" };
    format!(
        "\nimpl {implemented} for {rust} {{\n    type Columns = {rust}Columns;\n\n    fn rules({columns}: {rust}Columns, \
         r: &mut Rules<'_, Self>) {{\n{text}    }}\n}}\n"
    )
}

/// Whether rules name columns: `c.` where nothing else ends in a `c`, outside of texts.
fn names_columns(rules: &str) -> bool {
    let tokens: Result<proc_macro2::TokenStream, _> = rules.parse();
    fn any(tokens: proc_macro2::TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == "c",
            proc_macro2::TokenTree::Group(group) => any(group.stream()),
            _ => false,
        })
    }
    tokens.is_ok_and(any)
}

/// `identity`, with how it counts.
fn counted(identity: Identity, options: &SequenceOptions) -> String {
    let by_default = (identity == Identity::ByDefault).then(|| "by_default".to_owned());
    let said: Vec<String> = by_default.into_iter().chain(counting(options)).collect();
    match (said.as_slice(), options.is_default()) {
        ([], _) => "identity".to_owned(),
        ([by_default], true) => format!("identity = {by_default}"),
        (said, _) => format!("identity({})", said.join(", ")),
    }
}
