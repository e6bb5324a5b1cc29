//! How tables, indexes and columns are stored: parameters that exist, with values that they take.

use super::facts::{Facts, TableFacts};
use super::findings::{Findings, quoted};
use super::nearest;
use crate::data_type::{BaseType, DataType};
use crate::diagnostic::Code;
use crate::model::{
    Column, Constraint, Index, IndexKey, IndexMethod, Parameters, ReplicaIdentity, Strategy, Table,
};
use crate::object::{Describe, ObjectId};

/// The highest statistics target.
const MAX_STATISTICS: u16 = 10_000;

/// What a parameter takes.
#[derive(Clone, Copy)]
enum Takes {
    Integer(i64, i64),
    Number(f64, f64),
    Boolean,
    OneOf(&'static [&'static str]),
}

/// The parameters of tables.
///
/// <https://www.postgresql.org/docs/15/sql-createtable.html#SQL-CREATETABLE-STORAGE-PARAMETERS>
const TABLE: &[(&str, Takes)] = &[
    ("fillfactor", Takes::Integer(10, 100)),
    ("toast_tuple_target", Takes::Integer(128, 8160)),
    ("parallel_workers", Takes::Integer(0, 1024)),
    ("autovacuum_analyze_threshold", Takes::Integer(0, i32::MAX as i64)),
    ("autovacuum_analyze_scale_factor", Takes::Number(0.0, 100.0)),
];

/// The parameters of tables and of their TOAST tables.
const VACUUM: &[(&str, Takes)] = &[
    ("autovacuum_enabled", Takes::Boolean),
    ("vacuum_index_cleanup", Takes::OneOf(&["auto", "on", "off"])),
    ("vacuum_truncate", Takes::Boolean),
    ("autovacuum_vacuum_threshold", Takes::Integer(0, i32::MAX as i64)),
    ("autovacuum_vacuum_scale_factor", Takes::Number(0.0, 100.0)),
    (
        "autovacuum_vacuum_insert_threshold",
        Takes::Integer(-1, i32::MAX as i64),
    ),
    ("autovacuum_vacuum_insert_scale_factor", Takes::Number(0.0, 100.0)),
    ("autovacuum_vacuum_cost_delay", Takes::Number(0.0, 100.0)),
    ("autovacuum_vacuum_cost_limit", Takes::Integer(1, 10_000)),
    ("autovacuum_freeze_min_age", Takes::Integer(0, 1_000_000_000)),
    (
        "autovacuum_freeze_max_age",
        Takes::Integer(100_000, 2_000_000_000),
    ),
    ("autovacuum_freeze_table_age", Takes::Integer(0, 2_000_000_000)),
    (
        "autovacuum_multixact_freeze_min_age",
        Takes::Integer(0, 1_000_000_000),
    ),
    (
        "autovacuum_multixact_freeze_max_age",
        Takes::Integer(10_000, 2_000_000_000),
    ),
    (
        "autovacuum_multixact_freeze_table_age",
        Takes::Integer(0, 2_000_000_000),
    ),
    ("log_autovacuum_min_duration", Takes::Integer(-1, i32::MAX as i64)),
];

/// The parameters of an index of this method.
///
/// <https://www.postgresql.org/docs/15/sql-createindex.html#SQL-CREATEINDEX-STORAGE-PARAMETERS>
const fn of_method(method: IndexMethod) -> &'static [(&'static str, Takes)] {
    const FILL: (&str, Takes) = ("fillfactor", Takes::Integer(10, 100));
    match method {
        IndexMethod::Btree => &[FILL, ("deduplicate_items", Takes::Boolean)],
        IndexMethod::Hash | IndexMethod::Spgist => &[FILL],
        IndexMethod::Gist => &[FILL, ("buffering", Takes::OneOf(&["auto", "on", "off"]))],
        IndexMethod::Gin => &[
            ("fastupdate", Takes::Boolean),
            ("gin_pending_list_limit", Takes::Integer(64, i32::MAX as i64)),
        ],
        IndexMethod::Brin => &[
            ("pages_per_range", Takes::Integer(1, 131_072)),
            ("autosummarize", Takes::Boolean),
        ],
    }
}

