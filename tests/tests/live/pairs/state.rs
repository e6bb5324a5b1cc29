//! One of the two states of a sketch: which things are there, and what they are called.

use voxanne_schema::name::{Name, QualifiedName};

use super::besides::PartitionedSketch;
use super::fate::Side;
use super::renamed::{self, Thing};
use super::sketch::{ColumnSketch, TableSketch, World};
use super::types;
use super::values::Kind;

/// How many rows each table has that is there before.
pub(crate) const ROWS: u8 = 3;

/// A state of a sketch.
#[derive(Clone, Copy)]
pub(crate) struct State<'w> {
    pub(crate) world: &'w World,
    pub(crate) side: Side,
}

/// A table of a state.
pub(crate) struct TableState<'w> {
    pub(crate) place: usize,
    pub(crate) sketch: &'w TableSketch,
    pub(crate) name: QualifiedName,
    /// Its columns by their place in the sketch, the key first; those of the other state are missing.
    pub(crate) columns: Vec<Option<ColumnState<'w>>>,
    /// Whether it is there afterwards only, so that it has no rows.
    pub(crate) is_new: bool,
    /// How it is stored.
    pub(crate) storage: u8,
    /// The columns that stand elsewhere than they did, each by its place and the new one.
    moved: Vec<(u8, u8)>,
    /// How it is partitioned.
    pub(crate) partitioned: Option<&'w PartitionedSketch>,
}

/// A column of a state.
#[derive(Clone)]
pub(crate) struct ColumnState<'w> {
    /// Its place among those of the sketch, behind the key.
    pub(crate) place: usize,
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    /// Nothing for the key.
    pub(crate) sketch: Option<&'w ColumnSketch>,
    pub(crate) nullable: bool,
    pub(crate) shape: Shape,
    /// The number of its default.
    pub(crate) default: Option<u8>,
    /// Whether it is there afterwards only.
    pub(crate) is_new: bool,
}

/// Who gives a column its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Plain,
    Identity,
    Generated(Name),
}

const TABLES: [&str; 4] = ["orders", "Order Items", "select", "clients"];
const COLUMNS: [&str; 6] = ["a", "Mixed", "order", "x y", "größe", "b"];

/// A name from a list, with the place of what it names.
fn named(names: &[&str], place: usize) -> Name {
    Name::from(format!("{}{place}", names[place % names.len()]))
}

impl<'w> State<'w> {
    /// What a thing is called that has a name of its own before.
    pub(crate) fn called(self, thing: Thing, name: &str) -> Name {
        renamed::called(self, thing, |_| Name::new(name))
    }

    /// The namespace besides `public`.
    pub(crate) fn namespace(self) -> Option<Name> {
        let called = || self.called(Thing::Namespace, "Shop");
        self.world.namespace.at(self.side).map(|()| called())
    }

    /// The name of an enum that is there.
    pub(crate) fn enumeration(self, place: usize) -> Option<QualifiedName> {
        let sketch = self.world.enums.get(place)?;
        sketch.fate.at(self.side)?;
        let name = named(&["mood", "State"], place);
        Some(QualifiedName::public(
            self.called(Thing::Enum(place), name.as_str()),
        ))
    }

    /// A label that is there.
    pub(crate) fn label(self, place: usize, number: usize) -> Option<Name> {
        let sketch = self.world.enums.get(place)?;
        let there = number == 0 || sketch.labels.get(number)?.at(self.side).is_some();
        let name = named(&["new", "It's", "done"], number);
        there.then(|| self.called(Thing::Label(place, number), name.as_str()))
    }

    pub(crate) fn labels(self, place: usize) -> Vec<Name> {
        let count = self.world.enums[place].labels.len().max(1);
        (0..count)
            .filter_map(|number| self.label(place, number))
            .collect()
    }

