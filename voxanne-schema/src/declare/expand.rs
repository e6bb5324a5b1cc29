//! From a table's structure and rules to objects: everything that a statement such as
//! `tenant = org_id` brings along becomes visible in the model here.

use super::AllowedOn;
use super::collect::Collector;
use super::support;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Expression, Operator, Row};
use crate::model::Command;
use crate::model::{
    Comment, CommentTarget, Constraint, Function, Grant, GrantTarget, Grantee, Index, Indexed, Member,
    Partition, Permissiveness, Policy, RowSecurity, Table, Trigger, TriggerEnabled, TriggerEvent,
    TriggerLevel, TriggerTiming,
};
use crate::name::{Name, QualifiedName, default_name};
use crate::object::{Object, ObjectId};
use crate::platform::Platform;
use crate::rename::Named;
use crate::typed::{RuleSet, TableStructure, ViewStructure};

pub(super) fn table(collector: &mut Collector<'_>, structure: &TableStructure, rules: &RuleSet) {
    let name = &structure.table.name;
    let id = ObjectId::Table(name.clone());
    collector.locate(id.clone(), &structure.location);
    collector.diagnostics.extend(rules.diagnostics.iter().cloned());
    collector.add(stored(structure, rules));
    collector.comment(id.clone(), structure.comment.as_deref());
    collector.owned(id, rules.owner.as_ref());
    for (column, text) in &structure.column_comments {
        collector.add(Comment {
            on: CommentTarget::Column(name.clone(), column.clone()),
            text: text.clone(),
        });
    }
    for (now, from) in structure.renames().chain(rules.renames()) {
        collector.renamed(now, Some(from));
    }
    for constraint in keys(collector, structure, rules).iter().chain(&rules.constraints) {
        collector.add(constraint.clone());
    }
    for index in &rules.indexes {
        collector.add(index.clone());
    }
    for statistics in &rules.statistics {
        collector.add(statistics.clone());
    }
    for trigger in &rules.triggers {
        collector.add(trigger.clone());
    }
    for grant in &rules.grants {
        collector.add(grant.clone());
    }
    immutability(collector, structure);
    updates(collector, name, &rules.updated_at);
    append_only(collector, name, rules);
    row_security(collector, structure, rules);
    partitions(collector, structure, rules);
    for (hazard, reason) in &rules.allowances {
        let on = AllowedOn::Table(name.clone());
        collector.allow(*hazard, on, reason, Some(structure.location.clone()));
    }
    collector
        .declared
        .backfills
        .extend(rules.backfills.iter().cloned());
    collector
        .declared
        .conversions
        .extend(rules.conversions.iter().cloned());
    collector
        .declared
        .deduplications
        .extend(rules.deduplications.iter().cloned());
}

/// The table of the attributes, with what rules say of its columns and its storage.
fn stored(structure: &TableStructure, rules: &RuleSet) -> Table {
    let mut table = structure.table.clone();
    table.storage = rules.storage.clone();
    for saying in &rules.columns {
        let mut columns = table.columns.iter_mut();
        if let Some(column) = columns.find(|column| column.name == saying.name) {
            saying.apply(column);
        }
    }
    table
}

/// The partitions, with their comments. A query on a partition asks none of the policies of its table, so
/// that each is closed where the table has row-level security.
fn partitions(collector: &mut Collector<'_>, structure: &TableStructure, rules: &RuleSet) {
    let table = &structure.table.name;
    let closed = has_row_security(collector, structure, rules);
    for saying in &rules.partitions {
        let partition = Partition {
            closed,
            ..saying.partition.clone()
        };
        let id = ObjectId::Partition(Member::new(table.clone(), partition.name.clone()));
        if let Some((now, from)) = saying.rename() {
            collector.renamed(now, Some(from));
        }
        collector.add(partition);
        collector.comment(id, saying.comment.as_deref());
    }
}

/// The keys of the attributes, with what rules say of them besides.
fn keys(collector: &mut Collector<'_>, structure: &TableStructure, rules: &RuleSet) -> Vec<Constraint> {
    let mut keys = structure.constraints.clone();
    for timing in &rules.timings {
        if let Some(key) = keys.iter_mut().find(|key| timing.is_about(key)) {
            key.deferral = timing.deferral;
            key.validated = timing.validated;
            continue;
        }
        let table = &structure.table.name;
        let columns: Vec<&str> = timing.columns.iter().map(Name::as_str).collect();
        let (noun, help) = if timing.is_foreign {
            (
                "foreign key",
                "declare it: `#[col(references = …)]` or `#[table(foreign_key(…))]`",
            )
        } else {
            (
                "key",
                "declare it: `#[col(unique)]`, `#[table(unique(…))]` or `r.unique(…).deferrable()`",
            )
        };
        collector.diagnostics.push(Diagnostic::new(
            Code::InvalidRule,
            ObjectId::Table(table.clone()),
            format!(
                "`{table}` has no {noun} of `{}` in its attributes, of which a rule speaks",
                columns.join(", ")
            ),
            help,
        ));
    }
    keys
}

