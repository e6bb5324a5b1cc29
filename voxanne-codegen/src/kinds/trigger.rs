//! Triggers. On a table that exists they come last, when its rows have their values.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{CommentTarget, Trigger, TriggerEnabled};
use voxanne_schema::object::{Describe, ObjectId};

use super::leaves::is_partitioned;
use super::{Alteration, Context, Heirs, Plan, Refusal, comment};
use crate::diff::Pair;
use crate::plan::{Delta, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{create_trigger, ident, qualified, trigger_enabled};

impl Plan for Trigger {
    const WEIGHT: u8 = 3;
    const IS_CALLED: bool = false;

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
        // That of a view goes with it, and is then never asked.
        if !context.exists(&self.table) && !self.is_on_view() {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(create(self)))
            .locks(LockMode::AccessExclusive, &self.table);
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    /// In place, under a lock that lets readers pass. A replaced trigger fires in all but replicas.
    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let same_call = Self {
            enabled: next.enabled,
            ..previous.clone()
        };
        let is_constraint = previous.constraint.is_some() || next.constraint.is_some();
        // Partitions have a trigger for each row as well, and would keep it.
        let is_left_behind = previous.level != next.level && is_partitioned(&next.table, context);
        let become_one = |trigger: &Self| {
            if same_call == *next {
                vec![enabling(trigger)]
            } else if is_constraint || is_left_behind {
                made_anew(trigger, context)
            } else {
                replace(trigger)
            }
        };
        let mut statements = become_one(next);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(become_one(previous));
        }
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Contract,
            statements,
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn expressions(&self) -> Vec<&Expression> {
        self.when.iter().collect()
    }

    fn turn(&self) -> u8 {
        1
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(drop_sql(self)).locks(LockMode::AccessExclusive, &self.table))
    }

    fn comes_back(&self, _later: bool, heirs: &Heirs) -> Vec<Statement> {
        let mut statements = create(self);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(self.makes_way(heirs).into_iter().collect());
        }
        statements
    }
}

pub(crate) fn create(trigger: &Trigger) -> Vec<Statement> {
    let on = qualified(&trigger.table);
    let mut statements = vec![
        Statement::owned(create_trigger(trigger, &on)).locks(LockMode::ShareRowExclusive, &trigger.table),
    ];
    if trigger.enabled != TriggerEnabled::Origin {
        statements.push(enabling(trigger));
    }
    statements
}

fn replace(trigger: &Trigger) -> Vec<Statement> {
    let mut statements = create(trigger);
    if let Some(first) = statements.first_mut() {
        first.sql = first
            .sql
            .replacen("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1);
    }
    statements
}

/// PostgreSQL can replace a plain trigger by a plain one alone. Nothing passes between the two.
fn made_anew(trigger: &Trigger, context: &Context<'_>) -> Vec<Statement> {
    let drop = Statement::owned(drop_sql(trigger)).locks(LockMode::AccessExclusive, &trigger.table);
    let on = CommentTarget::Object(Box::new(ObjectId::Trigger(trigger.id())));
    let mut statements = vec![drop];
    statements.extend(create(trigger));
    statements.extend(comment::restored(&on, context));
    statements
}

fn enabling(trigger: &Trigger) -> Statement {
    Statement::owned(trigger_enabled(trigger, &qualified(&trigger.table)))
        .locks(LockMode::ShareRowExclusive, &trigger.table)
}

pub(crate) fn drop_sql(trigger: &Trigger) -> String {
    text![
        "DROP TRIGGER ",
        ident(&trigger.name),
        " ON ",
        qualified(&trigger.table),
        ";"
    ]
}