impl Takes {
    fn accepts(self, value: &str) -> bool {
        match self {
            Self::Integer(least, most) => value.parse().is_ok_and(|value| (least..=most).contains(&value)),
            Self::Number(least, most) => value.parse().is_ok_and(|value| (least..=most).contains(&value)),
            Self::Boolean => matches!(value, "true" | "false" | "on" | "off"),
            Self::OneOf(words) => words.contains(&value),
        }
    }

    fn help(self) -> String {
        match self {
            Self::Integer(least, most) => format!("a whole number from {least} to {most}"),
            Self::Number(least, most) => format!("a number from {least} to {most}"),
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::OneOf(words) => format!("one of {}", quoted(words)),
        }
    }
}

/// What tables and columns say of their storage.
pub(super) fn check_table(facts: &Facts<'_>, own: &TableFacts<'_>, findings: &mut Findings) {
    let table = own.table;
    let id = || ObjectId::Table(table.name.clone());
    let known = |name: &str| {
        let (list, bare) = match name.strip_prefix("toast.") {
            Some(bare) => (None, bare),
            None => (Some(TABLE), name),
        };
        let mut all = list.into_iter().flatten().chain(VACUUM);
        all.find(|(known, _)| *known == bare).map(|(_, takes)| *takes)
    };
    let names = || TABLE.iter().chain(VACUUM).map(|(name, _)| *name).collect();
    let parameters = &table.storage.parameters;
    check_parameters(parameters, "storage parameter", known, names, &id, findings);
    check_identity(own, table, findings);
    for column in &table.columns {
        check_column(facts, table, column, findings);
    }
}

/// What an index says of its storage.
pub(super) fn check_index(index: &Index, findings: &mut Findings) {
    let id = || ObjectId::Index(index.id());
    let list = of_method(index.method);
    let known = |name: &str| {
        list.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, takes)| *takes)
    };
    let names = || list.iter().map(|(name, _)| *name).collect();
    check_parameters(
        &index.parameters,
        "storage parameter",
        known,
        names,
        &id,
        findings,
    );
    check_classes(&index.keys, index.method, &id, findings);
}

/// What keys say to their operator classes.
pub(super) fn check_classes<'k>(
    keys: impl IntoIterator<Item = &'k IndexKey>,
    method: IndexMethod,
    id: &impl Fn() -> ObjectId,
    findings: &mut Findings,
) {
    let list = of_classes(method);
    let known = |name: &str| {
        list.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, takes)| *takes)
    };
    let names = || list.iter().map(|(name, _)| *name).collect();
    for key in keys.into_iter().filter(|key| !key.class_parameters.is_empty()) {
        if list.is_empty() {
            let what = format!(
                "{} has parameters of operator classes, which those of a {} index do not take",
                id(),
                method.sql()
            );
            let help = "take `.parameter(…)` away, or build it `.using(IndexMethod::Gist)`";
            findings.report(Code::InvalidRule, id(), what, help);
        } else if key.operator_class.is_none() {
            let what = format!(
                "{} has parameters of an operator class that it does not name",
                id()
            );
            let help = "name it before: `.operator_class(\"tsvector_ops\").parameter(\"siglen\", 100)`";
            findings.report(Code::InvalidRule, id(), what, help);
        } else {
            let what = "operator class parameter";
            check_parameters(&key.class_parameters, what, known, names, id, findings);
        }
    }
}

/// The parameters of the operator classes of a method, those of extensions included.
const fn of_classes(method: IndexMethod) -> &'static [(&'static str, Takes)] {
    match method {
        IndexMethod::Gist => &[
            ("siglen", Takes::Integer(1, 2024)),
            ("numranges", Takes::Integer(1, 252)),
        ],
        IndexMethod::Brin => &[
            ("n_distinct_per_range", Takes::Number(-1.0, i32::MAX as f64)),
            ("false_positive_rate", Takes::Number(0.0001, 0.25)),
            ("values_per_range", Takes::Integer(8, 256)),
        ],
        IndexMethod::Btree | IndexMethod::Hash | IndexMethod::Gin | IndexMethod::Spgist => &[],
    }
}