/// A view with its comments, its grants, and its indexes if it is materialized.
pub(super) fn view(
    collector: &mut Collector<'_>,
    structure: &TableStructure,
    definition: &ViewStructure,
    rules: &RuleSet,
) {
    let object = definition.object(structure);
    let id = object.id();
    let name = &structure.table.name;
    let kept = matches!(object, Object::MaterializedView(_));
    collector.locate(id.clone(), &structure.location);
    if let Some(file) = &definition.query_file {
        collector.declared.body_files.insert(id.clone(), file.clone());
    }
    collector.diagnostics.extend(rules.diagnostics.iter().cloned());
    collector.renamed(Named::Object(id.clone()), structure.former_name());
    for (now, from) in rules.renames() {
        collector.renamed(now, Some(from));
    }
    collector.add(object);
    collector.comment(id.clone(), structure.comment.as_deref());
    collector.owned(id.clone(), rules.owner.as_ref());
    for (column, text) in &structure.column_comments {
        collector.add(Comment {
            on: CommentTarget::Attribute(Box::new(id.clone()), column.clone()),
            text: text.clone(),
        });
    }
    for grant in &rules.grants {
        let on = if kept {
            GrantTarget::MaterializedView(name.clone())
        } else {
            GrantTarget::View(name.clone())
        };
        collector.add(Grant { on, ..grant.clone() });
    }
    for trigger in &rules.triggers {
        collector.add(trigger.clone());
    }
    if let (Some(index), false) = (rules.indexes.first(), kept) {
        collector.diagnostics.push(Diagnostic::new(
            Code::InvalidRule,
            id,
            format!(
                "the view `{name}` has no rows of its own for the index `{}`",
                index.name
            ),
            "put the index on the tables that it reads, or say `materialized` in `#[view(…)]`",
        ));
        return;
    }
    for index in &rules.indexes {
        collector.add(Index {
            on: Indexed::MaterializedView,
            ..index.clone()
        });
    }
}

/// Two triggers. The one AFTER is the guarantee: no later trigger can rewrite the value past it, WHEN
/// distinct sees null, and ENABLE ALWAYS keeps `session_replication_role` from switching it off. The
/// one BEFORE speaks first: without it a foreign key that carries the column would be violated before
/// the guarantee is asked, and the error would name the key in place of the reason.
fn immutability(collector: &mut Collector<'_>, structure: &TableStructure) {
    let table = &structure.table.name;
    let tenant = structure.table.tenant();
    for column in tenant
        .into_iter()
        .chain(structure.immutable.iter().filter(|c| Some(*c) != tenant))
    {
        let function = support::prevent_change(column);
        let prefix = format!("{column}_immutable");
        let name = default_name(&prefix, "", table.name.as_str());
        let mut guarantee = trigger(table, name, &function);
        guarantee.events = vec![TriggerEvent::Update];
        guarantee.when = Some(changes(column));
        let mut early = guarantee.clone();
        guarantee.enabled = TriggerEnabled::Always;
        early.name = default_name(&prefix, table.name.as_str(), "early");
        early.timing = TriggerTiming::Before;
        let rule = if Some(column) == tenant {
            format!("`tenant = {column}`: a row stays with its tenant")
        } else {
            format!("`immutable`: {column} stays as it is")
        };
        let early_reason = format!(
            "Speaks before foreign keys do; {} is the guarantee.",
            guarantee.name
        );
        collector.bring(
            guarantee,
            format!("{rule}, whatever other triggers and replication do."),
        );
        collector.bring(early, early_reason);
        collector.want(function);
    }
}

/// `OLD.column IS DISTINCT FROM NEW.column`
fn changes(column: &Name) -> Expression {
    let of = |row| Expression::RowColumn {
        row,
        column: column.clone(),
    };
    Expression::binary(Operator::IsDistinctFrom, of(Row::Old), of(Row::New))
}

