//! Materialized views. PostgreSQL cannot change the query of one: it is dropped and built again, with
//! its indexes, grants and comments, in one transaction.

use voxanne_schema::model::{GrantTarget, MaterializedView};
use voxanne_schema::object::{Describe, ObjectId};

use super::belongings::restore;
use super::view::broken;
use super::{Alteration, Context, Heirs, NOTHING_BY_DEFAULT, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{create_materialized_view, grant_target, qualified};

impl Plan for MaterializedView {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = create(self, context);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![Statement::owned(drop_sql(self))]);
        }
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, statements, delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let id = ObjectId::MaterializedView(self.id());
        let mut undo = create(self, context);
        undo.extend(restore(&id, context)?);
        let mut statement = Statement::with_undo(drop_sql(self), Undo::Statements(undo))
            .locks(LockMode::AccessExclusive, &self.name);
        let next = context.declared.schema.view_columns(&id).unwrap_or_default();
        if let Some(broken) = broken(&self.columns, next) {
            statement = statement.hazard(
                HazardKind::NeedsTwoDeployments,
                format!(
                    "queries of {broken} of the materialized view `{}` fail from here on",
                    self.name
                ),
            );
        }
        if context.stays(&id) {
            statement = statement.hazard(
                HazardKind::BlocksReaders,
                format!(
                    "whoever reads the materialized view `{}` waits until it is built again",
                    self.name
                ),
            );
        }
        Ok(vec![Step::new(
            Stage::Contract,
            vec![statement],
            vec![Delta::Drop(id)],
        )])
    }

    fn alter(_pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        Ok(Alteration::Recreate)
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(drop_sql(self)).locks(LockMode::AccessExclusive, &self.name))
    }

    fn loss(&self) -> Option<(HazardKind, String)> {
        let id = ObjectId::MaterializedView(self.name.clone());
        Some((
            HazardKind::NeedsTwoDeployments,
            format!("queries of the {id} fail from here on"),
        ))
    }
}

/// The view, and the end of whatever default privileges would give away.
pub(crate) fn create(view: &MaterializedView, context: &Context<'_>) -> Vec<Statement> {
    let target = grant_target(&GrantTarget::MaterializedView(view.name.clone()));
    vec![
        Statement::owned(create_materialized_view(view)),
        Statement::owned(format!(
            "REVOKE ALL ON {target} FROM {};",
            context.default_grantees()
        ))
        .serving(NOTHING_BY_DEFAULT),
    ]
}

pub(crate) fn drop_sql(view: &MaterializedView) -> String {
    format!("DROP MATERIALIZED VIEW {};", qualified(&view.name))
}
