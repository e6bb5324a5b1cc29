//! Sketches: small numbers from which a pair of states is built. Numbers that choose something are
//! taken modulo what there is to choose from, so that every sketch is a sound pair, and so is every
//! part of one.

use proptest::collection::vec;
use proptest::prelude::*;

use super::besides::{Besides, besides};
use super::fate::{Fate, any_fate};
use super::values::Kind;

/// A pair of states.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) namespace: Fate<()>,
    pub(crate) enums: Vec<EnumSketch>,
    pub(crate) domains: Vec<DomainSketch>,
    pub(crate) composites: Vec<CompositeSketch>,
    pub(crate) sequences: Vec<Fate<SequenceAttributes>>,
    pub(crate) functions: Vec<FunctionSketch>,
    pub(crate) tables: Vec<TableSketch>,
    pub(crate) views: Vec<ViewSketch>,
    /// Whether there are two modules.
    pub(crate) split: bool,
    /// Which tables are changed plainly: none, all, one.
    pub(crate) plain: u8,
    /// What is called otherwise afterwards: its kind and its place.
    pub(crate) renamed: Vec<(u8, u8, u8)>,
    /// What is commented.
    pub(crate) comments: Vec<(u8, Fate<u8>)>,
    pub(crate) besides: Besides,
}

/// An enum; its first label stays.
#[derive(Clone, Debug)]
pub(crate) struct EnumSketch {
    pub(crate) fate: Fate<()>,
    pub(crate) labels: Vec<Fate<()>>,
}

#[derive(Clone, Debug)]
pub(crate) struct DomainSketch {
    pub(crate) fate: Fate<DomainAttributes>,
    pub(crate) checks: Vec<Fate<u8>>,
}

#[derive(Clone, Debug)]
pub(crate) struct DomainAttributes {
    pub(crate) base: u8,
    pub(crate) nullable: bool,
    pub(crate) default: Option<u8>,
}

/// A composite type; its attributes are numbers of types.
#[derive(Clone, Debug)]
pub(crate) struct CompositeSketch {
    pub(crate) fate: Fate<()>,
    pub(crate) attributes: Vec<Fate<u8>>,
}

