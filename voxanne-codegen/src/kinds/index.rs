//! Indexes: plain on a new table, beside the writers on one that exists.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Index, IndexElement, IndexKey, Schema};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::duplicates::Key;
use super::leaves::is_partitioned;
use super::table::storage::identity_by_index;
use super::{Alteration, Context, Heirs, Plan, Refusal, index_swap, leaves};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, ident, qualified};

impl Plan for Index {
    const WEIGHT: u8 = 3;
    const IS_CALLED: bool = false;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::create(self.clone())];
        if !context.exists(&self.table) {
            // The table is new, if not in this very file, so that nobody waits long.
            let drop = dropping(self);
            let create = sql::create_index(self, false);
            let statement = Statement::with_undo(create, Undo::Statements(vec![drop]))
                .locks(LockMode::Share, &self.table);
            let mark = self.replica_identity.then(|| mark(self));
            let declared = &context.declared.schema;
            let of_table = declared.table(&self.table).map_or(context.previous, |_| declared);
            let mut statements = leaves::named_parts(self, of_table);
            statements.push(statement);
            statements.extend(mark);
            return Ok(vec![Step::new(Stage::Expand, statements, delta)]);
        }
        if is_partitioned(&self.table, context) {
            return Ok(parts_first(self, context, delta));
        }
        let (stage, build) = if context.is_plain(&self.table) {
            (Stage::Contract, plainly(self))
        } else {
            let undo = Undo::Statements(vec![drop_concurrently(self)]);
            let build = concurrent_index(self);
            (Stage::Index, Statement { undo, ..build })
        };
        let mut steps: Vec<Step> = key(self)
            .and_then(|key| key.deduplicate(context))
            .into_iter()
            .collect();
        if !self.replica_identity {
            steps.push(Step::new(stage, vec![build], delta));
            return Ok(steps);
        }
        let unmarked = Self {
            replica_identity: false,
            ..self.clone()
        };
        steps.push(Step::new(stage, vec![build], vec![Delta::create(unmarked)]));
        steps.push(identity(self, context));
        Ok(steps)
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::Drop(ObjectId::Index(self.id()))];
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), delta)]);
        }
        if is_partitioned(&self.table, context) {
            let drop = leaves::dropping(self, context).hazard(
                HazardKind::IndexDropped,
                format!("queries on {} lose the index `{}`", self.table, self.name),
            );
            return Ok(vec![Step::new(Stage::Contract, vec![drop], delta)]);
        }
        // One that is built anew is marked anew, there and back.
        let again = self.replica_identity && is_marked(self, &context.declared.schema);
        let back = |build: Statement| {
            let mark = again.then(|| mark(self));
            Undo::Statements(std::iter::once(build).chain(mark).collect())
        };
        let (stage, drop) = if context.is_plain(&self.table) {
            let undo = back(plainly(self));
            (
                Stage::Contract,
                Statement {
                    undo,
                    ..dropping(self)
                },
            )
        } else {
            let undo = back(concurrent_index(self));
            let drop = drop_concurrently(self);
            (Stage::Retire, Statement { undo, ..drop })
        };
        let drop = drop.hazard(
            HazardKind::IndexDropped,
            format!("queries on {} lose the index `{}`", self.table, self.name),
        );
        let mut steps = Vec::new();
        if self.replica_identity && !again {
            let unmarked = Self {
                replica_identity: false,
                ..self.clone()
            };
            steps.push(identity(&unmarked, context));
        }
        steps.push(Step::new(stage, vec![drop], delta));
        Ok(steps)
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        if is_partitioned(&pair.next.table, context) {
            return Ok(Alteration::Recreate);
        }
        if let Some(steps) = in_place(pair, context) {
            return Ok(Alteration::Steps(steps));
        }
        let beside = (!context.is_plain(&pair.next.table)).then(|| index_swap::steps(pair, context));
        let Some(swap) = beside.flatten() else {
            return Ok(Alteration::Recreate);
        };
        let mut steps: Vec<Step> = key(pair.next)
            .and_then(|key| key.deduplicate(context))
            .into_iter()
            .collect();
        steps.extend(swap);
        Ok(Alteration::Steps(steps))
    }

    fn expressions(&self) -> Vec<&Expression> {
        let keys = self.keys.iter().filter_map(|key| match &key.element {
            IndexElement::Expression(expression) => Some(expression),
            IndexElement::Column(_) => None,
        });
        keys.chain(&self.filter).collect()
    }

    fn turn(&self) -> u8 {
        4
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        let drop = text!["DROP INDEX ", qualified(&self.qualified_name()), ";"];
        Some(Statement::owned(drop).locks(LockMode::AccessExclusive, &self.table))
    }

    fn comes_back(&self, _later: bool, heirs: &Heirs) -> Vec<Statement> {
        let undo = Undo::Statements(self.makes_way(heirs).into_iter().collect());
        let create =
            Statement::with_undo(sql::create_index(self, false), undo).holds(LockMode::Share, &self.table);
        let mark = self.replica_identity.then(|| mark(self));
        std::iter::once(create).chain(mark).collect()
    }

    fn loss(&self) -> Option<(HazardKind, String)> {
        let message = format!("queries on {} lose the index `{}`", self.table, self.name);
        Some((HazardKind::IndexDropped, message))
    }
}

