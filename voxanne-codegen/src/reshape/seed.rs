//! Which changes reach dependents: what the search for those begins with.

use voxanne_schema::model::{Column, Enum};
use voxanne_schema::object::{Object, ObjectId};

use super::affected::Affected;
use super::{World, column};
use crate::diff::{Change, Pair};
use crate::kinds::Refusal;

/// What changes a type by itself.
pub(super) fn seed(world: &mut World<'_>, changes: &[Change<'_>]) -> (Affected, Vec<Refusal>, Vec<ObjectId>) {
    let mut affected = Affected::default();
    let mut refusals = Vec::new();
    let mut seeds = Vec::new();
    for change in changes {
        if let Change::Alter(Pair {
            previous: Object::Enum(was),
            next: Object::Enum(is),
        }) = change
            && !is_extended(was, is)
        {
            let old = world.old_name(&was.name);
            world.rebuilt.push((was.name.clone(), old));
            affected.enums.insert(was.name.clone());
            seeds.push(change.id());
        }
    }
    world.succeeded = successions(world, changes);
    for (was, _) in &world.succeeded {
        affected.functions.insert(was.clone());
        seeds.push(was.clone());
    }
    for change in changes {
        match change {
            Change::Alter(Pair {
                previous: Object::Table(previous),
                next: Object::Table(next),
            }) => {
                for column in &previous.columns {
                    let next_column = next.column(&column.name);
                    if next_column
                        .is_some_and(|next| next.generated.is_some() && next.generated != column.generated)
                    {
                        seeds.push(change.id());
                        affected
                            .generated
                            .insert((previous.name.clone(), column.name.clone()));
                        continue;
                    }
                    let Some(to) = next_column.filter(|next| is_retyped(column, next)) else {
                        continue;
                    };
                    seeds.push(change.id());
                    match column::retype(world, &previous.name, column, &to.data_type) {
                        Ok(retype) => {
                            let columns = affected.columns.entry(previous.name.clone()).or_default();
                            columns.insert(column.name.clone(), retype);
                        }
                        Err(refusal) => refusals.push(refusal),
                    }
                }
            }
            Change::Alter(Pair {
                previous: Object::Function(previous),
                next: Object::Function(next),
            }) if !crate::kinds::function::is_replaceable(previous, next)
                && world.is_placeable(&change.id(), change.newest()) =>
            {
                affected.functions.insert(change.id());
                seeds.push(change.id());
            }
            _ => {}
        }
    }
    (affected, refusals, seeds)
}

/// Functions that go while one of the same name comes, if that can come at once.
fn successions(world: &World<'_>, changes: &[Change<'_>]) -> Vec<(ObjectId, ObjectId)> {
    let mut successions: Vec<(ObjectId, ObjectId)> = Vec::new();
    for change in changes {
        let Change::Drop(Object::Function(was)) = change else {
            continue;
        };
        let successor = changes.iter().find(|other| match other {
            Change::Create(Object::Function(is)) => {
                is.name == was.name
                    && !successions.iter().any(|(_, taken)| *taken == other.id())
                    && world.is_placeable(&other.id(), other.newest())
            }
            _ => false,
        });
        successions.extend(successor.map(|successor| (change.id(), successor.id())));
    }
    successions
}

/// A generated column whose expression changes is no column of another type: it is computed anew.
pub(super) fn is_retyped(previous: &Column, next: &Column) -> bool {
    previous.data_type != next.data_type && previous.generated == next.generated
}

/// Whether labels were only added.
pub(crate) fn is_extended(was: &Enum, is: &Enum) -> bool {
    let kept = is.labels.iter().filter(|label| was.labels.contains(label));
    kept.eq(&was.labels)
}
