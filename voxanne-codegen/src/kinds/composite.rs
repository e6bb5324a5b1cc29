//! Composite types: attributes come at the end and go. Every other change builds the type anew, with
//! all that is made of it (see [`crate::reshape`]).

use voxanne_schema::model::{Attribute, Composite, GrantTarget};
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal, belongings};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, Stage, Statement, Step, Undo};
use crate::sql::{attribute, create_composite, grant_target, ident, qualified};

impl Plan for Composite {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = create(self, context);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![Statement::owned(drop_sql(self))]);
        }
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, statements, delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let id = ObjectId::Composite(self.name.clone());
        let mut back = create(self, context);
        back.extend(belongings::restore(&id, context)?);
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(back));
        let delta = vec![Delta::Drop(id)];
        Ok(vec![Step::new(Stage::Contract, vec![statement], delta)])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if is_other(previous, next) {
            return Ok(Alteration::Recreate);
        }
        let between = Self {
            name: next.name.clone(),
            attributes: previous
                .attributes
                .iter()
                .chain(added(previous, next))
                .cloned()
                .collect(),
        };
        let mut steps = Vec::new();
        let expand: Vec<Statement> = added(previous, next).map(|new| add(next, new)).collect();
        if !expand.is_empty() {
            steps.push(Step::new(Stage::Expand, expand, vec![Delta::alter(between)]));
        }
        let contract: Vec<Statement> = removed(previous, next).map(|old| lose(next, old)).collect();
        if !contract.is_empty() {
            steps.push(Step::new(
                Stage::Contract,
                contract,
                vec![Delta::alter(next.clone())],
            ));
        }
        Ok(Alteration::Steps(steps))
    }
}

/// Whether PostgreSQL cannot make the one of the other where it stands: only where attributes go, or
/// come at the end, can it.
pub(crate) fn is_other(previous: &Composite, next: &Composite) -> bool {
    let kept = previous
        .attributes
        .iter()
        .filter(|old| next.attributes.contains(old));
    let kept: Vec<&Attribute> = kept.chain(added(previous, next)).collect();
    !kept.into_iter().eq(&next.attributes)
}

fn added<'c>(previous: &'c Composite, next: &'c Composite) -> impl Iterator<Item = &'c Attribute> {
    let all = next.attributes.iter();
    all.filter(|attribute| previous.attribute(&attribute.name).is_none())
}

fn removed<'c>(previous: &'c Composite, next: &'c Composite) -> impl Iterator<Item = &'c Attribute> {
    added(next, previous)
}

/// A type as its way back leaves it where it stands: attributes that went come back at the end, the last first.
pub(crate) fn brought_back(previous: &Composite, next: &Composite) -> Composite {
    let (kept, gone): (Vec<&Attribute>, Vec<&Attribute>) = previous
        .attributes
        .iter()
        .partition(|old| next.attribute(&old.name).is_some());
    Composite {
        name: previous.name.clone(),
        attributes: kept.into_iter().chain(gone.into_iter().rev()).cloned().collect(),
    }
}

/// The type, and the end of whatever default privileges would give away.
pub(crate) fn create(composite: &Composite, context: &Context<'_>) -> Vec<Statement> {
    let create = create_composite(composite, &qualified(&composite.name));
    vec![Statement::owned(create), kept_to_owner(composite, context)]
}

/// Nobody but the owner and whom a grant names makes columns and functions of it.
pub(crate) fn kept_to_owner(composite: &Composite, context: &Context<'_>) -> Statement {
    let target = grant_target(&GrantTarget::Composite(composite.name.clone()));
    let sql = format!("REVOKE ALL ON {target} FROM {};", context.default_grantees());
    Statement::owned(sql).serving(NOTHING_BY_DEFAULT)
}

pub(crate) fn drop_sql(composite: &Composite) -> String {
    format!("DROP TYPE {};", qualified(&composite.name))
}

fn alter(composite: &Composite, action: &str) -> String {
    format!("ALTER TYPE {} {action};", qualified(&composite.name))
}

fn add(composite: &Composite, new: &Attribute) -> Statement {
    Statement::new(
        alter(composite, &format!("ADD ATTRIBUTE {}", attribute(new))),
        alter(composite, &format!("DROP ATTRIBUTE {}", ident(&new.name))),
    )
}

/// The end of an attribute. It comes back without its values, at the end.
fn lose(composite: &Composite, old: &Attribute) -> Statement {
    losing(
        composite,
        old,
        Statement::new(
            alter(composite, &format!("DROP ATTRIBUTE {}", ident(&old.name))),
            alter(composite, &format!("ADD ATTRIBUTE {}", attribute(old))),
        ),
    )
}

/// A statement that ends an attribute.
fn losing(composite: &Composite, old: &Attribute, statement: Statement) -> Statement {
    let name = &composite.name;
    statement
        .hazard(
            HazardKind::DeletesData,
            format!("the values of `{}` in every {name} are lost", old.name),
        )
        .hazard(
            HazardKind::NeedsTwoDeployments,
            format!("code that names `{}` of {name} fails from here on", old.name),
        )
}

/// What a statement loses that builds a type anew.
pub(crate) fn losses(previous: &Composite, next: &Composite, statement: Statement) -> Statement {
    removed(previous, next).fold(statement, |statement, old| losing(next, old, statement))
}
