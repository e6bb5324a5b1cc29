//! Owners. What nobody is said to own belongs to whoever runs the migrations.

use voxanne_schema::model::{Member, Ownership, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Describe, Identity, Object, ObjectId};

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step};
use crate::sql::{ident, qualified, routine};

impl Plan for Ownership {
    const WEIGHT: u8 = 4;
    const IS_CALLED: bool = false;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::new(to_role(self), to_runner(&self.of));
        let delta = Delta::create(self.clone());
        let is_there = context.previous.contains(&self.of);
        let comes_back = context.previous.contains(&ObjectId::Ownership(self.id()));
        if !is_there || comes_back {
            return Ok(vec![Step::new(Stage::Expand, vec![statement], vec![delta])]);
        }
        let message = format!("{} belongs to `{}` from here on", self.of, self.role);
        Ok(vec![passes(self, statement, message, delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Ownership(self.id()));
        if !context.stays(&self.of) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let statement = Statement::new(to_runner(&self.of), to_role(self));
        let message = format!(
            "{} belongs to `{}` no longer, but to whoever runs the migration",
            self.of, self.role
        );
        Ok(vec![passes(self, statement, message, delta)])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let statement = Statement::new(to_role(next), to_role(previous));
        let message = format!("{} passes from `{}` to `{}`", next.of, previous.role, next.role);
        let step = passes(next, statement, message, Delta::alter(next.clone()));
        Ok(Alteration::Steps(vec![step]))
    }
}

/// The owner of what is about to be made anew under its name, said again.
pub(crate) fn restored(of: &ObjectId, schema: &Schema) -> Option<Statement> {
    let id = ObjectId::Ownership(Box::new(of.clone()));
    let Some(Object::Ownership(ownership)) = schema.get(&id) else {
        return None;
    };
    Some(Statement::owned(to_role(ownership)))
}

/// The step in which something that exists passes to another role.
fn passes(ownership: &Ownership, statement: Statement, message: String, delta: Delta) -> Step {
    let mut statement = statement.hazard(HazardKind::ChangesAccess, message);
    if let Some(relation) = relation(&ownership.of) {
        statement = statement.locks(LockMode::AccessExclusive, &relation);
    }
    Step::new(Stage::Contract, vec![statement], vec![delta])
}

/// What has rows, or shows some.
fn relation(of: &ObjectId) -> Option<QualifiedName> {
    match of {
        ObjectId::Table(name) | ObjectId::View(name) | ObjectId::MaterializedView(name) => Some(name.clone()),
        ObjectId::Partition(Member { table, name }) => Some(table.sibling(name.clone())),
        _ => None,
    }
}

fn to_role(ownership: &Ownership) -> String {
    owner_to(&ownership.of, &ident(&ownership.role))
}

pub(super) fn to_runner(of: &ObjectId) -> String {
    owner_to(of, "CURRENT_USER")
}

pub(super) fn owner_to(of: &ObjectId, role: &str) -> String {
    let keywords = of.kind().keywords();
    let target = match of.identity() {
        Identity::Named(name) => format!("{keywords} {}", ident(name)),
        Identity::Qualified(name) | Identity::OfTable(name) => format!("{keywords} {}", qualified(name)),
        Identity::Routine(signature) => routine(of.kind(), signature),
        Identity::Member(Member { table, name }) => {
            format!("{keywords} {}", qualified(&table.sibling(name.clone())))
        }
        // Nobody owns these by themselves, which the validation says.
        Identity::Owned(_) | Identity::Grant(_) | Identity::Default(_) | Identity::Comment(_) => {
            return String::new();
        }
    };
    format!("ALTER {target} OWNER TO {role};")
}
