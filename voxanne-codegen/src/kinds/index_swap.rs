//! An index that changes: the new one is built beside the old one, which serves queries and keeps keys
//! apart until both change names in a moment; then the old one goes.

use voxanne_schema::model::{Comment, CommentTarget, Index};
use voxanne_schema::name::default_name;
use voxanne_schema::object::{Describe, ObjectId};

use super::index::{concurrent_index, drop_concurrently};
use super::{Context, comment};
use crate::diff::Pair;
use crate::plan::{Delta, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{ident, qualified};

/// The steps, where nothing hangs on the index and the names beside it are free.
pub(super) fn steps(pair: Pair<&Index>, context: &Context<'_>) -> Option<Vec<Step>> {
    let Pair { previous, next } = pair;
    let old = named(previous, "old");
    let new = named(next, "new");
    let same_relation = previous.relation() == next.relation();
    let possible = same_relation
        && context.exists(&next.table)
        && !previous.replica_identity
        && !next.replica_identity
        && is_free(&old, context)
        && is_free(&new, context);
    possible.then(|| {
        let mut swap = swap(pair, &old, &new);
        swap.statements.extend(comment_on(pair, &old, context));
        vec![build(&new), swap, retire(&old)]
    })
}

fn named(index: &Index, suffix: &str) -> Index {
    Index {
        name: default_name(index.name.as_str(), "", suffix),
        ..index.clone()
    }
}

/// A comment stays with the index that it is on, and is said again of the one that takes its place. On
/// the way back the old one has kept its own, unless that changed meanwhile.
fn comment_on(pair: Pair<&Index>, old: &Index, context: &Context<'_>) -> Option<Statement> {
    let on = |index: &Index| CommentTarget::Object(Box::new(ObjectId::Index(index.id())));
    let said = comment::restored(&on(pair.next), context)?;
    let kept = context.previous.comment(&on(pair.previous));
    let back = Comment {
        on: on(old),
        text: kept.unwrap_or_default().to_owned(),
    };
    let back = Statement::owned(comment::set(&back, kept));
    Some(Statement {
        undo: Undo::Statements(vec![back]),
        ..said
    })
}

pub(super) fn is_free(index: &Index, context: &Context<'_>) -> bool {
    let name = index.qualified_name();
    [context.previous, &context.declared.schema].iter().all(|schema| {
        let taken = [ObjectId::Index(name.clone()), ObjectId::Table(name.clone())];
        let mut constraints = schema.constraints_of(&index.table);
        !taken.iter().any(|id| schema.contains(id)) && constraints.all(|key| key.name != index.name)
    })
}

fn build(new: &Index) -> Step {
    let mut build = concurrent_index(new)
        .because("Built beside the old one, which serves queries until both change names.");
    build.undo = Undo::Statements(vec![drop_concurrently(new)]);
    Step::new(Stage::Index, vec![build], vec![Delta::create(new.clone())])
}

fn swap(pair: Pair<&Index>, old: &Index, new: &Index) -> Step {
    let away = rename(pair.previous, old);
    let here = rename(new, pair.next);
    let deltas = vec![
        Delta::Drop(ObjectId::Index(new.id())),
        Delta::alter(pair.next.clone()),
        Delta::create(old.clone()),
    ];
    Step::new(Stage::Constrain, vec![away, here], deltas)
}

fn rename(from: &Index, to: &Index) -> Statement {
    let sql = |from: &Index, to: &Index| {
        format!(
            "ALTER INDEX {} RENAME TO {};",
            qualified(&from.qualified_name()),
            ident(&to.name)
        )
    };
    Statement::new(sql(from, to), sql(to, from)).locks(LockMode::ShareUpdateExclusive, &from.table)
}

fn retire(old: &Index) -> Step {
    let mut drop = drop_concurrently(old);
    drop.undo = Undo::Statements(vec![concurrent_index(old)]);
    let delta = vec![Delta::Drop(ObjectId::Index(old.id()))];
    Step::new(Stage::Retire, vec![drop], delta)
}
