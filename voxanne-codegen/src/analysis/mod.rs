//! What SQL text that people wrote refers to, and what is wrong with it.
//!
//! Bodies of functions (`sql` and `plpgsql`) and raw fragments of expressions are parsed with
//! squawk. Each text is read once in a process, into the names that it holds and its first syntax
//! error; a schema without text costs nothing.
//!
//! ```text
//! text ─► token ─► into ─► document ─► squawk's tree ─► reference, scope ─┐
//!            └───────────────► limits, scan (without a tree) ─────────────┼─► reading
//!                              fault, hint, balance ──────────────────────┘
//! readings ─► catalog ─► dependencies         which objects a text needs
//!        └──► missing, check ─► render        what is wrong, in the user's own file
//! ```
//!
//! A scratch database is the final judge of every text. What is reported here PostgreSQL would
//! refuse; what PostgreSQL would refuse is not always reported here: types are not looked up, nor
//! columns but those that the query of a view names with their relation, nor names without a namespace, nor anything inside a string that `EXECUTE` runs.

mod balance;
mod catalog;
mod check;
mod columns;
mod dependencies;
mod document;
mod fault;
mod hint;
mod into;
mod limits;
mod locate;
mod memo;
mod missing;
mod nearest;
mod query;
mod reader;
mod reading;
mod reference;
mod render;
mod scan;
mod scope;
mod standard;
mod text;
mod token;
mod views;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::Diagnostic;
use voxanne_schema::model::Schema;
use voxanne_schema::object::ObjectId;

use catalog::Catalog;
pub(crate) use catalog::is_named;

pub use check::SqlDiagnostic;
pub use dependencies::BodyDependencies;
pub(crate) use query::{is_same as is_same_query, lay_out};
pub use render::{Colour, ReadFile, render};

/// What the function bodies and SQL fragments of some schemas name: the previous and the declared
/// one, say. Each text is resolved in its own schema.
#[must_use]
pub fn analyze(schemas: &[&Schema]) -> BodyDependencies {
    let sites = schemas.iter().flat_map(|schema| text::of_schema(schema));
    let readings = reader::read(sites.map(|site| site.text));
    let mut dependencies = BodyDependencies::default();
    for schema in schemas {
        dependencies.add(schema, &readings);
    }
    dependencies
}

/// Which objects of a schema each of its texts names.
#[must_use]
pub(crate) fn names(schema: &Schema) -> Vec<(ObjectId, BTreeSet<ObjectId>)> {
    let sites = text::of_schema(schema);
    let readings = reader::read(sites.iter().map(|site| site.text));
    dependencies::named(&sites, &readings, &Catalog::of(schema), |_| true)
}

/// Which of these objects, which a schema has no more, its texts still name.
#[must_use]
pub(crate) fn names_gone(schema: &Schema, gone: &[&ObjectId]) -> Vec<(ObjectId, BTreeSet<ObjectId>)> {
    if gone.is_empty() {
        return Vec::new();
    }
    let sites = text::of_schema(schema);
    let readings = reader::read(sites.iter().map(|site| site.text));
    let mut catalog = Catalog::of(schema);
    for id in gone {
        catalog.add(id);
    }
    dependencies::named(&sites, &readings, &catalog, |id| gone.contains(&id))
}

/// Everything that is wrong with the SQL text of a declaration: syntax errors, names that nobody has,
/// and what queries of views may not do.
#[must_use]
pub fn check(declared: &Declared) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = check_sql(declared)
        .into_iter()
        .map(|finding| finding.diagnostic)
        .collect();
    let schema = &declared.schema;
    if schema.views().next().is_some() || schema.materialized_views().next().is_some() {
        found.extend(views::check(declared, &analyze(&[schema])));
    }
    found
}

/// As [`check`], with the place in the text.
#[must_use]
pub fn check_sql(declared: &Declared) -> Vec<SqlDiagnostic> {
    let sites = text::of_declared(declared);
    check::findings(declared, &reader::read(sites.iter().map(|site| site.text)))
}
