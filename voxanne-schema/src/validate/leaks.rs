//! Indexes that row-level security keeps from being used.
//!
//! PostgreSQL looks at a row with the conditions of a query only after the policies have let it
//! through, unless an operator is marked leakproof. Only such operators search an index first.
//! Read from `pg_proc.proleakproof` of PostgreSQL 15: the B-tree operators of uuid, text, numbers,
//! dates, times, intervals, booleans, bytea and addresses are; those of numeric, jsonb, enums,
//! arrays, ranges, tsvector and citext are not, and neither is what GIN searches by.
//!
//! <https://www.postgresql.org/docs/15/rules-privileges.html>

use super::facts::{Facts, TableFacts};
use super::findings::{Findings, rule_keys};
use super::indexes::is_scalar;
use crate::data_type::{BaseType, DataType};
use crate::diagnostic::Code;
use crate::expression::{Expression, Operator};
use crate::model::{Index, IndexElement, IndexKey, IndexMethod};
use crate::name::Name;
use crate::object::{Describe, ObjectId};

/// System types whose B-tree operators are not leakproof.
const LEAKY: &[&str] = &[
    "numeric",
    "jsonb",
    "tsvector",
    "tsquery",
    "int4range",
    "int8range",
    "numrange",
    "daterange",
    "tsrange",
    "tstzrange",
];

/// Why a key cannot be searched by.
enum Leak<'i> {
    Enum(&'i Name),
    Type(&'i Name, &'i DataType),
    Expression,
    Contents(&'i Name),
}

/// Reports the first leaky key of an index of a tenant table that policies open. A unique index is
/// there to refuse, not to find; a key that the filter fixes is not searched by.
pub(super) fn check(facts: &Facts<'_>, own: Option<&TableFacts<'_>>, index: &Index, findings: &mut Findings) {
    let Some(own) = own.filter(|own| facts.is_open(own)) else {
        return;
    };
    let Some(tenant) = own.table.tenant().filter(|_| !index.unique) else {
        return;
    };
    let fixed = |key: &&IndexKey| {
        let (filter, column) = (index.filter.as_ref(), key.column_name());
        filter
            .zip(column)
            .is_some_and(|(filter, column)| fixes(filter, column))
    };
    let mut searched = index.keys.iter().filter(|key| !fixed(key));
    let Some(leak) = searched.find_map(|key| leak(facts, own, index.method, key)) else {
        return;
    };
    let message = format!(
        "row-level security keeps queries from searching the index `{}` by {}",
        index.name,
        leak.text()
    );
    findings.report(
        Code::LeakyIndex,
        ObjectId::Index(index.id()),
        message,
        leak.help(index, tenant),
    );
}

fn leak<'i>(
    facts: &Facts<'i>,
    own: &TableFacts<'i>,
    method: IndexMethod,
    key: &'i IndexKey,
) -> Option<Leak<'i>> {
    let column = match &key.element {
        IndexElement::Column(column) => column,
        IndexElement::Expression(Expression::Call { .. }) => return Some(Leak::Expression),
        IndexElement::Expression(_) => return None,
    };
    let data_type = facts.values_of(own.type_of(column)?);
    match method {
        IndexMethod::Btree | IndexMethod::Hash if facts.is_enum(data_type) => Some(Leak::Enum(column)),
        IndexMethod::Btree | IndexMethod::Hash if is_leaky(data_type) => Some(Leak::Type(column, data_type)),
        IndexMethod::Gin if key.operator_class.is_some() || !is_scalar(facts, data_type) => {
            Some(Leak::Contents(column))
        }
        IndexMethod::Btree
        | IndexMethod::Hash
        | IndexMethod::Gin
        | IndexMethod::Gist
        | IndexMethod::Spgist
        | IndexMethod::Brin => None,
    }
}

/// Whether all rows that the filter keeps have the same value in the column.
fn fixes(filter: &Expression, column: &Name) -> bool {
    let is_column = |e: &Expression| matches!(e, Expression::Column(name) if name == column);
    match filter {
        Expression::Binary {
            operator: Operator::Equal,
            left,
            right,
        } => is_column(left) || is_column(right),
        Expression::IsNull(inner) => is_column(inner),
        Expression::And(all) => all.iter().any(|part| fixes(part, column)),
        _ => false,
    }
}

fn is_leaky(data_type: &DataType) -> bool {
    match &data_type.base {
        _ if data_type.array => true,
        BaseType::System(name) => LEAKY.contains(&name.as_str()),
        BaseType::User(name) => name.name == "citext",
        BaseType::Domain(_) | BaseType::Composite(_) => false,
    }
}

impl Leak<'_> {
    fn text(&self) -> String {
        match self {
            Self::Enum(name) => format!("`{name}`: the operators of an enum are not leakproof"),
            Self::Type(name, data_type) => {
                format!("`{name}`: the operators of `{data_type}` are not leakproof")
            }
            Self::Expression => "the result of a call: functions are not leakproof".to_owned(),
            Self::Contents(name) => {
                format!("what `{name}` holds: the operators of a gin index are not leakproof")
            }
        }
    }

    fn help(&self, index: &Index, tenant: &Name) -> String {
        match self {
            Self::Enum(name) => {
                let others = index.keys.iter().filter(|key| key.column_name() != Some(name));
                let rule = format!("r.index({}).filter(c.{name}.eq(…))", rule_keys(tenant, others));
                format!(
                    "one partial index for each label that queries ask for, `{rule}`, or a text column with a check"
                )
            }
            Self::Type(name, _) => format!(
                "keep `{name}` in a type whose operators are leakproof (`i64`, `String`, `Uuid`, `Timestamptz`), or leave it out of the keys"
            ),
            Self::Expression => {
                "keep the result in a column and index that: `#[col(generated = lower(Self::email))]`"
                    .to_owned()
            }
            Self::Contents(_) => format!(
                "search in a function that runs as its owner and compares `{tenant}` with the tenant of the session, or leave the index out"
            ),
        }
    }
}
