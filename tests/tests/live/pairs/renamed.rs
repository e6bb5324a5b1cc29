//! What is called otherwise in the state after: by a new name, or by that of another which takes its own.

use std::mem::discriminant;

use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::Named;

use super::database;
use super::fate::Side;
use super::functions;
use super::partitioned;
use super::parts;
use super::routines;
use super::sketch::World;
use super::state::State;
use super::statistics;
use super::types;
use super::views;

/// Something that has a name, by its place in the sketch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    Namespace,
    Table(usize),
    Column(usize, usize),
    /// A constraint, index, policy or trigger, by the letter of its kind.
    Part(&'static str, usize, usize),
    Enum(usize),
    Label(usize, usize),
    Domain(usize),
    Composite(usize),
    Attribute(usize, usize),
    Sequence(usize),
    Function(usize),
    View(usize),
    Statistics(usize),
    Partition(usize, usize),
    Procedure(usize),
    Aggregate(usize),
    Publication(usize),
    Event(usize),
}

/// What a number of the sketch renames; two things where they exchange their names.
fn chosen(world: &World, (kind, first, second): (u8, u8, u8)) -> (Thing, Option<Thing>) {
    let of = |number: u8, count: usize| usize::from(number) % count.max(1);
    let table = of(first, world.tables.len());
    let columns = world.tables.get(table).map_or(0, |table| table.columns.len());
    let column = of(second, columns);
    let state = State {
        world,
        side: Side::Before,
    };
    // What kin have in common they call alike.
    let first_of_kin = if world.tables.is_empty() {
        0
    } else {
        state.kin(table)[0]
    };
    let labels = |place: usize| world.enums.get(place).map_or(0, |of| of.labels.len());
    let attributes = |place: usize| world.composites.get(place).map_or(0, |of| of.attributes.len());
    let enumeration = of(first, world.enums.len());
    let composite = of(first, world.composites.len());
    match kind {
        0 | 1 => (Thing::Table(table), None),
        2..=4 => (Thing::Column(first_of_kin, column), None),
        5 => {
            let letter = ["k", "i", "p", "t"][usize::from(second) % 4];
            (Thing::Part(letter, table, usize::from(second) / 4 % 2), None)
        }
        6 => (Thing::Enum(enumeration), None),
        7 => (Thing::Label(enumeration, of(second, labels(enumeration))), None),
        8 => (Thing::Domain(of(first, world.domains.len())), None),
        9 => (Thing::Composite(composite), None),
        10 => (
            Thing::Attribute(composite, of(second, attributes(composite))),
            None,
        ),
        11 => (Thing::Sequence(of(first, world.sequences.len())), None),
        12 => (Thing::Function(of(first, world.functions.len())), None),
        13 => (Thing::View(of(first, world.views.len())), None),
        14 => (Thing::Namespace, None),
        15 => (Thing::Statistics(of(first, world.besides.statistics.len())), None),
        16 => (
            Thing::Partition(table, usize::from(second) % (partitioned::DEFAULT + 1)),
            None,
        ),
        17 => (Thing::Procedure(of(first, world.besides.procedures.len())), None),
        18 => (Thing::Aggregate(of(first, world.besides.aggregates.len())), None),
        19 => (
            Thing::Publication(of(first, world.besides.publications.len())),
            None,
        ),
        20 => (Thing::Event(of(first, world.besides.events.len())), None),
        21 => {
            let other = (table + 1) % world.tables.len().max(1);
            (Thing::Table(table), Some(Thing::Table(other)))
        }
        _ => {
            let other = (column + 1) % columns.max(1);
            let column_of = |column| Thing::Column(first_of_kin, column);
            (column_of(column), Some(column_of(other)))
        }
    }
}

/// What a thing is called in a state, where `name` gives the name that each has before.
pub(crate) fn called(state: State<'_>, thing: Thing, name: impl Fn(Thing) -> Name) -> Name {
    if state.side == Side::Before {
        return name(thing);
    }
    // Each is called otherwise once, so that no two get one name.
    let mut done: Vec<Thing> = Vec::new();
    for number in &state.world.renamed {
        let (one, other) = chosen(state.world, *number);
        // Names of one kind say nothing of those of another.
        if discriminant(&one) != discriminant(&thing) {
            continue;
        }
        let both = [Some(one), other.filter(|other| *other != one)];
        if both.iter().flatten().any(|it| done.contains(it)) {
            continue;
        }
        match both {
            [_, None] if one == thing => return Name::from(format!("{}_called", name(thing))),
            // What is new cannot have the name of what is called otherwise.
            [_, Some(other)] if is_new(state, one) || is_new(state, other) => continue,
            // What goes from a parent has no name there that its children could follow.
            [_, Some(other)] if goes_from_some(state, one) || goes_from_some(state, other) => continue,
            [_, Some(other)] if one == thing || other == thing => {
                return name(if one == thing { other } else { one });
            }
            _ => {}
        }
        done.extend(both.into_iter().flatten());
    }
    name(thing)
}

fn is_new(state: State<'_>, thing: Thing) -> bool {
    let at = |side| State { side, ..state };
    let (before, after) = (at(Side::Before), at(Side::After));
    match thing {
        Thing::Table(place) => after.has_table(place) && !before.has_table(place),
        Thing::Column(table, column) => {
            let mut kin = state.kin(table).into_iter();
            kin.any(|kin| after.has_column(kin, column) && !before.has_column(kin, column))
        }
        _ => false,
    }
}

