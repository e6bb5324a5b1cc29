//! Sketches of what stands beside the tables of a world, or goes across them. Each names its table by a
//! number, so that it can be left out by itself.

use proptest::collection::vec;
use proptest::prelude::*;

use super::fate::{Fate, any_fate};
use super::sketch::{seldom, turning};
use super::values::Kind;

/// What there is besides tables with their parts, types, functions and views.
#[derive(Clone, Debug)]
pub(crate) struct Besides {
    /// Columns that stand elsewhere afterwards: their table, their place, and the new one.
    pub(crate) moved: Vec<(u8, u8, u8)>,
    pub(crate) statistics: Vec<StatisticsSketch>,
    pub(crate) partitioned: Vec<PartitionedSketch>,
    pub(crate) procedures: Vec<ProcedureSketch>,
    pub(crate) aggregates: Vec<AggregateSketch>,
    pub(crate) publications: Vec<Fate<PublicationAttributes>>,
    pub(crate) defaults: Vec<DefaultsSketch>,
    pub(crate) events: Vec<EventSketch>,
    pub(crate) owners: Vec<OwnerSketch>,
    pub(crate) heirs: Vec<HeirSketch>,
}

/// The column that a sequence belongs to, by the numbers of its table and of itself.
#[derive(Clone, Debug)]
pub(crate) struct OwnerSketch {
    pub(crate) sequence: u8,
    pub(crate) fate: Fate<(u8, u8)>,
}

/// A table that inherits from one before it.
#[derive(Clone, Debug)]
pub(crate) struct HeirSketch {
    pub(crate) child: u8,
    pub(crate) parent: u8,
    pub(crate) fate: Fate<()>,
}

#[derive(Clone, Debug)]
pub(crate) struct StatisticsSketch {
    pub(crate) table: u8,
    pub(crate) fate: Fate<StatisticsAttributes>,
}

#[derive(Clone, Debug)]
pub(crate) struct StatisticsAttributes {
    pub(crate) columns: (u8, u8),
    /// What is counted, a bit a kind.
    pub(crate) kinds: u8,
    /// Whether there is an expression, and of what.
    pub(crate) expression: Option<u8>,
    pub(crate) target: u8,
}

/// A table that is partitioned by its key, in both states.
#[derive(Clone, Debug)]
pub(crate) struct PartitionedSketch {
    pub(crate) table: u8,
    pub(crate) method: u8,
    /// Where rows are: in one partition, in one of two, in the default one.
    pub(crate) homes: u8,
    /// Where the two meet.
    pub(crate) border: Fate<bool>,
    pub(crate) default: Option<Fate<()>>,
    pub(crate) slots: Vec<SlotSketch>,
}