/// The index of a partitioned table: its parts first, where their names are known, or else all at once.
fn parts_first(index: &Index, context: &Context<'_>, delta: Vec<Delta>) -> Vec<Step> {
    let mut steps: Vec<Step> = key(index)
        .and_then(|key| key.deduplicate(context))
        .into_iter()
        .collect();
    let beside = (!context.is_plain(&index.table)).then(|| leaves::index_steps(index, context));
    match beside.flatten() {
        Some(beside) => steps.extend(beside),
        None => steps.push(Step::new(Stage::Contract, vec![plainly(index)], delta)),
    }
    steps
}

/// The end of an index, while everybody waits for a moment.
fn dropping(index: &Index) -> Statement {
    let drop = text!["DROP INDEX ", qualified(&index.qualified_name()), ";"];
    Statement::owned(drop).locks(LockMode::AccessExclusive, &index.table)
}

/// The index, built while writers wait.
fn plainly(index: &Index) -> Statement {
    Statement::with_undo(
        sql::create_index(index, false),
        Undo::Statements(vec![dropping(index)]),
    )
    .holds(LockMode::Share, &index.table)
    .hazard(
        HazardKind::BlocksWriters,
        format!(
            "writers of {} wait while the index `{}` is built",
            index.table, index.name
        ),
    )
}

/// `ALTER TABLE … REPLICA IDENTITY USING INDEX …`
pub(crate) fn mark(index: &Index) -> Statement {
    let sql = format!(
        "ALTER TABLE {} REPLICA IDENTITY USING INDEX {};",
        qualified(&index.table),
        ident(&index.name)
    );
    Statement::owned(sql).locks(LockMode::AccessExclusive, &index.table)
}

/// Whether subscribers know rows by the index of that name in a schema.
fn is_marked(index: &Index, schema: &Schema) -> bool {
    let of_schema = schema.get(&ObjectId::Index(index.id()));
    matches!(of_schema, Some(Object::Index(index)) if index.replica_identity)
}

/// The index becomes what subscribers know rows by, or is that no more. Where something else becomes
/// it, that says so.
fn identity(index: &Index, context: &Context<'_>) -> Step {
    let (previous, next) = (context.previous, &context.declared.schema);
    let of_table = |schema: &Schema| {
        schema
            .table(&index.table)
            .map(|table| table.storage.replica_identity)
    };
    let mut others = next.indexes().filter(|other| other.table == index.table);
    let is_said = !index.replica_identity
        && (others.any(|other| other.replica_identity) || of_table(previous) != of_table(next));
    let mut statement = Statement::new(
        identity_by_index(next, &index.table),
        identity_by_index(previous, &index.table),
    )
    .locks(LockMode::AccessExclusive, &index.table);
    if is_marked(index, previous) && is_marked(index, next) {
        // What is built anew says so when it comes back.
        statement.undo = Undo::WithOwner;
    }
    let statements = if is_said { Vec::new() } else { vec![statement] };
    Step::new(Stage::Contract, statements, vec![Delta::alter(index.clone())])
}

