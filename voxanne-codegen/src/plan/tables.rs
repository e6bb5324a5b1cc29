//! The order of tables among each other: new ones behind what they inherit from, and otherwise all behind what
//! their foreign keys point at, as far as these do not go in a circle.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use super::{Effect, Unit};

/// Pairs of units of tables, of which the first comes before the second.
type Pairs = BTreeSet<(usize, usize)>;

/// The units that make or change tables in order, by name where nothing speaks for one of them; and the foreign keys that
/// respect it, as pairs of the table that one points at and its own.
pub(super) fn in_order(
    units: &[Unit<'_>],
    is_new: impl Fn(&QualifiedName) -> bool,
) -> (Vec<usize>, Vec<(usize, usize)>) {
    let made: BTreeMap<&ObjectId, usize> = units
        .iter()
        .enumerate()
        .filter(|(_, unit)| matches!((unit.object, unit.effect), (Object::Table(_), Effect::Make)))
        .map(|(place, unit)| (&unit.id, place))
        .collect();
    let (links, keys) = (links(units, &made, is_new), foreign_keys(units, &made));
    // Units are sorted by identity, so that the smallest place is the first name.
    let mut waiting: BTreeSet<usize> = made.values().copied().collect();
    let mut order = Vec::with_capacity(waiting.len());
    let (above, pointed_at) = (before(&links), before(&keys));
    let is_free = |of: &BTreeMap<usize, Vec<usize>>, table: usize, waiting: &BTreeSet<usize>| {
        let mut others = of.get(&table).into_iter().flatten();
        !others.any(|other| waiting.contains(other))
    };
    let after = after(links.iter().chain(&keys));
    let all_free = |table: usize, waiting: &BTreeSet<usize>| {
        is_free(&above, table, waiting) && is_free(&pointed_at, table, waiting)
    };
    let mut ready: BTreeSet<usize> = waiting
        .iter()
        .copied()
        .filter(|&table| all_free(table, &waiting))
        .collect();
    loop {
        // A circle of keys is broken where nothing is inherited.
        let broken = || {
            waiting
                .iter()
                .copied()
                .find(|&table| is_free(&above, table, &waiting))
        };
        let next = ready.first().copied().or_else(broken);
        let Some(table) = next.or_else(|| waiting.first().copied()) else {
            break;
        };
        ready.remove(&table);
        waiting.remove(&table);
        order.push(table);
        let later = after.get(&table).into_iter().flatten().copied();
        ready.extend(later.filter(|&later| waiting.contains(&later) && all_free(later, &waiting)));
    }
    let places: BTreeMap<usize, usize> = order
        .iter()
        .enumerate()
        .map(|(place, &table)| (table, place))
        .collect();
    let respected = keys
        .into_iter()
        .filter(|(to, of)| places.get(to) < places.get(of))
        .collect();
    (order, respected)
}

/// For each new table: what it inherits from, where that is new too.
fn links(
    units: &[Unit<'_>],
    made: &BTreeMap<&ObjectId, usize>,
    is_new: impl Fn(&QualifiedName) -> bool,
) -> Pairs {
    let mut pairs = Pairs::new();
    for &child in made.values() {
        let Object::Table(table) = units[child].object else {
            continue;
        };
        for parent in table.inherits.iter().filter(|parent| is_new(parent)) {
            let parent = made.get(&ObjectId::Table(parent.clone())).copied();
            pairs.extend(parent.map(|parent| (parent, child)));
        }
    }
    pairs
}

/// For each foreign key that is made between two of them: the one that it points at, and its own.
fn foreign_keys(units: &[Unit<'_>], made: &BTreeMap<&ObjectId, usize>) -> Pairs {
    let mut pairs = Pairs::new();
    for unit in units.iter().filter(|unit| unit.effect == Effect::Make) {
        let Object::Constraint(constraint) = &unit.object else {
            continue;
        };
        let Some(key) = constraint.foreign_key() else {
            continue;
        };
        let of = made.get(&ObjectId::Table(constraint.table.clone()));
        let to = made.get(&ObjectId::Table(key.references.clone()));
        if let (Some(&of), Some(&to)) = (of, to)
            && of != to
        {
            pairs.insert((to, of));
        }
    }
    pairs
}

/// What comes before each.
fn before(pairs: &Pairs) -> BTreeMap<usize, Vec<usize>> {
    let mut before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(first, second) in pairs {
        before.entry(second).or_default().push(first);
    }
    before
}

/// What comes after each.
fn after<'p>(pairs: impl Iterator<Item = &'p (usize, usize)>) -> BTreeMap<usize, Vec<usize>> {
    let mut after: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(first, second) in pairs {
        after.entry(first).or_default().push(second);
    }
    after
}
