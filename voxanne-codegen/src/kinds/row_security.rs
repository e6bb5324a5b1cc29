//! Whether row-level security is on for a table.

use voxanne_schema::model::RowSecurity;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step};
use crate::sql::qualified;

impl Plan for RowSecurity {
    const WEIGHT: u8 = 4;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let stage = if context.exists(&self.table) {
            Stage::Contract
        } else {
            Stage::Expand
        };
        let mut statements = vec![change(self, "ENABLE", "DISABLE")];
        if self.forced {
            statements.push(change(self, "FORCE", "NO FORCE"));
        }
        Ok(vec![Step::new(
            stage,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::RowSecurity(self.table.clone()));
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let mut statements = vec![change(self, "DISABLE", "ENABLE").hazard(
            HazardKind::ChangesAccess,
            format!("every role with a grant on {} sees all of its rows", self.table),
        )];
        if self.forced {
            statements.push(change(self, "NO FORCE", "FORCE"));
        }
        Ok(vec![Step::new(Stage::Contract, statements, vec![delta])])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let statement = if pair.next.forced {
            change(pair.next, "FORCE", "NO FORCE")
        } else {
            change(pair.next, "NO FORCE", "FORCE")
        };
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Contract,
            vec![statement],
            vec![Delta::alter(pair.next.clone())],
        )]))
    }
}

fn change(security: &RowSecurity, to: &str, back: &str) -> Statement {
    let table = qualified(&security.table);
    let sql = |word: &str| text!["ALTER TABLE ", table, " ", word, " ROW LEVEL SECURITY;"];
    Statement::new(sql(to), sql(back)).locks(LockMode::AccessExclusive, &security.table)
}
