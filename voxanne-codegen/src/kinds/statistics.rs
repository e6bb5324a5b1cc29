//! Extended statistics. They are filled by ANALYZE alone, which is asked for where rows are there: it
//! lets everybody pass, and autovacuum might not come for days.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::Statistics;
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, Heirs, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{create_statistics, qualified};

const ANALYZE: &str = "ANALYZE ";

impl Plan for Statistics {
    const WEIGHT: u8 = 3;
    const IS_CALLED: bool = false;

    /// On a table that exists they come when its rows have their values, in a file of those statements
    /// that let writers pass: nobody should wait for ANALYZE behind a lock that others took.
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = made(self);
        let exists = context.exists(&self.table);
        if exists {
            statements.push(analyze(self));
        }
        let stage = if exists { Stage::Validate } else { Stage::Expand };
        Ok(vec![Step::new(
            stage,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::Drop(ObjectId::Statistics(self.id()))];
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), delta)]);
        }
        let mut back = made(self);
        back.push(analyze(self));
        let statement = Statement {
            undo: Undo::Statements(back),
            ..dropping(self)
        };
        Ok(vec![Step::new(Stage::Validate, vec![statement], delta)])
    }

    /// Only how many values are kept can be changed.
    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let retargeted = Self {
            target: next.target,
            ..previous.clone()
        };
        if retargeted != *next {
            return Ok(Alteration::Recreate);
        }
        let mut statements = vec![Statement::new(target(next), target(previous))];
        if context.exists(&next.table) {
            statements.push(analyze(next));
        }
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Validate,
            statements,
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn expressions(&self) -> Vec<&Expression> {
        Self::expressions(self).collect()
    }

    fn turn(&self) -> u8 {
        4
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(dropping(self))
    }

    fn comes_back(&self, _later: bool, _heirs: &Heirs) -> Vec<Statement> {
        made(self)
    }
}

/// Of several that fill the statistics of one table, the last alone.
pub(crate) fn analyze_once<'s>(statements: impl DoubleEndedIterator<Item = &'s mut Vec<Statement>>) {
    let mut filled: Vec<String> = Vec::new();
    for of in statements.rev() {
        let mut kept: Vec<Statement> = Vec::with_capacity(of.len());
        for statement in of.drain(..).rev() {
            let fills = statement.sql.starts_with(ANALYZE);
            if fills && filled.contains(&statement.sql) {
                continue;
            }
            filled.extend(fills.then(|| statement.sql.clone()));
            kept.push(statement);
        }
        kept.reverse();
        *of = kept;
    }
}

fn made(statistics: &Statistics) -> Vec<Statement> {
    let create = create_statistics(statistics);
    let undo = Undo::Statements(vec![dropping(statistics)]);
    let create = Statement::with_undo(create, undo).locks(LockMode::ShareUpdateExclusive, &statistics.table);
    let target = statistics.target.map(|_| Statement::owned(target(statistics)));
    std::iter::once(create).chain(target).collect()
}

fn dropping(statistics: &Statistics) -> Statement {
    let name = qualified(&statistics.qualified_name());
    Statement::owned(format!("DROP STATISTICS {name};"))
        .locks(LockMode::ShareUpdateExclusive, &statistics.table)
}

fn target(statistics: &Statistics) -> String {
    let name = qualified(&statistics.qualified_name());
    let target = statistics
        .target
        .map_or_else(|| "-1".to_owned(), |target| target.to_string());
    format!("ALTER STATISTICS {name} SET STATISTICS {target};")
}

fn analyze(statistics: &Statistics) -> Statement {
    Statement::owned(format!("{ANALYZE}{};", qualified(&statistics.table)))
        .holds(LockMode::ShareUpdateExclusive, &statistics.table)
        .because("Fills the statistics; readers and writers pass.")
}
