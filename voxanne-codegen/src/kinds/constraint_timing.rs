//! A constraint that is to be checked at another time. That of a foreign key changes in place; a key
//! gets an index that is built beside the old one, and both change places in a moment.

use voxanne_schema::model::{CommentTarget, Constraint, ConstraintDefinition, Index};
use voxanne_schema::name::default_name;
use voxanne_schema::object::{Describe, ObjectId};

use super::constraint::{adopting, alter, key_index};
use super::index::{concurrent_index, drop_concurrently};
use super::index_swap::is_free;
use super::leaves::is_partitioned;
use super::{Context, comment};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{columns, ident, qualified};

/// The steps, where the constraint need not be made anew.
pub(super) fn steps(pair: Pair<&Constraint>, context: &Context<'_>) -> Option<Vec<Step>> {
    if !context.exists(&pair.next.table) {
        return None;
    }
    match pair.next.definition {
        ConstraintDefinition::ForeignKey(_) => Some(vec![in_place(pair)]),
        ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique { .. } => swap(pair, context),
        ConstraintDefinition::Check(_) | ConstraintDefinition::Exclude(_) => None,
    }
}

fn in_place(pair: Pair<&Constraint>) -> Step {
    let become_one = |constraint: &Constraint| {
        let timing = constraint.deferral.sql().unwrap_or("NOT DEFERRABLE");
        alter(
            constraint,
            &format!("ALTER CONSTRAINT {} {timing}", ident(&constraint.name)),
        )
    };
    let statement = Statement::new(become_one(pair.next), become_one(pair.previous))
        .locks(LockMode::AccessExclusive, &pair.next.table);
    Step::new(
        Stage::Constrain,
        vec![statement],
        vec![Delta::alter(pair.next.clone())],
    )
}

fn swap(pair: Pair<&Constraint>, context: &Context<'_>) -> Option<Vec<Step>> {
    let Pair { previous, next } = pair;
    let beside = named(next, "new");
    let again = named(previous, "again");
    // PostgreSQL builds no index of a partitioned table beside its writers.
    if is_partitioned(&next.table, context)
        || is_pointed_at(previous, context)
        || !is_free(&beside, context)
        || !is_free(&again, context)
    {
        return None;
    }
    let mut build = concurrent_index(&beside)
        .because("Built beside the key's own, which keeps rows apart until both change places.");
    build.undo = Undo::Statements(vec![drop_concurrently(&beside)]);
    let restored = comment_on(next, context);
    let mut back = vec![concurrent_index(&again), exchange(previous, &again)];
    back.extend(restored.clone());
    let mut exchange = Statement {
        undo: Undo::Statements(back),
        ..exchange(next, &beside)
    };
    if !next.deferral.is_immediate() {
        exchange = exchange.hazard(
            HazardKind::NeedsTwoDeployments,
            format!(
                "`INSERT … ON CONFLICT ({})` on {} fails from here on",
                columns(next.key_columns()),
                qualified(&next.table)
            ),
        );
    }
    let deltas = vec![
        Delta::Drop(ObjectId::Index(beside.id())),
        Delta::alter(next.clone()),
    ];
    let statements = std::iter::once(exchange).chain(restored).collect();
    Some(vec![
        Step::new(Stage::Index, vec![build], vec![Delta::create(beside)]),
        Step::new(Stage::Constrain, statements, deltas),
    ])
}

fn named(constraint: &Constraint, suffix: &str) -> Index {
    Index {
        name: default_name(constraint.name.as_str(), "", suffix),
        ..key_index(constraint)
    }
}

/// The old index goes and the new one takes its place and its name, in one statement.
fn exchange(constraint: &Constraint, index: &Index) -> Statement {
    let drop = format!("DROP CONSTRAINT {}", ident(&constraint.name));
    let actions = format!("{drop},\n    {}", adopting(constraint, &index.name));
    Statement::owned(alter(constraint, &actions)).locks(LockMode::AccessExclusive, &constraint.table)
}

/// Foreign keys hold the key that they point at.
fn is_pointed_at(constraint: &Constraint, context: &Context<'_>) -> bool {
    let mut others = context.previous.constraints();
    others.any(|other| {
        other
            .foreign_key()
            .is_some_and(|key| key.references == constraint.table)
    })
}

/// The comment goes with the constraint, and is said again. One that comes or changes has done so
/// before, one that goes does so later.
fn comment_on(constraint: &Constraint, context: &Context<'_>) -> Option<Statement> {
    let on = CommentTarget::Object(Box::new(ObjectId::Constraint(constraint.id())));
    comment::restored(&on, context)
}
