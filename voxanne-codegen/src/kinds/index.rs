//! Indexes: plain on a new table, beside the writers on one that exists.

use voxanne_schema::model::{Index, IndexKey};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe, ObjectId};

use super::duplicates::Key;
use super::{Alteration, Context, Plan, Refusal, index_swap};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, qualified};

impl Plan for Index {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::create(self.clone())];
        if !context.exists(&self.table) {
            // The table is new, if not in this very file, so that nobody waits long.
            let drop = dropping(self);
            let create = sql::create_index(self, false);
            let statement = Statement::with_undo(create, Undo::Statements(vec![drop]))
                .locks(LockMode::Share, &self.table);
            return Ok(vec![Step::new(Stage::Expand, vec![statement], delta)]);
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
        steps.push(Step::new(stage, vec![build], delta));
        Ok(steps)
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::Drop(ObjectId::Index(self.id()))];
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), delta)]);
        }
        let (stage, drop) = if context.is_plain(&self.table) {
            let undo = Undo::Statements(vec![plainly(self)]);
            (
                Stage::Contract,
                Statement {
                    undo,
                    ..dropping(self)
                },
            )
        } else {
            let undo = Undo::Statements(vec![concurrent_index(self)]);
            let drop = drop_concurrently(self);
            (Stage::Retire, Statement { undo, ..drop })
        };
        let drop = drop.hazard(
            HazardKind::IndexDropped,
            format!("queries on {} lose the index `{}`", self.table, self.name),
        );
        Ok(vec![Step::new(stage, vec![drop], delta)])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
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
}

/// The end of an index, while everybody waits for a moment.
fn dropping(index: &Index) -> Statement {
    let drop = format!("DROP INDEX {};", qualified(&index.qualified_name()));
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
