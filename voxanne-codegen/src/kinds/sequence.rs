//! Sequences: changed where they stand. Where a sequence stands itself is never touched: no number is
//! given twice.

use voxanne_schema::model::{GrantTarget, Sequence};
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal, belongings};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, Stage, Statement, Step, Undo};
use crate::sql::{create_sequence, grant_target, narrower_bounds, qualified, sequence_options};

impl Plan for Sequence {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        if let Some((table, column)) = context.previous.identity_called(&self.name) {
            return Err(Refusal {
                object: ObjectId::Sequence(self.name.clone()),
                message: format!(
                    "the sequence `{}` is to have the name of that of the identity `{}.{}`, which is there until then",
                    self.name, table.name, column.name
                ),
                help: "give it another name, and in a later migration this one, with `renamed_from`"
                    .to_owned(),
            });
        }
        let mut statements = create(self, context);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![Statement::owned(drop_sql(self))]);
        }
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, statements, delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let id = ObjectId::Sequence(self.name.clone());
        let mut back = create(self, context);
        if let Some(first) = back.first_mut() {
            first.reason = Some("It counts from its start again: where it stood is lost.".to_owned());
        }
        back.extend(belongings::restore(&id, context)?);
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(back)).hazard(
            HazardKind::DeletesData,
            format!("where the sequence `{}` stands is lost", self.name),
        );
        let delta = vec![Delta::Drop(id)];
        Ok(vec![Step::new(Stage::Contract, vec![statement], delta)])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let mut statements = Vec::new();
        if previous.unlogged != next.unlogged {
            statements.push(Statement::new(logged(next), logged(previous)));
        }
        if !sequence_options(previous, next).is_empty() {
            let mut statement = Statement::new(alter(previous, next), alter(next, previous));
            if let Some(why) = narrower_bounds(previous, next) {
                statement = statement.because(why);
            }
            statements.push(statement);
        }
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::alter(next.clone())],
        )]))
    }
}

/// The sequence, and the end of whatever default privileges would give away.
fn create(sequence: &Sequence, context: &Context<'_>) -> Vec<Statement> {
    let target = grant_target(&GrantTarget::Sequence(sequence.name.clone()));
    let revoke = format!("REVOKE ALL ON {target} FROM {};", context.default_grantees());
    vec![
        Statement::owned(create_sequence(sequence, &qualified(&sequence.name))),
        Statement::owned(revoke).serving(NOTHING_BY_DEFAULT),
    ]
}

fn drop_sql(sequence: &Sequence) -> String {
    format!("DROP SEQUENCE {};", qualified(&sequence.name))
}

fn alter(was: &Sequence, is: &Sequence) -> String {
    let head = format!("ALTER SEQUENCE {}", qualified(&is.name));
    crate::sql::clauses(&head, &sequence_options(was, is))
}

fn logged(sequence: &Sequence) -> String {
    let state = if sequence.unlogged { "UNLOGGED" } else { "LOGGED" };
    format!("ALTER SEQUENCE {} SET {state};", qualified(&sequence.name))
}