fn check_parameters(
    parameters: &Parameters,
    kind: &str,
    known: impl Fn(&str) -> Option<Takes>,
    names: impl Fn() -> Vec<&'static str>,
    id: &impl Fn() -> ObjectId,
    findings: &mut Findings,
) {
    for (name, value) in parameters.iter() {
        let (what, help) = match known(name) {
            Some(takes) if takes.accepts(value) => continue,
            Some(takes) => (
                format!("{} has the {kind} `{name}` of `{value}`", id()),
                format!("it takes {}", takes.help()),
            ),
            None => {
                let names = names();
                let like = nearest::nearest(name, names.iter().copied());
                let help = like.map_or_else(
                    || format!("there are {}", quoted(&names)),
                    |like| format!("did you mean `{like}`?"),
                );
                (
                    format!("{} has the {kind} `{name}`, which nobody knows", id()),
                    help,
                )
            }
        };
        findings.report(Code::InvalidRule, id(), what, help);
    }
}

/// Subscribers know rows by one thing, and an index that they know them by leaves no row out.
fn check_identity(own: &TableFacts<'_>, table: &Table, findings: &mut Findings) {
    let mut marked = own.indexes.iter().filter(|index| index.replica_identity);
    let Some(index) = marked.next() else {
        return;
    };
    let id = || ObjectId::Index(index.id());
    if marked.next().is_some() || table.storage.replica_identity != ReplicaIdentity::Default {
        findings.report(
            Code::InvalidRule,
            id(),
            format!("`{}` has several replica identities", table.name),
            "keep one: `.replica_identity()` of an index, or a rule of the table",
        );
    }
    let is_required = |name| {
        own.columns
            .get(name)
            .is_some_and(|column: &&Column| !column.nullable)
    };
    let whole = index.unique && index.filter.is_none();
    let mut keys = index.keys.iter();
    if !whole || !keys.all(|key| key.column_name().is_some_and(is_required)) {
        findings.report(
            Code::InvalidRule,
            id(),
            format!(
                "the index `{}` cannot tell every row of `{}` to subscribers",
                index.name, table.name
            ),
            "let it be unique, without a filter, and over columns that are never null",
        );
    }
}

fn check_column(facts: &Facts<'_>, table: &Table, column: &Column, findings: &mut Findings) {
    let mut refuse = |what: String, help: &str| {
        let message = format!("the column `{}.{}` {what}", table.name, column.name);
        findings.report(
            Code::InvalidRule,
            ObjectId::Table(table.name.clone()),
            message,
            help,
        );
    };
    let of = &column.data_type;
    if column.collation.is_some() && !is_collatable(facts, of) {
        refuse(
            format!("has a collation, and the type `{of}` has no order of texts"),
            "take `.collate(…)` away, or make it a text",
        );
    }
    let storage = column.storage;
    if let Some(target) = storage.statistics.filter(|target| *target > MAX_STATISTICS) {
        refuse(
            format!("has the statistics target {target}"),
            "say one from 0 to 10000",
        );
    }
    let values = facts.values_of(of);
    let fixed = facts.is_enum(values) || Strategy::of(values) == Strategy::Plain;
    if fixed && (storage.compression.is_some() || storage.strategy.is_some_and(|it| it != Strategy::Plain)) {
        refuse(
            format!("says how long values are stored, and the type `{of}` has none"),
            "take `.store(…)` and `.compress(…)` away",
        );
    }
}

fn is_collatable(facts: &Facts<'_>, of: &DataType) -> bool {
    match &facts.values_of(of).base {
        BaseType::System(name) => matches!(name.as_str(), "text" | "varchar" | "char"),
        BaseType::User(_) => !facts.is_enum(facts.values_of(of)),
        BaseType::Domain(_) | BaseType::Composite(_) => false,
    }
}

/// A foreign key of a logged table cannot rest on rows that a crash takes away.
pub(super) fn check_reference(facts: &Facts<'_>, constraint: &Constraint, findings: &mut Findings) {
    let Some(key) = constraint.foreign_key() else {
        return;
    };
    let is_unlogged = |name| facts.table(name).map(|own| own.table.storage.unlogged);
    if is_unlogged(&constraint.table) == Some(false) && is_unlogged(&key.references) == Some(true) {
        findings.report(
            Code::InvalidRule,
            ObjectId::Constraint(constraint.id()),
            format!(
                "the foreign key `{}` points from a table that is logged at `{}`, which is not",
                constraint.name, key.references
            ),
            "take `r.unlogged()` away from the one, or say it of both",
        );
    }
}
