//! Functions.

use voxanne_schema::model::{Function, GrantTarget};
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::sql::{create_function, grant_target, qualified, signature};

impl Plan for Function {
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
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(restore(self, context)?));
        let delta = Delta::Drop(ObjectId::Function(self.id()));
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let names_stay = previous
            .arguments
            .iter()
            .zip(&next.arguments)
            .all(|(a, b)| a.name == b.name);
        let defaults_stay = previous
            .arguments
            .iter()
            .zip(&next.arguments)
            // A default can be added in place, but not taken away again on the way back.
            .all(|(a, b)| a.default.is_some() == b.default.is_some());
        if previous.returns != next.returns || !names_stay || !defaults_stay {
            return Ok(Alteration::Recreate);
        }
        let replace = |function: &Self| create_function(function, &qualified(&function.name), true);
        let statement = Statement::new(replace(next), replace(previous));
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            vec![statement],
            vec![Delta::alter(next.clone())],
        )]))
    }
}

/// The function, and the end of whatever default privileges would give away.
fn create(function: &Function, context: &Context<'_>) -> Vec<Statement> {
    let target = grant_target(&GrantTarget::Function(function.signature()));
    vec![
        Statement::owned(create_function(function, &qualified(&function.name), false)),
        Statement::owned(format!(
            "REVOKE ALL ON {target}\n    FROM {};",
            context.default_grantees()
        ))
        .serving(NOTHING_BY_DEFAULT),
    ]
}

/// What brings a dropped function back, with the grants and the comment that went with it.
fn restore(function: &Function, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let id = ObjectId::Function(function.signature());
    let mut statements = create(function, context);
    statements.extend(super::belongings::restore(&id, context)?);
    Ok(statements)
}

fn drop_sql(function: &Function) -> String {
    format!("DROP FUNCTION {};", signature(&function.signature()))
}
