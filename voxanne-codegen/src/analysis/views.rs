//! What must hold of the queries of views: that each is one query, that it names its columns, and that
//! no tenant's rows leave the reach of policies without a reason.

use std::collections::BTreeSet;

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::{Code, Diagnostic};
use voxanne_schema::model::{Grant, GrantTarget, Grantee, MaterializedView, Role};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::dependencies::BodyDependencies;
use super::query::is_one_query;
use super::token::{Token, tokens};

/// Everything that is wrong with the views of a declaration, besides syntax and missing names.
pub(super) fn check(declared: &Declared, bodies: &BodyDependencies) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, object) in declared.schema.objects() {
        if let Object::View(view) = object {
            query(id, &view.query, &mut found);
        } else if let Object::MaterializedView(view) = object {
            query(id, &view.query, &mut found);
            exposure(declared, bodies, view, &mut found);
        }
    }
    for diagnostic in &mut found {
        diagnostic.location = diagnostic
            .object
            .as_ref()
            .and_then(|object| declared.location_of(object).cloned());
    }
    found
}

fn query(id: &ObjectId, sql: &str, found: &mut Vec<Diagnostic>) {
    if sql.trim().is_empty() {
        return;
    }
    if !is_one_query(sql) {
        found.push(Diagnostic::new(
            Code::InvalidRule,
            id.clone(),
            format!("the text of {id} is not one query"),
            "write one `SELECT`, `VALUES` or `WITH … SELECT`, and nothing besides",
        ));
        return;
    }
    let tokens = tokens(sql);
    if (0..tokens.len()).any(|place| is_star(sql, &tokens, place)) {
        found.push(Diagnostic::new(
            Code::InvalidRule,
            id.clone(),
            format!("the query of {id} selects `*`, which PostgreSQL replaces by the columns of that day"),
            "name the columns, so that a column more in the table changes nothing here; `EXISTS (SELECT FROM …)` needs none",
        ));
    }
}

/// Whether the token stands for all columns: it follows `SELECT`, a comma, or the dot of a table.
fn is_star(sql: &str, tokens: &[Token], place: usize) -> bool {
    let before = place.checked_sub(1).and_then(|before| tokens.get(before));
    tokens.get(place).is_some_and(|token| token.is_symbol(b'*'))
        && before.is_some_and(|before| {
            before.is_symbol(b',')
                || before.is_symbol(b'.')
                || before.is_one_of(sql, &["select", "all", "distinct"])
        })
}

/// Rows that are kept are seen by whoever may read the view, whatever the policies of their tables say.
fn exposure(
    declared: &Declared,
    bodies: &BodyDependencies,
    view: &MaterializedView,
    found: &mut Vec<Diagnostic>,
) {
    let id = ObjectId::MaterializedView(view.id());
    let read = tables_read(&id, bodies);
    let Some(tenants) = read.iter().find(|table| {
        declared
            .schema
            .table(table)
            .is_some_and(|table| table.tenant().is_some())
    }) else {
        return;
    };
    if view.exposes.as_deref().is_none_or(|why| why.trim().is_empty()) {
        found.push(Diagnostic::new(
            Code::ExposedMaterializedView,
            id.clone(),
            format!("{id} keeps rows of the tenant table `{tenants}`, and no policy guards what it keeps"),
            "make it a view, which reads with the rights of whoever asks; or say why the rows may be kept: `#[view(exposes = \"…\")]`",
        ));
    }
    for grant in declared.schema.grants() {
        if grant.on == GrantTarget::MaterializedView(view.name.clone()) && is_of_api(declared, grant) {
            found.push(Diagnostic::new(
                Code::ExposedMaterializedView,
                ObjectId::Grant(grant.id()),
                format!(
                    "`{}` may read {id}, which keeps the rows of every tenant of `{tenants}`",
                    grant.grantee
                ),
                "take the grant away, and let a view or function over it show each tenant its own rows",
            ));
        }
    }
}

/// Whether requests of users run as the role, and policies bind it.
fn is_of_api(declared: &Declared, grant: &Grant) -> bool {
    let Grantee::Role(name) = &grant.grantee else {
        return true;
    };
    let api: Vec<Role> = declared.platform.api_roles();
    api.iter()
        .any(|role| role.name == *name && !role.bypasses_row_security)
}

/// The tables that a view reads, through other views too.
fn tables_read(id: &ObjectId, bodies: &BodyDependencies) -> BTreeSet<QualifiedName> {
    let mut tables = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![id.clone()];
    while let Some(next) = waiting.pop() {
        for named in bodies.of(&next) {
            let is_view = matches!(named, ObjectId::View(_) | ObjectId::MaterializedView(_));
            if let ObjectId::Table(name) = named {
                tables.insert(name.clone());
            } else if is_view && seen.insert(named.clone()) {
                waiting.push(named.clone());
            }
        }
    }
    tables
}
