//! Which changes reach dependents: what the search for those begins with.

use voxanne_schema::data_type::DataType;
use voxanne_schema::model::{Column, Composite, Domain, Enum, Schema, Table};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::affected::Affected;
use super::{World, column};
use crate::diff::{Change, Pair};
use crate::kinds::Refusal;
use crate::kinds::composite;
use crate::kinds::domain::{is_other, is_tightened};

/// What the search for dependents begins with.
#[derive(Default)]
pub(super) struct Seeds {
    /// What changes by itself.
    pub(super) affected: Affected,
    /// What nobody can convert.
    pub(super) refusals: Vec<Refusal>,
    /// The objects that change.
    pub(super) objects: Vec<ObjectId>,
}

/// What changes a type by itself.
pub(super) fn seeds(world: &mut World<'_>, changes: &[Change<'_>]) -> Seeds {
    let mut seeds = Seeds::default();
    for change in changes {
        if let Change::Alter(Pair {
            previous: Object::Enum(was),
            next: Object::Enum(is),
        }) = change
            && !is_extended(was, is)
        {
            world.rebuild(&was.name);
            seeds.objects.push(change.id());
        }
        if let Change::Alter(Pair {
            previous: Object::Domain(was),
            next: Object::Domain(is),
        }) = change
            && (is_other(was, is) || is_tightened(was, is) && must_be_anew(was, world))
        {
            world.rebuild(&was.name);
            seeds.objects.push(change.id());
        }
    }
    for change in changes {
        if let Change::Alter(Pair {
            previous: Object::Composite(was),
            next: Object::Composite(is),
        }) = change
            && composite::is_other(was, is)
        {
            world.rebuild(&was.name);
            seeds.objects.push(change.id());
        }
    }
    seeds
        .affected
        .types
        .extend(world.rebuilt.iter().map(|(name, _)| name.clone()));
    world.succeeded = successions(world, changes);
    for (was, _) in &world.succeeded {
        seeds.affected.functions.insert(was.clone());
        seeds.objects.push(was.clone());
    }
    for change in changes {
        match change {
            Change::Alter(Pair {
                previous: Object::Table(previous),
                next: Object::Table(next),
            }) => seeds.table(Pair { previous, next }, world),
            Change::Alter(Pair {
                previous: Object::Function(previous),
                next: Object::Function(next),
            }) if !crate::kinds::function::is_replaceable(previous, next)
                && world.is_placeable(&change.id(), change.newest()) =>
            {
                seeds.affected.functions.insert(change.id());
                seeds.objects.push(change.id());
            }
            _ => {}
        }
    }
    seeds
}

impl Seeds {
    /// The columns of a table that change their type, and those that are computed in another way.
    fn table(&mut self, pair: Pair<&Table>, world: &World<'_>) {
        let name = &pair.previous.name;
        if is_moved(pair) {
            self.affected.moved.insert(name.clone());
            self.objects.push(ObjectId::Table(name.clone()));
        }
        for column in &pair.previous.columns {
            let Some(next) = pair.next.column(&column.name) else {
                continue;
            };
            if next.generated.is_some() && next.generated != column.generated {
                let place = (name.clone(), column.name.clone());
                self.affected.generated.insert(place);
                self.objects.push(ObjectId::Table(name.clone()));
            } else if is_retyped(column, next) {
                self.objects.push(ObjectId::Table(name.clone()));
                match column::retype(world, name, column, &next.data_type) {
                    Ok(retype) => {
                        let columns = self.affected.columns.entry(name.clone()).or_default();
                        columns.insert(column.name.clone(), retype);
                    }
                    Err(refusal) => self.refusals.push(refusal),
                }
            }
        }
    }
}

/// Whether columns stand in another order. One that is computed in another way is added again, and its
/// place is another matter.
fn is_moved(pair: Pair<&Table>) -> bool {
    let stay = |of: &Table, other: &Table| -> Vec<Name> {
        let stays = |column: &&Column| {
            let other = other.column(&column.name);
            other.is_some_and(|other| other.generated == column.generated)
        };
        let columns = of.columns.iter().filter(stays);
        columns.map(|column| column.name.clone()).collect()
    };
    stay(pair.previous, pair.next) != stay(pair.next, pair.previous)
}

/// Whether a domain that becomes narrower must be built anew. Where arrays or composite values of it
/// come in the same step, it is so too, for its check is added and proven in steps of their own.
fn must_be_anew(domain: &Domain, world: &World<'_>) -> bool {
    is_contained(domain, world.before) || is_used(domain, world.before) && is_contained(domain, world.after)
}

fn is_used(domain: &Domain, schema: &Schema) -> bool {
    let is_of = |column: &Column| column.data_type.user_name() == Some(&domain.name);
    schema.tables().any(|table| table.columns.iter().any(is_of))
}

/// Whether tables have arrays or composite values of a domain, of which PostgreSQL proves nothing where
/// they stand.
pub(crate) fn is_contained(domain: &Domain, schema: &Schema) -> bool {
    let has = |of: &DataType| of.user_name() == Some(&domain.name);
    let is_array = |column: &Column| column.data_type.array && has(&column.data_type);
    let in_composite = |composite: &Composite| {
        composite
            .attributes
            .iter()
            .any(|attribute| has(&attribute.data_type))
    };
    if schema.composites().any(in_composite) {
        return true;
    }
    schema.tables().any(|table| table.columns.iter().any(is_array))
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

/// Another collation is another type. A generated column whose expression changes is no column of
/// another type: it is computed anew.
pub(super) fn is_retyped(previous: &Column, next: &Column) -> bool {
    let other_form = previous.data_type != next.data_type || previous.collation != next.collation;
    other_form && previous.generated == next.generated
}

/// Whether labels were only added.
pub(crate) fn is_extended(was: &Enum, is: &Enum) -> bool {
    let kept = is.labels.iter().filter(|label| was.labels.contains(label));
    kept.eq(&was.labels)
}