    /// The tables that are there.
    pub(crate) fn tables(self) -> Vec<TableState<'w>> {
        (0..self.world.tables.len())
            .filter_map(|place| self.table(place))
            .collect()
    }

    /// A table that is there.
    pub(crate) fn table(self, place: usize) -> Option<TableState<'w>> {
        let sketch = self.world.tables.get(place)?;
        let name = self.table_name(place)?;
        let before = Self {
            side: Side::Before,
            ..self
        };
        let kin = self.kin(place);
        let key = self.world.tables[kin[0]].key;
        let key = ColumnState {
            name: Name::new("id"),
            kind: Kind::of([0, 2, 8, 0, 8][usize::from(key)], None),
            sketch: None,
            nullable: false,
            shape: if key == 1 { Shape::Identity } else { Shape::Plain },
            default: None,
            is_new: false,
            place: 0,
        };
        let mut columns = vec![Some(key)];
        let counts = kin.iter().map(|kin| self.world.tables[*kin].columns.len());
        let count = counts.max().unwrap_or_default();
        columns.extend((0..count).map(|column| self.column(place, column)));
        let mut table = TableState {
            place,
            sketch,
            name,
            columns,
            is_new: before.table_name(place).is_none(),
            storage: sketch.storage.at(self.side).copied().unwrap_or_default(),
            moved: Vec::new(),
            partitioned: None,
        };
        table.generate(&self.inherited_shapes(&table));
        let mut partitioned = self.world.besides.partitioned.iter();
        table.partitioned = partitioned.find(|sketch| self.is_of(sketch.table, &table));
        if table.partitioned.is_some() {
            // It holds no rows itself.
            table.storage = 0;
        }
        if self.side == Side::After && !table.is_new {
            let all = self.world.besides.moved.iter();
            let own = all.filter(|(of, ..)| self.is_of(*of, &table));
            table.moved = own.map(|(_, from, to)| (*from, *to)).collect();
        }
        Some(table)
    }

    /// Whether a number means that table.
    pub(crate) fn is_of(self, number: u8, table: &TableState<'_>) -> bool {
        usize::from(number) % self.world.tables.len().max(1) == table.place
    }

    /// The name of a table that is there.
    pub(crate) fn table_name(self, place: usize) -> Option<QualifiedName> {
        let sketch = self.world.tables.get(place)?;
        sketch.fate.at(self.side)?;
        let name = renamed::called(self, Thing::Table(place), |thing| match thing {
            Thing::Table(place) => named(&TABLES, place),
            _ => named(&TABLES, 0),
        });
        match (sketch.apart, self.namespace()) {
            (false, _) => Some(QualifiedName::public(name)),
            (true, namespace) => Some(QualifiedName::new(namespace?, name)),
        }
    }

    /// Whether a table is there, whatever it is called.
    pub(crate) fn has_table(self, place: usize) -> bool {
        let table = self.world.tables.get(place);
        table.is_some_and(|table| {
            table.fate.at(self.side).is_some()
                && (!table.apart || self.world.namespace.at(self.side).is_some())
        })
    }

    /// Whether a column of a table is there, whatever it is called.
    pub(crate) fn has_column(self, table: usize, place: usize) -> bool {
        let sketch = self.common_column(table, place);
        sketch.is_some_and(|sketch| self.kind(sketch.kind, place).is_some())
    }

    /// The type of that number, of PostgreSQL or an enum, if it is there.
    pub(crate) fn simple_kind(self, number: u8, place: usize) -> Option<Kind> {
        let enums = self.world.enums.len();
        if number < Kind::OF_SYSTEM || enums == 0 {
            return Some(Kind::of(number, None));
        }
        let (name, label) = (self.enumeration(place % enums)?, self.label(place % enums, 0)?);
        Some(Kind::of(number, Some((name, label))))
    }

    /// The type of that number, if it is there, and whether it accepts null.
    pub(crate) fn kind(self, number: u8, place: usize) -> Option<(Kind, bool)> {
        let (domains, composites) = (self.world.domains.len(), self.world.composites.len());
        match number.saturating_sub(Kind::OF_SYSTEM) {
            3 | 4 if domains > 0 => types::domain_kind(self, place % domains),
            5 if domains > 0 => {
                let (domain, _) = types::domain_kind(self, place % domains)?;
                Some((Kind::ArrayOf(Box::new(domain)), true))
            }
            6 if composites > 0 => Some((types::composite_kind(self, place % composites)?, true)),
            7 if composites > 0 => {
                let composite = types::composite_kind(self, place % composites)?;
                Some((Kind::ArrayOf(Box::new(composite)), true))
            }
            _ => Some((self.simple_kind(number, place)?, true)),
        }
    }

    pub(crate) fn column(self, table: usize, place: usize) -> Option<ColumnState<'w>> {
        let sketch = self.common_column(table, place)?;
        let own = self.own_column(table, place).unwrap_or(sketch);
        let (kind, accepts_null) = self.kind(sketch.kind, place)?;
        let before = Self {
            side: Side::Before,
            ..self
        };
        let whole = kind.is(&["integer", "bigint"]);
        let shape = if whole && sketch.shape == 1 {
            Shape::Identity
        } else {
            Shape::Plain
        };
        Some(ColumnState {
            name: renamed::called(
                self,
                Thing::Column(self.kin(table)[0], place),
                |thing| match thing {
                    Thing::Column(_, place) => named(&COLUMNS, place),
                    _ => named(&COLUMNS, 0),
                },
            ),
            place: place + 1,
            nullable: own.nullable
                && shape == Shape::Plain
                && accepts_null
                && self.parents_accept_null(table, place),
            default: own.default,
            is_new: self.side == Side::After && !before.has_column(table, place),
            kind,
            sketch: Some(sketch),
            shape,
        })
    }
}

