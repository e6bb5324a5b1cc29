//! The partitions of the tables of a state, by the key of each. Rows are where they stay: what comes and
//! goes, or becomes a table of its own, holds none.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    BoundValue, Column, Constraint, ConstraintDefinition, Deferral, Partition, PartitionBound,
    PartitionElement, PartitionKey, PartitionMethod, Table, Tenancy,
};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::Object;

use super::besides::{PartitionedSketch, SlotSketch};
use super::build;
use super::fate::Side;
use super::parts::primary_key;
use super::renamed::Thing;
use super::state::{State, TableState};

/// The first number that is in no partition that holds rows.
const FREE: u8 = 6;

/// Partitions by number: those of rows, those without, and the one of all others.
const SLOTS: usize = 2;
pub(crate) const DEFAULT: usize = 4;

/// What a table is partitioned by.
pub(crate) fn key(table: &TableState<'_>) -> Option<PartitionKey> {
    let method = method(table.partitioned?);
    Some(by_id(method))
}

fn by_id(method: PartitionMethod) -> PartitionKey {
    PartitionKey {
        method,
        elements: vec![PartitionElement::column("id")],
    }
}

fn method(sketch: &PartitionedSketch) -> PartitionMethod {
    match sketch.method % 4 {
        0 | 1 => PartitionMethod::Range,
        2 => PartitionMethod::List,
        _ => PartitionMethod::Hash,
    }
}

/// The name of a partition.
pub(crate) fn name(state: State<'_>, table: usize, number: usize) -> Name {
    let name = format!("{}{number}_of_{table}", ["part", "Part "][number % 2]);
    state.called(Thing::Partition(table, number), &name)
}

/// The partitions of a table, and what was one or will be one.
pub(crate) fn of_table(state: State<'_>, table: &TableState<'_>) -> Vec<Object> {
    let Some(sketch) = table.partitioned else {
        return Vec::new();
    };
    let made = Made { state, table, sketch };
    let mut objects: Vec<Object> = made.homes().into_iter().map(Object::from).collect();
    if method(sketch) == PartitionMethod::Hash {
        return objects;
    }
    for (place, slot) in sketch.slots.iter().take(SLOTS).enumerate() {
        let Some(wide) = slot.fate.at(state.side) else {
            continue;
        };
        if slot.is_alone(state.side) {
            objects.extend(made.alone(SLOTS + place));
        } else {
            objects.extend(made.slot(place, slot, *wide).into_iter().map(Object::from));
        }
    }
    objects
}

/// The names of a table and of the tables that are partitions of it in the other state.
pub(crate) fn tables(state: State<'_>, table: &TableState<'_>) -> Vec<QualifiedName> {
    let all = of_table(state, table).into_iter();
    let alone = all.filter_map(|object| match object {
        Object::Table(table) => Some(table.name),
        _ => None,
    });
    std::iter::once(table.name.clone()).chain(alone).collect()
}

impl SlotSketch {
    /// Whether it is a table of its own in that state.
    fn is_alone(&self, side: Side) -> bool {
        match self.alone {
            1 => side == Side::After,
            2 => side == Side::Before,
            _ => false,
        }
    }
}

struct Made<'m, 'w> {
    state: State<'w>,
    table: &'m TableState<'w>,
    sketch: &'w PartitionedSketch,
}

impl Made<'_, '_> {
    fn partition(&self, number: usize, bound: PartitionBound) -> Partition {
        let security = self.table.sketch.security.as_ref();
        Partition {
            table: self.table.name.clone(),
            name: name(self.state, self.table.place, number),
            namespace: None,
            within_namespace: None,
            parameters: Default::default(),
            within: None,
            bound,
            partition_by: None,
            index_names: Default::default(),
            closed: security.is_some_and(|fate| fate.at(self.state.side).is_some()),
        }
    }

