//! Roles belong to the cluster: no migration makes them.

use voxanne_schema::model::Role;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::Step;

impl Plan for Role {
    const WEIGHT: u8 = 2;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        Err(refusal(self))
    }

    fn drop(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        Err(refusal(self))
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        Err(refusal(pair.next))
    }
}

fn refusal(role: &Role) -> Refusal {
    Refusal {
        object: ObjectId::Role(role.name.clone()),
        message: format!(
            "the role `{}` belongs to the cluster, and a migration is for one database",
            role.name
        ),
        help: "create it outside, and name it with `Declaration::role(…)`".to_owned(),
    }
}