/// A partition that holds no rows; it may hold more than another.
#[derive(Clone, Debug)]
pub(crate) struct SlotSketch {
    pub(crate) fate: Fate<bool>,
    pub(crate) nested: bool,
    /// Whether it becomes a table of its own, or was one.
    pub(crate) alone: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct ProcedureSketch {
    pub(crate) fate: Fate<ProcedureAttributes>,
    pub(crate) grant: Fate<u8>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct ProcedureAttributes {
    pub(crate) body: u8,
    pub(crate) definer: bool,
    /// The number of the type that it takes.
    pub(crate) takes: Option<u8>,
    pub(crate) defaults: bool,
}

/// An aggregate with its functions, whose bodies have a fate of their own.
#[derive(Clone, Debug)]
pub(crate) struct AggregateSketch {
    pub(crate) fate: Fate<AggregateAttributes>,
    pub(crate) body: Fate<u8>,
    pub(crate) grant: Fate<u8>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct AggregateAttributes {
    pub(crate) begins: Option<u8>,
    pub(crate) end: bool,
    pub(crate) combine: bool,
    pub(crate) parallel: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct PublicationAttributes {
    /// Tables by number, each with what is told of it.
    pub(crate) tables: Vec<(u8, u8)>,
    pub(crate) all_tables: bool,
    pub(crate) namespace: bool,
    pub(crate) operations: u8,
    pub(crate) via_root: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct DefaultsSketch {
    /// On what, whose and where, for whom.
    pub(crate) id: (u8, u8, u8),
    pub(crate) fate: Fate<u8>,
}

/// An event trigger with its function.
#[derive(Clone, Debug)]
pub(crate) struct EventSketch {
    pub(crate) fate: Fate<EventAttributes>,
    pub(crate) body: Fate<u8>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct EventAttributes {
    pub(crate) event: u8,
    pub(crate) tagged: bool,
    pub(crate) enabled: u8,
}

/// Anything of it, and mostly little.
pub(crate) fn besides() -> impl Strategy<Value = Besides> {
    (
        prop_oneof![
            3 => Just(Vec::new()),
            1 => vec(any::<(u8, u8, u8)>(), 1..3),
        ],
        vec(statistics(), 0..3),
        prop_oneof![
            2 => Just(Vec::new()),
            1 => vec(partitioned(), 1..2),
        ],
        seldom_some(procedures(), 2),
        seldom_some(aggregates(), 2),
        seldom_some(publications(), 2),
        seldom_some(defaults(), 3),
        seldom_some(events(), 2),
        // What comes to be known later is drawn later, so that the worlds of a seed stay as they were.
        (seldom_some(owners(), 2), seldom_some(heirs(), 2)),
    )
        .prop_map(
            |(
                moved,
                statistics,
                partitioned,
                procedures,
                aggregates,
                publications,
                defaults,
                events,
                ties,
            )| {
                Besides {
                    moved,
                    statistics,
                    partitioned,
                    procedures,
                    aggregates,
                    publications,
                    defaults,
                    events,
                    owners: ties.0,
                    heirs: ties.1,
                }
            },
        )
}

fn owners() -> impl Strategy<Value = OwnerSketch> {
    let fate = turning(any::<(u8, u8)>(), |was, other, respect| match respect % 3 {
        0 => other,
        _ => (was.0, other.1),
    });
    (any::<u8>(), fate).prop_map(|(sequence, fate)| OwnerSketch { sequence, fate })
}

fn heirs() -> impl Strategy<Value = HeirSketch> {
    let fate = prop_oneof![
        4 => Just(Fate::Stays(())),
        1 => Just(Fate::Comes(())),
        1 => Just(Fate::Goes(())),
    ];
    (any::<u8>(), any::<u8>(), fate).prop_map(|(child, parent, fate)| HeirSketch { child, parent, fate })
}

/// Mostly none.
fn seldom_some<T: Clone + std::fmt::Debug + 'static>(
    thing: impl Strategy<Value = T> + 'static,
    most: usize,
) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![3 => Just(Vec::new()), 1 => vec(thing, 1..=most)]
}

fn procedures() -> impl Strategy<Value = ProcedureSketch> {
    let attributes = (
        0..3_u8,
        any::<bool>(),
        proptest::option::of(0..Kind::OF_SYSTEM + 8),
        any::<bool>(),
    )
        .prop_map(|(body, definer, takes, defaults)| ProcedureAttributes {
            body,
            definer,
            takes,
            defaults,
        });
    let fate = turning(attributes, |mut was, other, respect| {
        match respect % 4 {
            0 => was.body = other.body,
            1 => was.definer = !was.definer,
            2 => was.takes = other.takes,
            _ => was.defaults = !was.defaults,
        }
        was
    });
    (fate, any_fate(0..3_u8)).prop_map(|(fate, grant)| ProcedureSketch { fate, grant })
}

fn aggregates() -> impl Strategy<Value = AggregateSketch> {
    let attributes = (
        proptest::option::of(0..3_u8),
        any::<bool>(),
        any::<bool>(),
        0..3_u8,
    )
        .prop_map(|(begins, end, combine, parallel)| AggregateAttributes {
            begins,
            end,
            combine,
            parallel,
        });
    let fate = turning(attributes, |mut was, other, respect| {
        match respect % 4 {
            0 => was.begins = other.begins,
            1 => was.end = !was.end,
            2 => was.combine = !was.combine,
            _ => was.parallel = other.parallel,
        }
        was
    });
    let body = prop_oneof![
        3 => (0..3_u8).prop_map(Fate::Stays),
        1 => (0..3_u8).prop_map(|was| Fate::Turns(was, was + 1)),
    ];
    (fate, body, any_fate(0..3_u8)).prop_map(|(fate, body, grant)| AggregateSketch { fate, body, grant })
}

fn publications() -> impl Strategy<Value = Fate<PublicationAttributes>> {
    let attributes = (
        vec(any::<(u8, u8)>(), 0..3),
        prop_oneof![4 => Just(false), 1 => Just(true)],
        prop_oneof![4 => Just(false), 1 => Just(true)],
        1..16_u8,
        any::<bool>(),
    )
        .prop_map(
            |(tables, all_tables, namespace, operations, via_root)| PublicationAttributes {
                tables,
                all_tables,
                namespace,
                operations,
                via_root,
            },
        );
    turning(attributes, |mut was, other, respect| {
        match respect % 6 {
            0 | 1 => was.tables = other.tables,
            2 => was.all_tables = !was.all_tables,
            3 => was.namespace = !was.namespace,
            4 => was.operations = other.operations,
            _ => was.via_root = !was.via_root,
        }
        was
    })
}

fn defaults() -> impl Strategy<Value = DefaultsSketch> {
    let id = (0..5_u8, 0..6_u8, 0..3_u8);
    (id, any_fate(any::<u8>())).prop_map(|(id, fate)| DefaultsSketch { id, fate })
}

fn events() -> impl Strategy<Value = EventSketch> {
    let attributes = (0..4_u8, any::<bool>(), 0..4_u8).prop_map(|(event, tagged, enabled)| EventAttributes {
        event,
        tagged,
        enabled,
    });
    let fate = turning(attributes, |mut was, other, respect| {
        match respect % 3 {
            0 => was.event = other.event,
            1 => was.tagged = !was.tagged,
            _ => was.enabled = other.enabled,
        }
        was
    });
    let body = prop_oneof![
        3 => (0..3_u8).prop_map(Fate::Stays),
        1 => (0..3_u8).prop_map(|was| Fate::Turns(was, was + 1)),
    ];
    (fate, body).prop_map(|(fate, body)| EventSketch { fate, body })
}

fn partitioned() -> impl Strategy<Value = PartitionedSketch> {
    let border = prop_oneof![
        3 => any::<bool>().prop_map(Fate::Stays),
        1 => any::<bool>().prop_map(|was| Fate::Turns(was, !was)),
    ];
    let slot = (any_fate(any::<bool>()), any::<bool>(), seldom(3))
        .prop_map(|(fate, nested, alone)| SlotSketch { fate, nested, alone });
    (
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
        border,
        proptest::option::of(any_fate(Just(()))),
        vec(slot, 0..3),
    )
        .prop_map(
            |(table, method, homes, border, default, slots)| PartitionedSketch {
                table,
                method,
                homes,
                border,
                default,
                slots,
            },
        )
}

fn statistics() -> impl Strategy<Value = StatisticsSketch> {
    let attributes = (
        any::<(u8, u8)>(),
        0..8_u8,
        proptest::option::of(any::<u8>()),
        0..4_u8,
    )
        .prop_map(|(columns, kinds, expression, target)| StatisticsAttributes {
            columns,
            kinds,
            expression,
            target,
        });
    (any::<u8>(), any_fate(attributes)).prop_map(|(table, fate)| StatisticsSketch { table, fate })
}
