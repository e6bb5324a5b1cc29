//! Procedures: as functions, but that nothing in the database holds on to them.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::Procedure;
use voxanne_schema::object::{Describe, ObjectId};

use super::function::{create, drop_sql, is_replaceable, restore};
use super::{Alteration, Context, Heirs, Plan, Refusal, replaced};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::sql::{create_function, qualified};

impl Plan for Procedure {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = create(&self.0, context);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![Statement::owned(drop_sql(&self.0))]);
        }
        Ok(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::with_undo(drop_sql(&self.0), Undo::Statements(restore(&self.0, context)?));
        let delta = Delta::Drop(ObjectId::Procedure(self.id()));
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if !is_replaceable(&previous.0, &next.0) {
            return Ok(Alteration::Recreate);
        }
        let replace = |procedure: &Self| create_function(&procedure.0, &qualified(&procedure.0.name), true);
        let back = if is_replaceable(&next.0, &previous.0) {
            vec![Statement::owned(replace(previous))]
        } else {
            let mut back = vec![Statement::owned(drop_sql(&next.0))];
            back.extend(restore(&previous.0, context)?);
            back
        };
        let statement = Statement::with_undo(replace(next), Undo::Statements(back));
        Ok(Alteration::Steps(vec![Step::new(
            replaced::stage(&next.0.object_id(), context),
            vec![statement],
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn expressions(&self) -> Vec<&Expression> {
        Plan::expressions(&self.0)
    }

    fn makes_way(&self, heirs: &Heirs) -> Option<Statement> {
        self.0.makes_way(heirs)
    }
}