fn goes_from_some(state: State<'_>, thing: Thing) -> bool {
    let Thing::Column(table, column) = thing else {
        return false;
    };
    let at = |side| State { side, ..state };
    let has = |side| {
        let kin = at(Side::Before).kin(table).into_iter();
        kin.filter(move |kin| at(side).has_column(*kin, column)).count()
    };
    (1..has(Side::Before)).contains(&has(Side::After))
}

/// Every rename that is to be declared: what it is called now, and what it was called before.
pub(crate) fn of(world: &World) -> Vec<(Named, Name)> {
    let state = |side| State { world, side };
    let (before, after) = (state(Side::Before), state(Side::After));
    let mut renames = Vec::new();
    for number in &world.renamed {
        let (one, other) = chosen(world, *number);
        let things = [Some(one), other].into_iter().flatten();
        for thing in things.flat_map(|thing| of_kin(before, thing)) {
            let (Some(was), Some(is)) = (named(before, thing), named(after, thing)) else {
                continue;
            };
            if let (Some(from), Some(to)) = (was.name(), is.name())
                && from != to
                && !renames.iter().any(|(now, _)| *now == is)
            {
                renames.push((is.clone(), from.clone()));
            }
        }
    }
    renames
}

/// A column of all kin, but for those that get the name of another.
fn of_kin(before: State<'_>, thing: Thing) -> Vec<Thing> {
    let Thing::Column(table, place) = thing else {
        return vec![thing];
    };
    if before.world.tables.is_empty() {
        return Vec::new();
    }
    let kin = before.kin(table).into_iter();
    let after = State {
        side: Side::After,
        ..before
    };
    let kin = kin.filter(|kin| !before.inherits_column(*kin, place) || !after.inherits_column(*kin, place));
    kin.map(|kin| Thing::Column(kin, place)).collect()
}

/// A thing by its name in a state, if it is there.
fn named(state: State<'_>, thing: Thing) -> Option<Named> {
    let user =
        |name: Option<QualifiedName>, id: fn(QualifiedName) -> ObjectId| Some(Named::Object(id(name?)));
    match thing {
        Thing::Namespace => Some(Named::Object(ObjectId::Namespace(state.namespace()?))),
        Thing::Table(place) => user(state.table_name(place), ObjectId::Table),
        Thing::Column(table, column) => {
            let table = state.table(table)?;
            let name = table.columns.get(column + 1)?.as_ref()?.name.clone();
            Some(Named::Column(table.name, name))
        }
        Thing::Part(letter, table, number) => {
            let table = state.table(table)?;
            let name = Name::from(parts::name(state, &table, letter, number));
            let all = parts::of_table(state, &table);
            let part = all.iter().map(Object::id).find(|id| {
                let named = Named::Object(id.clone());
                named.name() == Some(&name)
            });
            part.map(Named::Object)
        }
        Thing::Enum(place) => user(state.enumeration(place), ObjectId::Enum),
        Thing::Label(place, number) => {
            let name = state.enumeration(place)?;
            Some(Named::Label(name, state.label(place, number)?))
        }
        Thing::Domain(place) => {
            types::domain_kind(state, place)?;
            user(Some(types::domain_name(state, place)), ObjectId::Domain)
        }
        Thing::Composite(place) => {
            types::attributes(state, place)?;
            user(Some(types::composite_name(state, place)), ObjectId::Composite)
        }
        Thing::Attribute(place, number) => {
            let (name, _) = types::attribute(state, place, number)?;
            Some(Named::Attribute(types::composite_name(state, place), name))
        }
        Thing::Sequence(place) => {
            state.world.sequences.get(place)?.at(state.side)?;
            user(Some(types::sequence_name(state, place)), ObjectId::Sequence)
        }
        Thing::Function(place) => {
            let signature = functions::signature(state, place)?;
            Some(Named::Object(ObjectId::Function(signature)))
        }
        Thing::Partition(table, number) => {
            let table = state.table(table)?;
            let name = partitioned::name(state, table.place, number);
            let all = partitioned::of_table(state, &table);
            // What becomes a table of its own keeps its name.
            let partition = |object: &&Object| matches!(object, Object::Partition(_));
            let mut own = all
                .iter()
                .filter(partition)
                .filter(|object| object.name() == Some(&name));
            own.next().map(|object| Named::Object(object.id()))
        }
        Thing::Procedure(place) => {
            let routine = routines::named(state, &routines::procedure_name(state, place))?;
            Some(Named::Object(routine.id()))
        }
        Thing::Aggregate(place) => {
            let routine = routines::named(state, &routines::aggregate_name(state, place))?;
            Some(Named::Object(routine.id()))
        }
        Thing::Publication(place) => {
            state.world.besides.publications.get(place)?.at(state.side)?;
            Some(Named::Object(ObjectId::Publication(database::publication_name(
                state, place,
            ))))
        }
        Thing::Event(place) => {
            state.world.besides.events.get(place)?.fate.at(state.side)?;
            Some(Named::Object(ObjectId::EventTrigger(database::event_name(
                state, place,
            ))))
        }
        Thing::Statistics(place) => {
            let sketch = state.world.besides.statistics.get(place)?;
            let tables = state.tables();
            let table = tables.iter().find(|table| state.is_of(sketch.table, table))?;
            let all = statistics::of_table(state, table);
            let own = all.iter().find(|object| statistics::is_at(state, object, place));
            own.map(|object| Named::Object(object.id()))
        }
        Thing::View(place) => {
            let sketch = state.world.views.get(place)?;
            views::name_if_there(state, place).map(|name| {
                Named::Object(if sketch.materialized {
                    ObjectId::MaterializedView(name)
                } else {
                    ObjectId::View(name)
                })
            })
        }
    }
}
