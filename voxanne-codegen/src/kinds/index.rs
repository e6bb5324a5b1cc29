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
            let drop = format!("DROP INDEX {};", qualified(&self.qualified_name()));
            // The table is new, if not in this very file, so that nobody waits long.
            let drop = Statement::owned(drop).locks(LockMode::AccessExclusive, &self.table);
            let create = sql::create_index(self, false);
            let statement = Statement::with_undo(create, Undo::Statements(vec![drop]))
                .locks(LockMode::Share, &self.table);
            return Ok(vec![Step::new(Stage::Expand, vec![statement], delta)]);
        }
        let mut build = concurrent_index(self);
        build.undo = Undo::Statements(vec![drop_concurrently(self)]);
        let mut steps: Vec<Step> = key(self)
            .and_then(|key| key.deduplicate(context))
            .into_iter()
            .collect();
        steps.push(Step::new(Stage::Index, vec![build], delta));
        Ok(steps)
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::Drop(ObjectId::Index(self.id()))];
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), delta)]);
        }
        let mut drop = drop_concurrently(self);
        drop.undo = Undo::Statements(vec![concurrent_index(self)]);
        let drop = drop.hazard(
            HazardKind::IndexDropped,
            format!("queries on {} lose the index `{}`", self.table, self.name),
        );
        Ok(vec![Step::new(Stage::Retire, vec![drop], delta)])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Some(swap) = index_swap::steps(pair, context) else {
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