impl<'w> TableState<'w> {
    /// A column by any number.
    pub(crate) fn pick(&self, number: u8) -> Option<&ColumnState<'w>> {
        self.columns[usize::from(number) % self.columns.len()].as_ref()
    }

    /// The columns that are there, in the order that costs nothing: new ones stand last.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &ColumnState<'w>> {
        let old = self.columns.iter().flatten().filter(|column| !column.is_new);
        old.chain(self.columns.iter().flatten().filter(|column| column.is_new))
    }

    /// The columns that are there, in the order in which they are declared.
    pub(crate) fn declared(&self) -> Vec<&ColumnState<'w>> {
        let mut columns: Vec<_> = self.in_order().collect();
        for (from, to) in &self.moved {
            let column = columns.remove(usize::from(*from) % columns.len());
            columns.insert(usize::from(*to) % (columns.len() + 1), column);
        }
        columns
    }

    /// Puts what tells partitions apart among the columns of a key.
    pub(crate) fn tell_partitions_apart<'s>(&'s self, columns: &mut Vec<&'s ColumnState<'w>>) {
        let key = self.columns.first().and_then(Option::as_ref);
        let key =
            key.filter(|key| self.partitioned.is_some() && columns.iter().all(|it| it.name != key.name));
        columns.extend(key);
    }

    /// Makes columns generated that want to be, where there is a plain one of their type.
    fn generate(&mut self, inherited: &[Option<Shape>]) {
        for (place, inherited) in inherited.iter().enumerate() {
            let Some(column) = &self.columns[place] else {
                continue;
            };
            let wants = match inherited {
                Some(shape) => matches!(shape, Shape::Generated(_)),
                None => column.sketch.is_some_and(|sketch| sketch.shape == 2),
            };
            if !wants || !column.kind.is(&["integer", "bigint"]) {
                continue;
            }
            let plain = |other: &&ColumnState<'_>| {
                let plain = other.sketch.is_some_and(|sketch| sketch.shape == 0);
                plain && other.kind == column.kind
            };
            let inherited = match inherited {
                Some(Shape::Generated(base)) => Some(base.clone()),
                _ => None,
            };
            let base = self
                .columns
                .iter()
                .flatten()
                .find(plain)
                .map(|base| base.name.clone());
            if let (Some(base), Some(Some(column))) = (inherited.or(base), self.columns.get_mut(place)) {
                column.shape = Shape::Generated(base);
                column.nullable = true;
            }
        }
    }
}
