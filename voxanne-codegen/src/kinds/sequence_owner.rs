//! Which column a sequence belongs to. PostgreSQL would drop the sequence with its column; here it goes by
//! itself, so that its way back stands beside it.

use voxanne_schema::model::SequenceOwner;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Heirs, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step};
use crate::sql::{ident, qualified};

impl Plan for SequenceOwner {
    const IS_CALLED: bool = false;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::new(owned_by(self), by_none(self));
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, vec![statement], delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statement = Statement::new(by_none(self), owned_by(self));
        let next = context.declared.schema.table(&self.table);
        if next.is_none_or(|table| table.column(&self.column).is_none()) {
            statement = statement.because("Else the sequence would go along with its column, unseen.");
        }
        let delta = vec![Delta::Drop(ObjectId::SequenceOwner(self.sequence.clone()))];
        Ok(vec![Step::new(Stage::Contract, vec![statement], delta)])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let statement = Statement::new(owned_by(next), owned_by(previous));
        let delta = vec![Delta::alter(next.clone())];
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            vec![statement],
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
