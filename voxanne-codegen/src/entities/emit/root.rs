//! `lib.rs` and `prelude.rs`.

use std::collections::BTreeSet;

use voxanne_schema::name::QualifiedName;

use super::Writer;
use super::source::Source;
use super::syntax::{import, literal, module_doc, push};
use crate::entities::ident::{escaped, file_stem, is_ident};
use crate::entities::options::Format;
use crate::entities::reserved;

/// How deep rustc looks into types unless it is told otherwise.
const RUSTCS_LIMIT: usize = 128;

/// How many types stand around a model in the field of another, at most, with room to spare.
const TYPES_PER_HOP: usize = 16;

impl Writer<'_> {
    /// `lib.rs`: what the crate is, and its modules.
    pub(super) fn lib_file(&self) -> String {
        let mut source = Source::new();
        source.item(|text| module_doc(text, &self.crate_doc()));
        source.plain(&self.lints());
        source.tight_item(|text| module(text, "prelude"));
        let siblings: BTreeSet<&str> = self.options.sibling_modules.iter().map(String::as_str).collect();
        for sibling in siblings {
            if is_ident(sibling) && !reserved::MODULES.contains(&sibling) {
                source.tight_item(|text| module(text, sibling));
            }
        }
        let mut modules: Vec<&str> = self
            .plan
            .entities
            .iter()
            .map(|e| e.spelling.snake.as_str())
            .collect();
        modules.extend((!self.plan.enums.is_empty()).then_some("enums"));
        modules.sort_unstable();
        source.loosen();
        modules
            .into_iter()
            .for_each(|name| source.tight_item(|text| module(text, name)));
        source.finish()
    }

    /// `prelude.rs`: every entity by the name of its table.
    pub(super) fn prelude_file(&self) -> String {
        let mut source = Source::new();
        source.item(|text| module_doc(text, "Every entity, by the name of its table."));
        let mut names: Vec<(&str, &str)> = self
            .plan
            .entities
            .iter()
            .map(|e| (e.spelling.snake.as_str(), e.spelling.pascal.as_str()))
            .collect();
        names.sort_unstable();
        for (module, name) in names {
            source.tight_item(|text| {
                text.push_str("pub ");
                import(text, &["super", module], &format!("Entity as {}", escaped(name)));
            });
        }
        source.finish()
    }

    fn crate_doc(&self) -> String {
        let mut text = self
            .options
            .crate_doc
            .as_deref()
            .unwrap_or("The entities of the schema, a module for each table.")
            .to_owned();
        if !self.plan.keyless.is_empty() {
            text.push_str("\n\nWithout an entity, because no key tells the rows apart: ");
            text.push_str(&list(&self.plan.keyless));
        }
        if !self.plan.textual.is_empty() {
            text.push_str("\n\nText in Rust, because sea-orm cannot tell the labels apart: ");
            text.push_str(&list(&self.plan.textual));
        }
        text
    }

    /// What the compiler is told: comments are the database's own, and so are the letters.
    fn lints(&self) -> String {
        let mut lints = String::new();
        if self.options.format == Format::Dense {
            // A model holds the models that it reaches; rustc follows them through every table.
            let depth = (self.plan.entities.len() * TYPES_PER_HOP).max(RUSTCS_LIMIT);
            if depth > RUSTCS_LIMIT {
                lints.push_str(&format!("#![recursion_limit = \"{depth}\"]\n"));
            }
        }
        lints.push_str("#![forbid(unsafe_code)]\n");
        if self.plan.has_comments() {
            lints.push_str("#![allow(clippy::doc_lazy_continuation, rustdoc::all)]\n");
        }
        if self.plan.has_other_scripts() {
            lints.push_str("#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]\n");
            // Some scripts have small letters without capital ones.
            lints.push_str("#![allow(non_camel_case_types, non_snake_case)]\n");
        }
        lints
    }
}

fn list(names: &[&QualifiedName]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("{}.", names.join(", "))
}

/// Writes `pub mod name;`
fn module(into: &mut String, name: &str) {
    let stem = file_stem(name);
    if stem != name {
        into.push_str("#[path = ");
        literal(into, &format!("{stem}.rs"));
        into.push_str("]\n");
    }
    push(into, &["pub mod ", &escaped(name), ";\n"]);
}
