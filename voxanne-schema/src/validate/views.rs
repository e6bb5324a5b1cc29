//! Views: what PostgreSQL refuses in one, and what must be said of one. What a query names is not
//! known here; that is found by reading it.

use super::findings::{Findings, quoted};
use crate::diagnostic::Code;
use crate::lookup::Seen;
use crate::model::{MaterializedView, View, ViewColumn, ViewSecurity};
use crate::name::{Name, QualifiedName};
use crate::object::{Describe, ObjectId};

pub(super) fn check(view: &View, findings: &mut Findings) {
    let own = Own {
        id: ObjectId::View(view.id()),
        name: &view.name,
        columns: &view.columns,
        key: &view.key,
        query: &view.query,
    };
    own.check(findings);
    if let ViewSecurity::Definer(reason) = &view.security
        && reason.trim().is_empty()
    {
        findings.report(
            Code::DefinerView,
            own.id,
            format!(
                "the view `{}` reads with the rights of its owner, and nobody says why",
                view.name
            ),
            "say why policies need not bind it: `#[view(security_definer = \"…\")]`, or leave that out",
        );
    }
}

pub(super) fn check_materialized(view: &MaterializedView, findings: &mut Findings) {
    let own = Own {
        id: ObjectId::MaterializedView(view.id()),
        name: &view.name,
        columns: &view.columns,
        key: &view.key,
        query: &view.query,
    };
    own.check(findings);
}

/// What both kinds have.
struct Own<'v> {
    id: ObjectId,
    name: &'v QualifiedName,
    columns: &'v [ViewColumn],
    key: &'v [Name],
    query: &'v str,
}

impl Own<'_> {
    fn check(&self, findings: &mut Findings) {
        let mut report = |message: String, help: String| {
            findings.report(Code::InvalidRule, self.id.clone(), message, help);
        };
        if self.query.trim().is_empty() {
            report(
                format!("{} has no query", self.id),
                "write it: `#[view(query = \"SELECT … FROM …\")]`".to_owned(),
            );
        }
        if self.columns.is_empty() {
            report(
                format!("{} has no columns", self.id),
                "give the struct a field for each column of the query".to_owned(),
            );
        }
        let mut seen = Seen::default();
        for column in self.columns.iter().filter(|column| !seen.insert(&column.name)) {
            report(
                format!("`{}` has two columns `{}`", self.name, column.name),
                "give one of them another name: `#[col(name = \"…\")]`, and the same in the query".to_owned(),
            );
        }
        let names = || self.columns.iter().map(|column| &column.name);
        for key in self.key.iter().filter(|key| names().all(|name| name != *key)) {
            report(
                format!(
                    "the key of {} names the column `{key}`, which it does not have",
                    self.id
                ),
                format!("`{}` has {}", self.name, quoted(names())),
            );
        }
    }
}
