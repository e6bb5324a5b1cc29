//! Aggregates: replaced where their value keeps its type.

use voxanne_schema::model::{Aggregate, GrantTarget};
use voxanne_schema::object::{Describe, ObjectId, ObjectKind};

use super::{Alteration, Context, Heirs, NOTHING_BY_DEFAULT, Plan, Refusal, belongings};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::sql::{create_aggregate, grant_target, qualified, routine};

impl Plan for Aggregate {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = create(self, context);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![Statement::owned(drop_sql(self))]);
        }
        Ok(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let id = ObjectId::Aggregate(self.id());
        let mut back = create(self, context);
        back.extend(belongings::restore(&id, context)?);
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(back));
        Ok(vec![Step::new(
            Stage::Contract,
            vec![statement],
            vec![Delta::Drop(id)],
        )])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if previous.state != next.state || previous.end != next.end {
            return Ok(Alteration::Recreate);
        }
        let replace = |aggregate: &Self| create_aggregate(aggregate, &qualified(&aggregate.name), true);
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            vec![Statement::new(replace(next), replace(previous))],
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(drop_sql(self)))
    }
}

/// The aggregate, and the end of whatever default privileges would give away.
pub(crate) fn create(aggregate: &Aggregate, context: &Context<'_>) -> Vec<Statement> {
    let target = grant_target(&GrantTarget::Aggregate(Box::new(aggregate.signature())));
    let revoke = format!("REVOKE ALL ON {target}\n    FROM {};", context.default_grantees());
    vec![
        Statement::owned(create_aggregate(aggregate, &qualified(&aggregate.name), false)),
        Statement::owned(revoke).serving(NOTHING_BY_DEFAULT),
    ]
}

pub(crate) fn drop_sql(aggregate: &Aggregate) -> String {
    format!("DROP {};", routine(ObjectKind::Aggregate, &aggregate.signature()))
}
