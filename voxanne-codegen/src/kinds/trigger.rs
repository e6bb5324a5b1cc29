//! Triggers. On a table that exists they come last, when its rows have their values.

use voxanne_schema::model::{Trigger, TriggerEnabled};
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{create_trigger, ident, qualified, trigger_enabled};

impl Plan for Trigger {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let stage = if context.exists(&self.table) {
            Stage::Contract
        } else {
            Stage::Expand
        };
        let mut statements = create(self);
        if let Some(first) = statements.first_mut() {
            let drop = Statement::owned(drop_sql(self)).locks(LockMode::AccessExclusive, &self.table);
            first.undo = Undo::Statements(vec![drop]);
        }
        Ok(vec![Step::new(
            stage,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Trigger(self.id()));
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(create(self)))
            .locks(LockMode::AccessExclusive, &self.table);
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    fn alter(_pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        Ok(Alteration::Recreate)
    }
}

pub(crate) fn create(trigger: &Trigger) -> Vec<Statement> {
    let on = qualified(&trigger.table);
    let mut statements = vec![
        Statement::owned(create_trigger(trigger, &on)).locks(LockMode::ShareRowExclusive, &trigger.table),
    ];
    if trigger.enabled != TriggerEnabled::Origin {
        statements.push(
            Statement::owned(trigger_enabled(trigger, &on))
                .locks(LockMode::ShareRowExclusive, &trigger.table),
        );
    }
    statements
}

pub(crate) fn drop_sql(trigger: &Trigger) -> String {
    format!(
        "DROP TRIGGER {} ON {};",
        ident(&trigger.name),
        qualified(&trigger.table)
    )
}
