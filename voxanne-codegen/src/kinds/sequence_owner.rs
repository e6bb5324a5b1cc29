//! Which column a sequence belongs to. PostgreSQL would drop the sequence with its column; here it goes by
//! itself, so that its way back stands beside it.

use voxanne_schema::model::{Ownership, SequenceOwner};
use voxanne_schema::object::{Object, ObjectId};

use super::{Alteration, Context, Heirs, Plan, Refusal, ownership};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step};
use crate::sql::{ident, qualified};

impl Plan for SequenceOwner {
    const IS_CALLED: bool = false;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = Vec::from_iter(taken_over(self, context));
        statements.push(Statement::new(owned_by(self), by_none(self)));
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, statements, delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statement = Statement::new(by_none(self), owned_by(self));
        let next = context.declared.schema.table(&self.table);
        if next.is_none_or(|table| table.column(&self.column).is_none()) {
            statement = statement.because("Else the sequence would go along with its column, unseen.");
        }
        let mut statements = vec![statement];
        if context.stays(&ObjectId::Sequence(self.sequence.clone())) {
            statements.extend(given_up(self, context));
        }
        let delta = vec![Delta::Drop(ObjectId::SequenceOwner(self.sequence.clone()))];
        Ok(vec![Step::new(Stage::Contract, statements, delta)])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        // A table that goes may leave a name free that the next one needs first.
        if context.declared.unguided && context.declared.schema.table(&previous.table).is_none() {
            return Ok(Alteration::Recreate);
        }
        let delta = vec![Delta::alter(next.clone())];
        if owner_of_table(previous, context) == owner_of_table(next, context) {
            let statement = Statement::new(owned_by(next), owned_by(previous));
            return Ok(Alteration::Steps(vec![Step::new(
                Stage::Expand,
                vec![statement],
                delta,
            )]));
        }
        let mut statements = vec![Statement::new(by_none(previous), owned_by(previous))];
        statements.extend(given_up(previous, context));
        statements.extend(taken_over(next, context));
        statements.push(Statement::new(owned_by(next), by_none(next)));
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            statements,
            delta,
        )]))
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(by_none(self)))
    }

    fn comes_back(&self, _later: bool, _heirs: &Heirs) -> Vec<Statement> {
        vec![Statement::new(owned_by(self), by_none(self))]
    }
}

/// The role that has the table as the sequence comes to it or leaves it: before the table passes to another.
fn owner_of_table<'c>(owner: &SequenceOwner, context: &Context<'c>) -> Option<&'c Ownership> {
    let id = ObjectId::Ownership(Box::new(ObjectId::Table(owner.table.clone())));
    match context.previous.get(&id)? {
        Object::Ownership(ownership) => Some(ownership),
        _ => None,
    }
}

/// PostgreSQL links a sequence to a table of the same owner alone.
fn taken_over(owner: &SequenceOwner, context: &Context<'_>) -> Option<Statement> {
    passes(owner, context).map(|(to_owner, to_runner)| Statement::new(to_owner, to_runner))
}

/// A sequence that leaves its table still has its owner.
fn given_up(owner: &SequenceOwner, context: &Context<'_>) -> Option<Statement> {
    passes(owner, context).map(|(to_owner, to_runner)| Statement::new(to_runner, to_owner))
}

/// What gives the sequence to whom the table belongs, and what takes it back.
fn passes(owner: &SequenceOwner, context: &Context<'_>) -> Option<(String, String)> {
    let role = &owner_of_table(owner, context)?.role;
    let sequence = ObjectId::Sequence(owner.sequence.clone());
    Some((
        ownership::owner_to(&sequence, &ident(role)),
        ownership::to_runner(&sequence),
    ))
}

fn owned_by(owner: &SequenceOwner) -> String {
    format!(
        "ALTER SEQUENCE {} OWNED BY {}.{};",
        qualified(&owner.sequence),
        qualified(&owner.table),
        ident(&owner.column)
    )
}

fn by_none(owner: &SequenceOwner) -> String {
    format!("ALTER SEQUENCE {} OWNED BY NONE;", qualified(&owner.sequence))
}
