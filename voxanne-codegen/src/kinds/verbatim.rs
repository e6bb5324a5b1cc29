//! What is carried as SQL. It is made by its own statements and taken away by its own; what is written otherwise
//! is another thing, so that the former goes first.

use voxanne_schema::model::Verbatim;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Heirs, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};

impl Plan for Verbatim {
    const IS_CALLED: bool = false;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, made(self), delta)])
    }

    fn drop(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = gone(self);
        // All of it comes back at once, behind whatever comes back of the rest.
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(made(self));
        }
        let delta = vec![Delta::Drop(ObjectId::Verbatim(self.name.clone()))];
        Ok(vec![Step::new(Stage::Expand, statements, delta)])
    }

    fn alter(_pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        Ok(Alteration::Recreate)
    }

    fn turn(&self) -> u8 {
        1
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(self.drop.join("\n")))
    }

    fn comes_back(&self, _later: bool, _heirs: &Heirs) -> Vec<Statement> {
        made(self)
    }
}

/// The statements that make it, of which the first is taken back by all that takes it away.
fn made(of: &Verbatim) -> Vec<Statement> {
    with_undo(&of.create, Undo::Statements(gone(of)))
}

fn gone(of: &Verbatim) -> Vec<Statement> {
    with_undo(&of.drop, Undo::WithOwner)
}

fn with_undo(statements: &[String], undo: Undo) -> Vec<Statement> {
    let mut statements: Vec<Statement> = statements
        .iter()
        .map(|sql| Statement {
            undo: Undo::WithOwner,
            ..Statement::owned(sql.clone())
        })
        .collect();
    if let Some(first) = statements.first_mut() {
        first.undo = undo;
    }
    statements
}