#[derive(Clone, Debug)]
pub(crate) struct SequenceAttributes {
    pub(crate) small: bool,
    pub(crate) increment: u8,
    pub(crate) cache: u8,
    pub(crate) cycle: bool,
    pub(crate) start: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct FunctionSketch {
    /// What it is for.
    pub(crate) role: u8,
    pub(crate) fate: Fate<Attributes>,
    pub(crate) grant: Fate<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct Attributes {
    pub(crate) body: u8,
    pub(crate) stable: bool,
    pub(crate) definer: bool,
    pub(crate) strict: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct TableSketch {
    pub(crate) fate: Fate<()>,
    pub(crate) apart: bool,
    pub(crate) key: u8,
    pub(crate) columns: Vec<Fate<ColumnSketch>>,
    pub(crate) constraints: Vec<Fate<ConstraintSketch>>,
    pub(crate) indexes: Vec<Fate<IndexSketch>>,
    pub(crate) policies: Vec<Fate<PolicySketch>>,
    pub(crate) triggers: Vec<Fate<TriggerSketch>>,
    pub(crate) grants: Vec<Fate<GrantSketch>>,
    pub(crate) security: Option<Fate<bool>>,
    /// How it is stored.
    pub(crate) storage: Fate<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct ViewSketch {
    pub(crate) fate: Fate<ViewAttributes>,
    pub(crate) materialized: bool,
    pub(crate) grant: Fate<u8>,
    /// Its index where it is materialized, and otherwise what is done when it is written to.
    pub(crate) part: Fate<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct ViewAttributes {
    pub(crate) source: u8,
    pub(crate) columns: Vec<u8>,
    pub(crate) filter: Option<u8>,
    pub(crate) counts: bool,
    pub(crate) variant: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct ColumnSketch {
    pub(crate) kind: u8,
    pub(crate) nullable: bool,
    pub(crate) default: Option<u8>,
    pub(crate) shape: u8,
    /// How it is stored.
    pub(crate) storage: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct ConstraintSketch {
    pub(crate) kind: u8,
    pub(crate) columns: (u8, u8),
    pub(crate) variant: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct IndexSketch {
    pub(crate) columns: Vec<u8>,
    pub(crate) kind: u8,
    pub(crate) order: u8,
    pub(crate) filter: Option<u8>,
    pub(crate) include: Option<u8>,
    /// How it is stored.
    pub(crate) storage: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct PolicySketch {
    pub(crate) command: u8,
    pub(crate) restrictive: bool,
    pub(crate) roles: u8,
    pub(crate) condition: (u8, u8),
}

#[derive(Clone, Debug)]
pub(crate) struct TriggerSketch {
    pub(crate) function: u8,
    pub(crate) timing: u8,
    pub(crate) events: u8,
    pub(crate) column: u8,
    pub(crate) enabled: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct GrantSketch {
    pub(crate) privileges: u8,
    pub(crate) column: Option<u8>,
}

/// Any pair of states.
pub(crate) fn worlds() -> impl Strategy<Value = World> {
    (
        any_fate(Just(())),
        vec(enums(), 0..3),
        (
            vec(domains(), 0..3),
            vec(composites(), 0..2),
            vec(sequences(), 0..2),
        ),
        vec(functions(), 0..4),
        vec(tables(), 1..4),
        vec(views(), 0..3),
        prop_oneof![2 => Just(Vec::new()), 1 => vec((0..25_u8, any::<u8>(), any::<u8>()), 1..3)],
        vec((any::<u8>(), any_fate(0..3_u8)), 0..4),
        (
            any::<bool>(),
            prop_oneof![6 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8)],
        ),
        besides(),
    )
        .prop_map(
            |(namespace, enums, types, functions, tables, views, renamed, comments, way, besides)| World {
                namespace,
                enums,
                domains: types.0,
                composites: types.1,
                sequences: types.2,
                functions,
                tables,
                views,
                split: way.0,
                plain: way.1,
                renamed,
                comments,
                besides,
            },
        )
}

/// A thing that mostly stays as a whole, while its parts change.
fn mostly() -> impl Strategy<Value = Fate<()>> {
    prop_oneof![10 => Just(Fate::Stays(())), 1 => Just(Fate::Comes(())), 1 => Just(Fate::Goes(()))]
}

/// A number below another, mostly zero.
pub(crate) fn seldom(below: u8) -> impl Strategy<Value = u8> + Clone {
    prop_oneof![2 => Just(0_u8), 1 => 0..below]
}

fn enums() -> impl Strategy<Value = EnumSketch> {
    let label = prop_oneof![
        20 => Just(Fate::Stays(())),
        4 => Just(Fate::Comes(())),
        1 => Just(Fate::Goes(())),
    ];
    (mostly(), vec(label, 1..5)).prop_map(|(fate, labels)| EnumSketch { fate, labels })
}

/// A thing that mostly stays; where it turns, it does so in one respect.
pub(crate) fn turning<T: Clone + std::fmt::Debug + 'static>(
    thing: impl Strategy<Value = T> + Clone + 'static,
    turn: impl Fn(T, T, u8) -> T + 'static,
) -> impl Strategy<Value = Fate<T>> {
    let turns = (thing.clone(), thing.clone(), any::<u8>())
        .prop_map(move |(was, other, respect)| Fate::Turns(was.clone(), turn(was, other, respect)));
    prop_oneof![
        6 => thing.clone().prop_map(Fate::Stays),
        1 => thing.clone().prop_map(Fate::Comes),
        1 => thing.prop_map(Fate::Goes),
        3 => turns,
    ]
}

fn domains() -> impl Strategy<Value = DomainSketch> {
    let base = prop_oneof![8 => 0..6_u8, 1 => 6..Kind::OF_SYSTEM + 2];
    let attributes =
        (base, any::<bool>(), proptest::option::of(0..2_u8)).prop_map(|(base, nullable, default)| {
            DomainAttributes {
                base,
                nullable,
                default,
            }
        });
    let fate = turning(attributes, |mut was, other, respect| {
        match respect % 4 {
            0 => was.base = other.base,
            1 | 2 => was.nullable = !was.nullable,
            _ => was.default = other.default,
        }
        was
    });
    (fate, vec(any_fate(0..2_u8), 0..3)).prop_map(|(fate, checks)| DomainSketch { fate, checks })
}

fn composites() -> impl Strategy<Value = CompositeSketch> {
    let attribute = prop_oneof![
        10 => (0..Kind::OF_SYSTEM + 5).prop_map(Fate::Stays),
        1 => (0..Kind::OF_SYSTEM).prop_map(Fate::Comes),
        1 => (0..Kind::OF_SYSTEM).prop_map(Fate::Goes),
        1 => prop_oneof![Just((0_u8, 2_u8)), Just((4, 1)), Just((0, 1))].prop_map(|(was, is)| Fate::Turns(was, is)),
    ];
    (mostly(), vec(attribute, 1..4)).prop_map(|(fate, attributes)| CompositeSketch { fate, attributes })
}

fn sequences() -> impl Strategy<Value = Fate<SequenceAttributes>> {
    let attributes = (any::<bool>(), 0..3_u8, 0..3_u8, any::<bool>(), 0..3_u8).prop_map(
        |(small, increment, cache, cycle, start)| SequenceAttributes {
            small,
            increment,
            cache,
            cycle,
            start,
        },
    );
    turning(attributes, |was, other, respect| match respect % 5 {
        0 => SequenceAttributes {
            small: other.small,
            ..was
        },
        1 => SequenceAttributes {
            increment: other.increment,
            ..was
        },
        2 => SequenceAttributes {
            cache: other.cache,
            ..was
        },
        3 => SequenceAttributes {
            cycle: other.cycle,
            ..was
        },
        _ => SequenceAttributes {
            start: other.start,
            ..was
        },
    })
}

fn functions() -> impl Strategy<Value = FunctionSketch> {
    let attributes =
        (0..3_u8, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(body, stable, definer, strict)| {
            Attributes {
                body,
                stable,
                definer,
                strict,
            }
        });
    (0..6_u8, any_fate(attributes), any_fate(0..3_u8)).prop_map(|(role, fate, grant)| FunctionSketch {
        role,
        fate,
        grant,
    })
}

fn tables() -> impl Strategy<Value = TableSketch> {
    let head = (mostly(), any::<bool>(), 0..5_u8);
    let parts = (
        vec(column_fates(), 1..6),
        vec(any_fate(constraints()), 0..4),
        vec(any_fate(indexes()), 0..3),
        vec(any_fate(policies()), 0..3),
        vec(any_fate(triggers()), 0..2),
        vec(any_fate(grants()), 0..3),
        proptest::option::of(any_fate(any::<bool>())),
        any_fate(seldom(6)),
    );
    (head, parts).prop_map(|((fate, apart, key), parts)| {
        let (columns, constraints, indexes, policies, triggers, grants, security, storage) = parts;
        TableSketch {
            fate,
            apart,
            key,
            columns,
            constraints,
            indexes,
            policies,
            triggers,
            grants,
            security,
            storage,
        }
    })
}

fn views() -> impl Strategy<Value = ViewSketch> {
    let attributes = (
        any::<u8>(),
        vec(any::<u8>(), 1..4),
        proptest::option::of(any::<u8>()),
        any::<bool>(),
        any::<u8>(),
    )
        .prop_map(|(source, columns, filter, counts, variant)| ViewAttributes {
            source,
            columns,
            filter,
            counts,
            variant,
        });
    let fate = turning(attributes, |was, other, respect| match respect % 5 {
        0 => ViewAttributes {
            source: other.source,
            ..was
        },
        1 => ViewAttributes {
            columns: other.columns,
            ..was
        },
        2 => ViewAttributes {
            filter: other.filter,
            ..was
        },
        3 => ViewAttributes {
            counts: other.counts,
            ..was
        },
        _ => ViewAttributes {
            variant: other.variant,
            ..was
        },
    });
    (fate, any::<bool>(), any_fate(0..3_u8), any_fate(any::<u8>())).prop_map(
        |(fate, materialized, grant, part)| ViewSketch {
            fate,
            materialized,
            grant,
            part,
        },
    )
}

fn columns() -> impl Strategy<Value = ColumnSketch> + Clone {
    let shape = prop_oneof![8 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8)];
    (
        0..Kind::OF_SYSTEM + 8,
        any::<bool>(),
        proptest::option::of(0..4_u8),
        shape,
        seldom(8),
    )
        .prop_map(|(kind, nullable, default, shape, storage)| ColumnSketch {
            kind,
            nullable,
            default,
            shape,
            storage,
        })
}

/// A column turns in one respect at a time, and seldom in its type.
fn column_fates() -> impl Strategy<Value = Fate<ColumnSketch>> {
    let turns = (columns(), columns(), 0..15_u8).prop_map(|(was, other, respect)| {
        let mut becomes = was.clone();
        match respect {
            0 => becomes.kind = other.kind,
            1 => becomes.shape = other.shape,
            2..=6 => becomes.nullable = !was.nullable,
            7..=8 => becomes.storage = other.storage,
            _ => becomes.default = other.default,
        }
        Fate::Turns(was, becomes)
    });
    prop_oneof![
        14 => columns().prop_map(Fate::Stays),
        2 => columns().prop_map(Fate::Comes),
        2 => columns().prop_map(Fate::Goes),
        3 => turns,
    ]
}

fn constraints() -> impl Strategy<Value = ConstraintSketch> + Clone {
    (0..5_u8, any::<(u8, u8)>(), any::<u8>()).prop_map(|(kind, columns, variant)| ConstraintSketch {
        kind,
        columns,
        variant,
    })
}

fn indexes() -> impl Strategy<Value = IndexSketch> + Clone {
    (
        vec(any::<u8>(), 1..3),
        0..8_u8,
        any::<u8>(),
        proptest::option::of(any::<u8>()),
        proptest::option::of(any::<u8>()),
        seldom(8),
    )
        .prop_map(|(columns, kind, order, filter, include, storage)| IndexSketch {
            columns,
            kind,
            order,
            filter,
            include,
            storage,
        })
}

fn policies() -> impl Strategy<Value = PolicySketch> + Clone {
    (0..5_u8, any::<bool>(), 0..4_u8, any::<(u8, u8)>()).prop_map(
        |(command, restrictive, roles, condition)| PolicySketch {
            command,
            restrictive,
            roles,
            condition,
        },
    )
}

fn triggers() -> impl Strategy<Value = TriggerSketch> + Clone {
    (any::<u8>(), 0..4_u8, 1..8_u8, any::<u8>(), 0..4_u8).prop_map(
        |(function, timing, events, column, enabled)| TriggerSketch {
            function,
            timing,
            events,
            column,
            enabled,
        },
    )
}

fn grants() -> impl Strategy<Value = GrantSketch> + Clone {
    (1..16_u8, proptest::option::of(any::<u8>()))
        .prop_map(|(privileges, column)| GrantSketch { privileges, column })
}
