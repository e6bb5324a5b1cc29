//! Views: replaced where PostgreSQL can, which is where columns are only added at the end; otherwise
//! dropped and created with all that goes with them.

use voxanne_schema::model::{GrantTarget, View, ViewColumn};
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::belongings::{restore, standing_on};
use super::{Alteration, Context, Heirs, NOTHING_BY_DEFAULT, Plan, Refusal, replaced};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{create_view, grant_target, qualified};

impl Plan for View {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = create(self, context);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![Statement::owned(drop_sql(self))]);
        }
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, statements, delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let id = ObjectId::View(self.id());
        let undo = Undo::Statements(whole(self, context)?);
        let mut statement =
            Statement::with_undo(drop_sql(self), undo).locks(LockMode::AccessExclusive, &self.name);
        let next = context.declared.schema.view_columns(&id).unwrap_or_default();
        if let Some(broken) = broken(&self.columns, next) {
            statement = statement.hazard(
                HazardKind::NeedsTwoDeployments,
                format!(
                    "queries of {broken} of the view `{}` fail from here on",
                    self.name
                ),
            );
        }
        Ok(vec![Step::new(
            Stage::Contract,
            vec![statement],
            vec![Delta::Drop(id)],
        )])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if !is_extended(&previous.columns, &next.columns) {
            return Ok(Alteration::Recreate);
        }
        let undo = if next.columns.len() == previous.columns.len() {
            vec![Statement::owned(create_view(previous, true)).locks(LockMode::AccessExclusive, &next.name)]
        } else {
            without_new_columns(previous, context)?
        };
        let mut statement = Statement::with_undo(create_view(next, true), Undo::Statements(undo))
            .locks(LockMode::AccessExclusive, &next.name);
        if previous.is_invoker() != next.is_invoker() {
            statement = statement.hazard(
                HazardKind::ChangesAccess,
                format!("the view `{}` reads with the rights of another", next.name),
            );
        }
        let stage = replaced::stage(&ObjectId::View(next.name.clone()), context);
        Ok(Alteration::Steps(vec![Step::new(
            stage,
            vec![statement],
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(drop_sql(self)).locks(LockMode::AccessExclusive, &self.name))
    }

    fn loss(&self) -> Option<(HazardKind, String)> {
        let id = ObjectId::View(self.name.clone());
        Some((
            HazardKind::NeedsTwoDeployments,
            format!("queries of the {id} fail from here on"),
        ))
    }
}

/// What of a view is not there any more for those who query it: some columns, or all of them.
pub(super) fn broken(previous: &[ViewColumn], next: &[ViewColumn]) -> Option<String> {
    if next.is_empty() {
        return Some("any column".to_owned());
    }
    let stays = |column: &&ViewColumn| {
        next.iter()
            .any(|other| other.name == column.name && other.data_type == column.data_type)
    };
    let gone: Vec<String> = previous
        .iter()
        .filter(|column| !stays(column))
        .map(|column| format!("`{}`", column.name))
        .collect();
    (!gone.is_empty()).then(|| gone.join(", "))
}

/// Whether the columns are the same, but for new ones at the end.
fn is_extended(previous: &[ViewColumn], next: &[ViewColumn]) -> bool {
    let same = |(a, b): (&ViewColumn, &ViewColumn)| a.name == b.name && a.data_type == b.data_type;
    previous.len() <= next.len() && previous.iter().zip(next).all(same)
}

/// The view as it was, which PostgreSQL gives only to one that is dropped first; and so goes, and
/// comes back, what stands on it.
fn without_new_columns(view: &View, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let standing = standing_on(&ObjectId::View(view.id()), context);
    let mut statements = Vec::new();
    for object in standing.iter().rev() {
        statements.extend(flat(super::drop(object, context)?));
    }
    statements.push(Statement::owned(drop_sql(view)));
    statements.extend(whole(view, context)?);
    for object in standing {
        statements.extend(flat(super::create(object, &context.anew())?));
        if !matches!(object, Object::Policy(_)) {
            statements.extend(restore(&object.id(), context)?);
        }
    }
    Ok(statements)
}

fn flat(steps: Vec<Step>) -> impl Iterator<Item = Statement> {
    steps.into_iter().flat_map(|step| step.statements)
}

/// The view, and the end of whatever default privileges would give away.
pub(crate) fn create(view: &View, context: &Context<'_>) -> Vec<Statement> {
    let target = grant_target(&GrantTarget::View(view.name.clone()));
    vec![
        Statement::owned(create_view(view, false)),
        Statement::owned(format!(
            "REVOKE ALL ON {target} FROM {};",
            context.default_grantees()
        ))
        .serving(NOTHING_BY_DEFAULT),
    ]
}

/// The view with the grants and comments that go with it.
fn whole(view: &View, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let mut statements = create(view, context);
    statements.extend(restore(&ObjectId::View(view.id()), context)?);
    Ok(statements)
}

pub(crate) fn drop_sql(view: &View) -> String {
    format!("DROP VIEW {};", qualified(&view.name))
}
