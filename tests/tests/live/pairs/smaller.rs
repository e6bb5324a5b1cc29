//! Smaller sketches of a failing one: each lacks one part, or has one part that stays as it is.

use super::fate::Fate;
use super::sketch::World;

/// A change of one place, by its number; whether there is such a place.
type Change = fn(&mut World, usize) -> bool;

/// What can be left out or left alone, the biggest things first.
const CHANGES: &[Change] = &[
    |world, place| without(&mut world.views, place),
    |world, place| place == 0 && std::mem::take(&mut world.split),
    |world, place| place == 0 && is_other(&mut world.plain),
    |world, place| without(&mut world.renamed, place),
    |world, place| without(&mut world.tables, place),
    |world, place| without(&mut world.functions, place),
    |world, place| without(&mut world.comments, place),
    |world, place| without(&mut world.besides.moved, place),
    |world, place| without(&mut world.besides.statistics, place),
    |world, place| without(&mut world.besides.publications, place),
    |world, place| without(&mut world.besides.events, place),
    |world, place| without(&mut world.besides.defaults, place),
    |world, place| without(&mut world.besides.aggregates, place),
    |world, place| without(&mut world.besides.procedures, place),
    |world, place| without(&mut world.besides.partitioned, place),
    |world, place| {
        of_each(&mut world.besides.partitioned, place, |of, place| {
            without(&mut of.slots, place)
        })
    },
    |world, place| {
        of_each(&mut world.besides.partitioned, place, |of, place| {
            stays(of.slots.get_mut(place).map(|slot| &mut slot.fate))
        })
    },
    |world, place| stays(world.besides.partitioned.get_mut(place).map(|of| &mut of.border)),
    |world, place| {
        of_each(&mut world.besides.partitioned, place, |of, _| {
            of.default.take().is_some()
        })
    },
    |world, place| without(&mut world.besides.owners, place),
    |world, place| without(&mut world.besides.heirs, place),
    |world, place| without(&mut world.sequences, place),
    |world, place| without(&mut world.composites, place),
    |world, place| without(&mut world.domains, place),
    |world, place| without(&mut world.enums, place),
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            without(&mut table.constraints, place)
        })
    },
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            without(&mut table.indexes, place)
        })
    },
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            without(&mut table.policies, place)
        })
    },
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            without(&mut table.triggers, place)
        })
    },
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            without(&mut table.grants, place)
        })
    },
    |world, place| {
        of_each(&mut world.tables, place, |table, _| {
            table.security.take().is_some()
        })
    },
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            without(&mut table.columns, place)
        })
    },
    |world, place| {
        of_each(&mut world.domains, place, |domain, place| {
            without(&mut domain.checks, place)
        })
    },
    |world, place| {
        of_each(&mut world.composites, place, |of, place| {
            without(&mut of.attributes, place)
        })
    },
    |world, place| {
        of_each(&mut world.enums, place, |of, place| {
            without(&mut of.labels, place)
        })
    },
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            stays(table.columns.get_mut(place))
        })
    },
    |world, place| stays(world.tables.get_mut(place).map(|table| &mut table.storage)),
    |world, place| stays(world.tables.get_mut(place).map(|table| &mut table.fate)),
    |world, place| stays(world.domains.get_mut(place).map(|domain| &mut domain.fate)),
    |world, place| stays(world.sequences.get_mut(place)),
    |world, place| stays(world.functions.get_mut(place).map(|function| &mut function.fate)),
    |world, place| stays(world.views.get_mut(place).map(|view| &mut view.fate)),
    |world, place| stays(world.besides.publications.get_mut(place)),
    |world, place| stays(world.besides.owners.get_mut(place).map(|of| &mut of.fate)),
    |world, place| stays(world.besides.heirs.get_mut(place).map(|of| &mut of.fate)),
    |world, place| stays(world.besides.events.get_mut(place).map(|of| &mut of.fate)),
    |world, place| stays(world.besides.aggregates.get_mut(place).map(|of| &mut of.fate)),
    |world, place| stays(world.besides.procedures.get_mut(place).map(|of| &mut of.fate)),
    |world, place| stays(world.besides.statistics.get_mut(place).map(|of| &mut of.fate)),
    |world, place| {
        of_each(&mut world.tables, place, |table, place| {
            match table.columns.get_mut(place) {
                Some(Fate::Stays(column)) => is_other(&mut column.storage) | is_other(&mut column.shape),
                _ => false,
            }
        })
    },
];

/// Every sketch that lacks one thing.
pub(crate) fn than(world: &World) -> impl Iterator<Item = World> {
    CHANGES.iter().flat_map(move |change| {
        (0..12).filter_map(move |place| {
            let mut smaller = world.clone();
            change(&mut smaller, place).then_some(smaller)
        })
    })
}

fn without<T>(all: &mut Vec<T>, place: usize) -> bool {
    let there = place < all.len();
    if there {
        all.remove(place);
    }
    there
}

/// The same in one of several.
fn of_each<T>(all: &mut [T], place: usize, change: impl Fn(&mut T, usize) -> bool) -> bool {
    let of = all.len().max(1);
    all.get_mut(place % of).is_some_and(|one| change(one, place / of))
}

fn stays<T: Clone>(fate: Option<&mut Fate<T>>) -> bool {
    let Some(fate) = fate else { return false };
    let thing = match fate {
        Fate::Stays(_) => return false,
        Fate::Turns(thing, _) | Fate::Comes(thing) | Fate::Goes(thing) => thing.clone(),
    };
    *fate = Fate::Stays(thing);
    true
}

/// Makes a number zero, where it is another.
fn is_other(number: &mut u8) -> bool {
    std::mem::take(number) != 0
}
