//! Views and materialized views, with the query as PostgreSQL writes it.

use serde::Deserialize;
use voxanne_schema::model::{self, CheckOption, Parameters, ViewColumn, ViewSecurity};
use voxanne_schema::name::{Name, QualifiedName};

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;
use crate::introspect::{text, unnamed};

#[derive(Deserialize)]
pub(in crate::introspect) struct View {
    oid: u32,
    namespace: Name,
    name: Name,
    columns: Option<Vec<Column>>,
    query: String,
    options: Option<Vec<String>>,
    populated: bool,
    lacks: Vec<Option<String>>,
}

#[derive(Deserialize)]
struct Column {
    name: Name,
    type_oid: u32,
    type_text: Option<String>,
}

fn query(scope: &Scope, kind: char) -> String {
    format!(
        "SELECT c.oid::int8 AS oid, n.nspname AS namespace, c.relname AS name, pg_get_viewdef(c.oid) AS query,
    (SELECT json_agg(json_build_object('name', a.attname, 'type_oid', a.atttypid::int8, 'type_text',
        CASE WHEN a.atttypmod <> -1 THEN format_type(a.atttypid, a.atttypmod) END) ORDER BY a.attnum)
        FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    c.reloptions AS options, c.relispopulated AS populated,
    ARRAY[
        CASE WHEN c.reltablespace <> 0 THEN 'tablespace of a materialized view' END,
        CASE WHEN c.relkind = 'm' AND (SELECT amname FROM pg_am WHERE oid = c.relam) <> 'heap'
            THEN 'access method of a materialized view' END,
        CASE WHEN c.relkind = 'm' AND EXISTS (SELECT FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND (nullif(a.attstattarget, -1) IS NOT NULL
                OR a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attoptions IS NOT NULL))
            THEN 'storage of a materialized view''s column' END] AS lacks
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = '{kind}' AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_class", "c.oid"),
    )
}

impl View {
    fn query(&self) -> String {
        let query = self.query.trim();
        unnamed::named(&text::faithful(query.strip_suffix(';').unwrap_or(query)))
    }

    fn columns(&self, found: &Found) -> Result<Vec<ViewColumn>, Error> {
        let columns = self.columns.iter().flatten();
        let columns = columns.map(|column| {
            Ok(ViewColumn {
                name: column.name.clone(),
                data_type: found
                    .names
                    .data_type(column.type_oid, column.type_text.as_deref())?,
                nullable: true,
            })
        });
        columns.collect()
    }

    /// Names what the model has no form for, and gives the options.
    fn options(&self, known: &[&str], found: &mut Found) -> Parameters {
        let options = text::parameters(self.options.as_deref());
        let others = options.keys().any(|option| !known.contains(&option.as_str()));
        let lacks = self.lacks.iter().flatten().cloned();
        let place = format!("{}.{}", self.namespace, self.name);
        for what in lacks.chain(others.then(|| "storage of a materialized view".to_owned())) {
            found.name(what, place.clone());
        }
        options
    }
}

impl Introspect for model::View {
    type Row = View;

    fn query(scope: &Scope) -> String {
        query(scope, 'v')
    }

    fn read(row: View, found: &mut Found) -> Result<(), Error> {
        let options = row.options(&["security_invoker", "security_barrier", "check_option"], found);
        let is_on = |option: &str| options.get(option).is_some_and(|value| is_true(value));
        let view = Self {
            columns: row.columns(found)?,
            query: row.query(),
            security: if is_on("security_invoker") {
                ViewSecurity::Invoker
            } else {
                ViewSecurity::Definer(String::new())
            },
            security_barrier: is_on("security_barrier"),
            options: as_said(&options),
            check_option: match options.get("check_option").map(String::as_str) {
                Some("local") => Some(CheckOption::Local),
                Some("cascaded") => Some(CheckOption::Cascaded),
                _ => None,
            },
            recursive: false,
            key: Vec::new(),
            depends_on: found.depends.of(class::REWRITE, row.oid, &found.names),
            name: QualifiedName::new(row.namespace, row.name),
        };
        found.add(view)
    }
}

/// The switches in the words of whoever said them, where we would say them otherwise.
fn as_said(options: &Parameters) -> Parameters {
    let switches = options.iter().filter(|(name, _)| *name != "check_option");
    let said: Parameters = switches
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let ours = ["security_invoker", "security_barrier"].into_iter();
    let ours = ours.filter(|name| said.contains_key(name));
    let ours: Parameters = ours.map(|name| (name.to_owned(), "true".to_owned())).collect();
    if said == ours { Parameters::new() } else { said }
}

/// A switch as somebody wrote it.
fn is_true(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    matches!(value.as_str(), "on" | "true" | "yes" | "1" | "t" | "y")
}

impl Introspect for model::MaterializedView {
    type Row = View;

    fn query(scope: &Scope) -> String {
        query(scope, 'm')
    }

    fn read(row: View, found: &mut Found) -> Result<(), Error> {
        row.options(&[], found);
        let view = Self {
            columns: row.columns(found)?,
            query: row.query(),
            populated: row.populated,
            exposes: None,
            key: Vec::new(),
            depends_on: found.depends.of(class::REWRITE, row.oid, &found.names),
            name: QualifiedName::new(row.namespace, row.name),
        };
        found.add(view)
    }
}
