//! Indexes: what a method can do, and whom they serve.

use super::expressions::{self, Place};
use super::facts::{Facts, TableFacts};
use super::findings::{Findings, rule_keys};
use super::foreign_keys::serves;
use crate::data_type::{BaseType, DataType};
use crate::diagnostic::Code;
use crate::model::{Index, IndexElement, IndexKey, IndexMethod, SortDirection};
use crate::name::Name;
use crate::object::{Describe, ObjectId};

/// The most keys that PostgreSQL takes (`INDEX_MAX_KEYS`).
const MAX_KEYS: usize = 32;

/// Types of one value, which GIN and GiST sort only with the help of an extension.
const SCALARS: &[&str] = &[
    "bigint",
    "boolean",
    "bytea",
    "date",
    "double precision",
    "integer",
    "interval",
    "numeric",
    "real",
    "smallint",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "uuid",
    "varchar",
];

pub(super) fn check(facts: &Facts<'_>, own: Option<&TableFacts<'_>>, index: &Index, findings: &mut Findings) {
    check_shape(index, findings);
    check_expressions(index, findings);
    if let Some(own) = own {
        check_classes(facts, own, index, findings);
        check_tenant(facts, own, index, findings);
    }
}

fn id(index: &Index) -> ObjectId {
    ObjectId::Index(index.id())
}

fn refuse(index: &Index, what: &str, help: &str, findings: &mut Findings) {
    let message = format!("the index `{}` {what}", index.name);
    findings.report(Code::InvalidRule, id(index), message, help);
}

/// What the method of an index can do.
///
/// <https://www.postgresql.org/docs/15/indexes-types.html>
fn check_shape(index: &Index, findings: &mut Findings) {
    let method = index.method.sql();
    let btree = "leave `.using(…)` out: a B-tree can";
    match index.keys.len() {
        0 => refuse(
            index,
            "has no keys",
            "name them: `r.index((c.org_id, c.created_at.desc()))`",
            findings,
        ),
        1 => {}
        count if count > MAX_KEYS => {
            let what = format!("has {count} keys, and PostgreSQL takes {MAX_KEYS}");
            refuse(
                index,
                &what,
                "leave out those that no query needs, or carry them: `.include(…)`",
                findings,
            );
        }
        _ if matches!(index.method, IndexMethod::Hash | IndexMethod::Spgist) => {
            refuse(
                index,
                &format!("has several keys, and a {method} index takes one"),
                btree,
                findings,
            );
        }
        _ => {}
    }
    if index.method == IndexMethod::Btree {
        return;
    }
    if index.unique {
        refuse(
            index,
            &format!("is unique, which a {method} index cannot be"),
            btree,
            findings,
        );
    }
    let sorted = |key: &IndexKey| key.direction == SortDirection::Descending || key.nulls.is_some();
    if index.keys.iter().any(sorted) {
        refuse(
            index,
            &format!("sorts its keys, which a {method} index does not"),
            btree,
            findings,
        );
    }
    if !index.include.is_empty()
        && matches!(
            index.method,
            IndexMethod::Hash | IndexMethod::Gin | IndexMethod::Brin
        )
    {
        refuse(
            index,
            &format!("carries columns, which a {method} index cannot"),
            btree,
            findings,
        );
    }
}

/// Types that the method cannot index without saying how.
fn check_classes(facts: &Facts<'_>, own: &TableFacts<'_>, index: &Index, findings: &mut Findings) {
    let plain = index.keys.iter().filter(|key| key.operator_class.is_none());
    for name in plain.filter_map(IndexKey::column_name) {
        let Some(data_type) = own.type_of(name) else {
            continue;
        };
        let help = match index.method {
            IndexMethod::Btree | IndexMethod::Hash if data_type.is_system("json") => {
                "make the column `Jsonb`, or index a field of it: `sql::<String>(\"payload ->> 'id'\")`"
                    .to_owned()
            }
            IndexMethod::Gin | IndexMethod::Gist if is_scalar(facts, data_type) => {
                let extension = format!("btree_{}", index.method.sql());
                if facts.has_extension(&extension) {
                    continue;
                }
                format!(
                    "leave `{name}` to an index of its own, or declare `.extension(ExtensionRule::required(\"{extension}\"))`"
                )
            }
            IndexMethod::Btree
            | IndexMethod::Hash
            | IndexMethod::Gin
            | IndexMethod::Gist
            | IndexMethod::Spgist
            | IndexMethod::Brin => continue,
        };
        let what = format!(
            "has the key `{name}` of the type `{data_type}`, which a {} index cannot hold",
            index.method.sql()
        );
        refuse(index, &what, &help, findings);
    }
}

/// Whether the type is one value, and no document or list.
pub(super) fn is_scalar(facts: &Facts<'_>, data_type: &DataType) -> bool {
    match &data_type.base {
        BaseType::System(name) => !data_type.array && SCALARS.contains(&name.as_str()),
        BaseType::User(_) => facts.is_enum(data_type),
        BaseType::Composite(_) => false,
        BaseType::Domain(name) => facts
            .domain(name)
            .is_some_and(|domain| !data_type.array && is_scalar(facts, &domain.data_type)),
    }
}

fn check_expressions(index: &Index, findings: &mut Findings) {
    for key in &index.keys {
        if let IndexElement::Expression(expression) = &key.element {
            let what = || format!("a key of the index `{}`", index.name);
            expressions::check(expression, Place::IndexKey, || id(index), what, findings);
        }
    }
    if let Some(filter) = &index.filter {
        let what = || format!("the filter of the index `{}`", index.name);
        expressions::check(filter, Place::IndexFilter, || id(index), what, findings);
    }
}

/// Every query of a user asks for one tenant's rows, because the policies add that. An index that
/// does not lead with the tenant reads all tenants' entries for it. One that serves a foreign key
/// without a tenant, `user_id` to the users of the platform, is needed as it is; so is one that only
/// roles use whom no policy binds. Other methods than a B-tree do not lead with anything.
fn check_tenant(facts: &Facts<'_>, own: &TableFacts<'_>, index: &Index, findings: &mut Findings) {
    let Some(tenant) = own.table.tenant().filter(|_| facts.is_open(own)) else {
        return;
    };
    let leads = index
        .keys
        .first()
        .is_none_or(|key| key.column_name() == Some(tenant));
    if leads || index.unique || index.method != IndexMethod::Btree || serves_other(own, index, tenant) {
        return;
    }
    findings.report(
        Code::IndexWithoutTenant,
        id(index),
        format!(
            "the index `{}` of `{}` does not lead with the tenant `{tenant}`",
            index.name, index.table
        ),
        format!("`r.index({})`", rule_keys(tenant, &index.keys)),
    );
}

fn serves_other(own: &TableFacts<'_>, index: &Index, tenant: &Name) -> bool {
    let keys = own
        .constraints
        .iter()
        .filter_map(|constraint| constraint.foreign_key());
    keys.filter(|key| !key.columns.contains(tenant))
        .any(|key| serves(index, &key.columns))
}
