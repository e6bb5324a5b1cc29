//! Indexes: plain on a new table, beside the writers on one that exists.

use voxanne_schema::model::Index;
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, qualified};

impl Plan for Index {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::create(self.clone())];
        if !context.exists(&self.table) {
            let drop = format!("DROP INDEX {};", qualified(&self.qualified_name()));
            let statement = Statement::new(sql::create_index(self, false), drop);
            return Ok(vec![Step::new(Stage::Expand, vec![statement], delta)]);
        }
        let mut build = concurrent_index(self);
        build.undo = Undo::Statements(vec![drop_concurrently(self)]);
        Ok(vec![Step::new(Stage::Index, vec![build], delta)])
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

    fn alter(_pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        Ok(Alteration::Recreate)
    }
}

/// The index, built while writers pass.
pub(super) fn concurrent_index(index: &Index) -> Statement {
    Statement::owned(sql::create_index(index, true))
        .alone(Some(drop_concurrently(index).sql))
        .holds(LockMode::ShareUpdateExclusive, &index.table)
        .hazard(
            HazardKind::IndexBuild,
            format!("the index `{}` is built", index.name),
        )
}

/// The end of an index, while writers pass. A half-built one counts as well.
pub(super) fn drop_concurrently(index: &Index) -> Statement {
    Statement::owned(format!(
        "DROP INDEX CONCURRENTLY IF EXISTS {};",
        qualified(&index.qualified_name())
    ))
    .alone(None)
    .locks(LockMode::ShareUpdateExclusive, &index.table)
}