    /// Where rows are, and the default partition.
    fn homes(&self) -> Vec<Partition> {
        let border = self
            .sketch
            .border
            .at(self.state.side)
            .copied()
            .unwrap_or_default();
        if method(self.sketch) == PartitionMethod::Hash {
            let part = |remainder| PartitionBound::Hash {
                modulus: 2,
                remainder,
            };
            return vec![self.partition(0, part(0)), self.partition(1, part(1))];
        }
        let border = match self.sketch.homes % 4 {
            0 => Some(FREE),
            1 => Some(4 + u8::from(border)),
            2 => Some(u8::from(border)),
            _ => None,
        };
        let default = self.sketch.default.as_ref();
        let has_default = border.is_none() || default.is_some_and(|fate| fate.at(self.state.side).is_some());
        let mut homes = Vec::new();
        if let Some(border) = border {
            homes.extend(self.between(None, border).map(|bound| self.partition(0, bound)));
            homes.extend(
                self.between(Some(border), FREE)
                    .map(|bound| self.partition(1, bound)),
            );
        }
        homes.extend(has_default.then(|| self.partition(DEFAULT, PartitionBound::Default)));
        homes
    }

    /// From a number on and before another, if there is something between.
    fn between(&self, from: Option<u8>, to: u8) -> Option<PartitionBound> {
        if method(self.sketch) == PartitionMethod::List {
            let values: Vec<Expression> = (from.unwrap_or(0)..to).map(|number| self.value(number)).collect();
            return (!values.is_empty()).then_some(PartitionBound::List(values));
        }
        (from != Some(to)).then(|| PartitionBound::Range {
            from: vec![from.map_or(BoundValue::Least, |from| BoundValue::Value(self.value(from)))],
            to: vec![BoundValue::Value(self.value(to))],
        })
    }

    fn value(&self, number: u8) -> Expression {
        self.table.columns[0]
            .as_ref()
            .map_or(Expression::raw("NULL"), |key| key.kind.literal(number))
    }

    /// A partition without rows, and those that it is partitioned into.
    fn slot(&self, place: usize, slot: &SlotSketch, wide: bool) -> Vec<Partition> {
        let from = FREE + u8::try_from(place).unwrap_or_default();
        let is_last = place + 1 == SLOTS;
        let Some(bound) = self.between(Some(from), from + 1 + u8::from(wide && is_last)) else {
            return Vec::new();
        };
        let mut whole = self.partition(SLOTS + place, bound);
        if !slot.nested || slot.alone > 0 {
            return vec![whole];
        }
        whole.partition_by = Some(by_id(PartitionMethod::Hash));
        let inner = |remainder: u32| Partition {
            name: Name::from(format!("inner{remainder}_of_{place}_of_{}", self.table.place)),
            within: Some(whole.name.clone()),
            bound: PartitionBound::Hash {
                modulus: 2,
                remainder,
            },
            partition_by: None,
            ..whole.clone()
        };
        let (first, second) = (inner(0), inner(1));
        vec![whole, first, second]
    }

    /// The same as a table of its own.
    fn alone(&self, number: usize) -> [Object; 2] {
        let name = name(self.state, self.table.place, number);
        let plain = |column| Column {
            identity: None,
            sequence_options: Default::default(),
            ..column
        };
        let table = Table {
            name: self.table.name.sibling(name.clone()),
            columns: build::columns(self.state, self.table)
                .into_iter()
                .map(plain)
                .collect(),
            tenancy: Tenancy::Shared("a test".to_owned()),
            storage: Default::default(),
            partition_by: None,
            inherits: Vec::new(),
        };
        let key = Constraint {
            table: table.name.clone(),
            name: default_name(name.as_str(), "", "pkey"),
            definition: ConstraintDefinition::PrimaryKey(primary_key(self.table)),
            validated: true,
            deferral: Deferral::default(),
            no_inherit: false,
            index: Default::default(),
        };
        [table.into(), key.into()]
    }
}