/// What changes where the index stands: its parameters, and whether subscribers know rows by it.
fn in_place(pair: Pair<&Index>, context: &Context<'_>) -> Option<Vec<Step>> {
    let Pair { previous, next } = pair;
    let stored = Index {
        parameters: next.parameters.clone(),
        ..previous.clone()
    };
    let marked = Index {
        replica_identity: next.replica_identity,
        ..stored.clone()
    };
    if marked != *next {
        return None;
    }
    let mut steps = Vec::new();
    if stored != *previous {
        let mut statements = parameters(previous, next);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(parameters(next, previous));
        }
        steps.push(Step::new(
            Stage::Expand,
            statements,
            vec![Delta::alter(stored.clone())],
        ));
    }
    if marked != stored {
        steps.push(identity(next, context));
    }
    Some(steps)
}

/// `SET` and `RESET` of the parameters that differ. What is there is laid out as they say by a REINDEX.
fn parameters(from: &Index, to: &Index) -> Vec<Statement> {
    let (set, gone) = from.parameters.way_to(&to.parameters);
    let mut actions = Vec::new();
    if !set.is_empty() {
        actions.push(format!("SET ({})", sql::parameters(&set)));
    }
    if !gone.is_empty() {
        actions.push(format!("RESET ({})", gone.join(", ")));
    }
    let brief = |name: &str| matches!(name, "fillfactor" | "deduplicate_items");
    let mode = if set
        .keys()
        .map(String::as_str)
        .chain(gone.iter().copied())
        .all(brief)
    {
        LockMode::ShareUpdateExclusive
    } else {
        LockMode::AccessExclusive
    };
    let name = qualified(&to.qualified_name());
    let statement =
        |action: &String| Statement::owned(format!("ALTER INDEX {name} {action};")).locks(mode, &to.table);
    let mut statements: Vec<Statement> = actions.iter().map(statement).collect();
    let mut names = set.keys().map(String::as_str).chain(gone.iter().copied());
    let shapes = names.any(|name| !matches!(name, "fastupdate" | "gin_pending_list_limit" | "autosummarize"));
    if let Some(first) = statements.first_mut().filter(|_| shapes) {
        first.reason = Some("What the index holds is laid out anew by a REINDEX alone.".to_owned());
    }
    statements
}

/// What a unique index over columns makes unique.
fn key(index: &Index) -> Option<Key<'_>> {
    let columns: Option<Vec<&Name>> = index.keys.iter().map(IndexKey::column_name).collect();
    Some(Key {
        table: &index.table,
        columns: columns.filter(|_| index.unique)?,
        filter: index.filter.as_ref(),
        nulls_not_distinct: index.nulls_not_distinct,
    })
}

/// The index, built while writers pass.
pub(crate) fn concurrent_index(index: &Index) -> Statement {
    Statement::owned(sql::create_index(index, true))
        .alone(Some(drop_concurrently(index).sql))
        .holds(LockMode::ShareUpdateExclusive, &index.table)
        .hazard(
            HazardKind::IndexBuild,
            format!("the index `{}` is built", index.name),
        )
}

/// The end of an index, while writers pass. A half-built one counts as well.
pub(crate) fn drop_concurrently(index: &Index) -> Statement {
    Statement::owned(format!(
        "DROP INDEX CONCURRENTLY IF EXISTS {};",
        qualified(&index.qualified_name())
    ))
    .alone(None)
    .locks(LockMode::ShareUpdateExclusive, &index.table)
}