fn updates(collector: &mut Collector<'_>, table: &QualifiedName, columns: &[Name]) {
    for column in columns {
        let function = support::set_to_now(column);
        let name = default_name("update", table.name.as_str(), column.as_str());
        let mut trigger = trigger(table, name, &function);
        trigger.timing = TriggerTiming::Before;
        trigger.events = vec![TriggerEvent::Update];
        collector.bring(
            trigger,
            format!("Keeps {column} at the moment of the last change."),
        );
        collector.want(function);
    }
}

fn append_only(collector: &mut Collector<'_>, table: &QualifiedName, rules: &RuleSet) {
    let Some(append_only) = &rules.append_only else {
        return;
    };
    let refuse = support::refuse_change();
    let mut statement = trigger(
        table,
        default_name(table.name.as_str(), "", "append_only"),
        &refuse,
    );
    statement.timing = TriggerTiming::Before;
    statement.level = TriggerLevel::Statement;
    statement.events = vec![TriggerEvent::Update, TriggerEvent::Delete, TriggerEvent::Truncate];
    statement.enabled = TriggerEnabled::Always;
    if let Some((archive, keys)) = &append_only.archive {
        statement.events = vec![TriggerEvent::Update, TriggerEvent::Truncate];
        let function = support::refuse_unarchived_delete();
        let mut row = trigger(
            table,
            default_name(table.name.as_str(), "", "leaves_by_archive"),
            &function,
        );
        row.events = vec![TriggerEvent::Delete];
        row.enabled = TriggerEnabled::Always;
        row.arguments = [&archive.namespace, &archive.name]
            .into_iter()
            .chain(keys)
            .map(ToString::to_string)
            .collect();
        collector.bring(row, "`append_only`: a row leaves only once the archive has it.");
        collector.want(function);
    }
    collector.bring(statement, "`append_only`: rows are written once.");
    collector.want(refuse);
}

fn trigger(table: &QualifiedName, name: Name, function: &(Function, String)) -> Trigger {
    Trigger {
        table: table.clone(),
        name,
        timing: TriggerTiming::After,
        events: Vec::new(),
        update_of: Vec::new(),
        level: TriggerLevel::Row,
        when: None,
        function: support::signature(function),
        arguments: Vec::new(),
        enabled: TriggerEnabled::Origin,
        transitions: Default::default(),
        constraint: None,
    }
}

/// Row-level security is on where a tenant's rows are, where a policy stands, where it is asked
/// for, and on every table of a platform that exposes tables to its API.
fn row_security(collector: &mut Collector<'_>, structure: &TableStructure, rules: &RuleSet) {
    let table = &structure.table.name;
    let tenant = structure.table.tenant();
    let enabled = has_row_security(collector, structure, rules);
    for policy in &rules.policies {
        let as_found = collector.is_as_found();
        collector.add(if as_found {
            policy.clone()
        } else {
            written_out(policy)
        });
    }
    if !enabled {
        return;
    }
    collector.add(RowSecurity {
        table: table.clone(),
        forced: rules.forced,
    });
    if let (Some(tenant), false, Some(guard)) = (tenant, rules.closed, &collector.declaration.tenant) {
        let same = Expression::binary(
            Operator::Equal,
            Expression::column(tenant.clone()),
            guard.expression.clone(),
        );
        let policy = Policy {
            table: table.clone(),
            name: default_name(table.name.as_str(), "", "tenant_guard"),
            permissiveness: Permissiveness::Restrictive,
            command: Command::All,
            roles: vec![Grantee::Public],
            using: Some(same.clone()),
            with_check: Some(same),
        };
        collector.bring(
            policy,
            format!("`tenant = {tenant}`: whatever other policies allow, nobody sees another tenant's rows."),
        );
    }
}

fn has_row_security(collector: &Collector<'_>, structure: &TableStructure, rules: &RuleSet) -> bool {
    if collector.is_as_found() {
        return rules.row_security || rules.forced;
    }
    let exposed = collector.declaration.platform == Platform::Supabase;
    let said = !rules.policies.is_empty() || rules.closed || rules.row_security || rules.forced;
    said || exposed || structure.table.tenant().is_some()
}

/// The policy with its WITH CHECK written out, which PostgreSQL would take from USING in silence.
fn written_out(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    if policy.command.writes_rows() && policy.with_check.is_none() {
        policy.with_check.clone_from(&policy.using);
        if !policy.command.reads_rows() {
            policy.using = None;
        }
    }
    policy
}
