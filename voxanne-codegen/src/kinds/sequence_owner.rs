//! Which column a sequence belongs to. PostgreSQL would drop the sequence with its column; here it goes by
//! itself, so that its way back stands beside it.

use voxanne_schema::model::{Schema, SequenceOwner};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::{Alteration, Context, Heirs, Plan, Refusal, ownership};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::sql::{ident, qualified};

impl Plan for SequenceOwner {
    const IS_CALLED: bool = false;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let schema = if changes_hands(&self.table, context.previous, &context.declared.schema) {
            &context.declared.schema
        } else {
            context.previous
        };
        let mut statements = Vec::from_iter(taken_over(self, schema));
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
            statements.extend(given_up(self, context.previous));
        } else if let (Some((to_owner, _)), Undo::Statements(undo)) =
            (passes(self, context.previous), &mut statements[0].undo)
        {
            // It comes back as that of whoever runs the migration.
            undo.insert(0, Statement::owned(to_owner));
        }
        let delta = vec![Delta::Drop(ObjectId::SequenceOwner(self.sequence.clone()))];
        Ok(vec![Step::new(Stage::Contract, statements, delta)])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        // A table that goes may leave a name free that the next one needs first.
        let declared = &context.declared.schema;
        if context.declared.unguided && declared.table(&previous.table).is_none()
            || previous.table != next.table && changes_hands(&next.table, context.previous, declared)
        {
            return Ok(Alteration::Recreate);
        }
        let delta = vec![Delta::alter(next.clone())];
        let was = context.previous;
        if owner_of_table(&previous.table, was) == owner_of_table(&next.table, was) {
            let statement = Statement::new(owned_by(next), owned_by(previous));
            return Ok(Alteration::Steps(vec![Step::new(
                Stage::Expand,
                vec![statement],
                delta,
            )]));
        }
        let mut statements = vec![Statement::new(by_none(previous), owned_by(previous))];
        statements.extend(given_up(previous, was));
        statements.extend(taken_over(next, was));
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

/// Whether a table has an owner who loses it: what comes to it, comes once it is with the next one, so that the
/// former has nothing new in between.
pub(crate) fn changes_hands(table: &QualifiedName, previous: &Schema, declared: &Schema) -> bool {
    let was = owner_of_table(table, previous);
    declared.table(table).is_some() && was.is_some() && was != owner_of_table(table, declared)
}

/// The role that has a table.
fn owner_of_table<'s>(table: &QualifiedName, schema: &'s Schema) -> Option<&'s Name> {
    let id = ObjectId::Ownership(Box::new(ObjectId::Table(table.clone())));
    match schema.get(&id)? {
        Object::Ownership(ownership) => Some(&ownership.role),
        _ => None,
    }
}

/// PostgreSQL links a sequence to a table of the same owner alone.
fn taken_over(owner: &SequenceOwner, schema: &Schema) -> Option<Statement> {
    passes(owner, schema).map(|(to_owner, to_runner)| Statement::new(to_owner, to_runner))
}

/// A sequence that leaves its table still has its owner.
fn given_up(owner: &SequenceOwner, schema: &Schema) -> Option<Statement> {
    passes(owner, schema).map(|(to_owner, to_runner)| Statement::new(to_runner, to_owner))
}

/// What gives the sequence to whom the table belongs, and what takes it back.
fn passes(owner: &SequenceOwner, schema: &Schema) -> Option<(String, String)> {
    let role = owner_of_table(&owner.table, schema)?;
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
