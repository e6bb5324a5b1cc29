//! Functions.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Argument, Function};
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, Heirs, NOTHING_BY_DEFAULT, Plan, Refusal, replaced};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::reshape;
use crate::sql::{create_function, grant_target, qualified, routine};

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

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if !is_replaceable(previous, next) {
            return Ok(Alteration::Recreate);
        }
        let replace = |function: &Self| create_function(function, &qualified(&function.name), true);
        let mut statement = Statement::new(replace(next), replace(previous));
        if !is_replaceable(next, previous)
            && let Ok(back) = reshape::function_back(next, context)
        {
            statement.undo = Undo::Statements(back);
        }
        Ok(Alteration::Steps(vec![Step::new(
            replaced::stage(&next.object_id(), context),
            vec![statement],
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn expressions(&self) -> Vec<&Expression> {
        let defaults = self.arguments.iter();
        defaults
            .filter_map(|argument| argument.default.as_ref())
            .collect()
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(drop_sql(self)))
    }
}

/// Whether `CREATE OR REPLACE` can make the one of the other.
///
/// <https://www.postgresql.org/docs/15/sql-createfunction.html>
pub(crate) fn is_replaceable(previous: &Function, next: &Function) -> bool {
    let mut arguments = previous.arguments.iter().zip(&next.arguments);
    // The types of what goes in are the function's identity; those of what comes out are its result.
    let same = |a: &Argument, b: &Argument| {
        a.name == b.name && a.mode == b.mode && (a.data_type == b.data_type || !a.mode.gives())
    };
    previous.returns == next.returns
        && previous.options.window == next.options.window
        && previous.arguments.len() == next.arguments.len()
        && arguments.all(|(a, b)| same(a, b) && (a.default.is_none() || b.default.is_some()))
}

/// The function, and the end of whatever default privileges would give away.
pub(crate) fn create(function: &Function, context: &Context<'_>) -> Vec<Statement> {
    let target = grant_target(&function.grant_target());
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
pub(super) fn restore(function: &Function, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let id = function.object_id();
    let mut statements = create(function, context);
    statements.extend(super::belongings::restore(&id, context)?);
    Ok(statements)
}

pub(crate) fn drop_sql(function: &Function) -> String {
    let kind = function.object_id().kind();
    format!("DROP {};", routine(kind, &function.signature()))
}
