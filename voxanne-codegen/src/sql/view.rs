//! `CREATE VIEW` and `CREATE MATERIALIZED VIEW`.

use voxanne_schema::model::{CheckOption, MaterializedView, View, ViewColumn};
use voxanne_schema::name::Name;

use super::ident::{columns, data_type, ident, qualified};
use crate::analysis::lay_out;

/// `CREATE VIEW`, or `CREATE OR REPLACE VIEW`.
#[must_use]
pub fn create_view(view: &View, replace: bool) -> String {
    let replace = if replace { "OR REPLACE " } else { "" };
    let recursive = if view.recursive { "RECURSIVE " } else { "" };
    let mut head = format!("CREATE {replace}{recursive}VIEW {}", qualified(&view.name));
    if view.recursive {
        head.push_str(&format!(" ({})", names(&view.columns)));
    }
    finish(&head, view, &lay_out(&view.query))
}

/// The same view under another name, given in SQL. Its query reads the view itself by the name that
/// it has, so that the recursion is spelled out, as PostgreSQL does.
#[must_use]
pub fn create_view_as(view: &View, name: &str) -> String {
    let query = lay_out(&view.query);
    let query = if view.recursive {
        let names = names(&view.columns);
        let own = ident(&view.name.name);
        format!("WITH RECURSIVE {own} ({names}) AS (\n{query}\n)\nSELECT {names}\nFROM {own}")
    } else {
        query
    };
    finish(&format!("CREATE VIEW {name}"), view, &query)
}

fn finish(head: &str, view: &View, query: &str) -> String {
    let mut options = view.options.clone();
    if options.is_empty() {
        let switches = [
            ("security_invoker", view.is_invoker()),
            ("security_barrier", view.security_barrier),
        ];
        let on = switches.into_iter().filter(|(_, is_on)| *is_on);
        options.extend(on.map(|(name, _)| (name.to_owned(), "true".to_owned())));
    }
    let with = if options.is_empty() {
        String::new()
    } else {
        format!("\nWITH ({})", super::parameters(&options))
    };
    let check = match view.check_option {
        Some(CheckOption::Local) => "\nWITH LOCAL CHECK OPTION",
        Some(CheckOption::Cascaded) => "\nWITH CASCADED CHECK OPTION",
        None => "",
    };
    format!("{head}{with} AS\n{query}{check};")
}

/// `CREATE MATERIALIZED VIEW`, filled or not.
#[must_use]
pub fn create_materialized_view(view: &MaterializedView) -> String {
    let data = if view.populated { "" } else { "\nWITH NO DATA" };
    format!(
        "CREATE MATERIALIZED VIEW {} AS\n{}{data};",
        qualified(&view.name),
        lay_out(&view.query)
    )
}

/// A table of the columns that a view is declared to have.
#[must_use]
pub fn create_table_of(view_columns: &[ViewColumn], name: &str) -> String {
    let columns: Vec<String> = view_columns
        .iter()
        .map(|column| format!("    {} {}", ident(&column.name), data_type(&column.data_type)))
        .collect();
    format!("CREATE TABLE {name} (\n{}\n);", columns.join(",\n"))
}

fn names(view_columns: &[ViewColumn]) -> String {
    let names: Vec<Name> = view_columns.iter().map(|column| column.name.clone()).collect();
    columns(&names)
}
