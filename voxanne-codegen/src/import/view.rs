//! Views and materialized views. Their queries stand in files of their own.

use std::fmt::Write as _;

use voxanne_schema::model::{CheckOption, CommentTarget, MaterializedView, View, ViewColumn, ViewSecurity};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::ObjectId;

use super::Importer;
use super::literal::{self, word};
use super::table::rules_of;
use super::value::in_namespace;

impl Importer<'_> {
    pub(super) fn view(&mut self, view: &View) -> Option<String> {
        let View {
            name,
            columns,
            query,
            security,
            security_barrier,
            check_option,
            recursive,
            options,
            key: _,
            depends_on: _,
        } = view;
        if !options.is_empty() {
            return None;
        }
        let mut words = Vec::new();
        if let ViewSecurity::Definer(_) = security {
            words.push("security_definer = \"it was so before anybody declared it\"".to_owned());
        }
        if *security_barrier {
            words.push("security_barrier".to_owned());
        }
        match check_option {
            None => {}
            Some(CheckOption::Local) => words.push("check_option = local".to_owned()),
            Some(CheckOption::Cascaded) => words.push("check_option = cascaded".to_owned()),
        }
        if *recursive {
            words.push("recursive".to_owned());
        }
        self.of_query(&ObjectId::View(name.clone()), name, columns, query, words)
    }

    pub(super) fn materialized_view(&mut self, view: &MaterializedView) -> Option<String> {
        let MaterializedView {
            name,
            columns,
            query,
            populated,
            exposes: _,
            key: _,
            depends_on: _,
        } = view;
        let mut words = vec!["materialized".to_owned()];
        if !populated {
            words.push("without_data".to_owned());
        }
        self.of_query(
            &ObjectId::MaterializedView(name.clone()),
            name,
            columns,
            query,
            words,
        )
    }

    fn of_query(
        &mut self,
        id: &ObjectId,
        name: &QualifiedName,
        columns: &[ViewColumn],
        query: &str,
        more: Vec<String>,
    ) -> Option<String> {
        let rust = self.types.get(id)?.clone();
        let fields = self.fields_of(id);
        if columns.is_empty() {
            return None;
        }
        let mut body = String::new();
        for column in columns {
            let field = fields.get(&column.name)?;
            let inner = self.rust_type(&column.data_type)?;
            let inner = if column.nullable {
                format!("Option<{inner}>")
            } else {
                inner
            };
            let on = CommentTarget::Attribute(Box::new(id.clone()), column.name.clone());
            body.push_str(&self.doc_on(&on, "    "));
            if field.trim_start_matches("r#") != column.name.as_str() {
                let _ = writeln!(body, "    #[col(name = {})]", word(column.name.as_str()));
            }
            let _ = writeln!(body, "    pub {field}: {inner},");
        }
        let mut words = vec![format!("name = {}", word(name.name.as_str()))];
        words.extend(in_namespace(name));
        words.extend(more);
        let file = self.body_file(name.name.as_str(), query);
        words.push(format!("query = include_str!({})", word(&file)));
        let rules = self.rules(id, &fields);
        if rules.is_empty() {
            words.push("no_rules".to_owned());
        }
        let mut out = self.doc_of(id, "");
        out.push_str("#[derive(View)]\n");
        out.push_str(&literal::list("#[view(", &words, ")]", ""));
        let _ = write!(out, "pub struct {rust} {{\n{body}}}\n");
        out.push_str(&rules_of("ViewRules", &rust, &rules));
        Some(out)
    }
}
