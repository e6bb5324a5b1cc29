//! One of the two states of a sketch: which things are there, and what they are called.

use voxanne_schema::name::{Name, QualifiedName};

use super::fate::Side;
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
}

/// A column of a state.
#[derive(Clone)]
pub(crate) struct ColumnState<'w> {
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    /// Nothing for the key.
    pub(crate) sketch: Option<&'w ColumnSketch>,
    pub(crate) nullable: bool,
    pub(crate) shape: Shape,
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
    /// The namespace besides `public`.
    pub(crate) fn namespace(self) -> Option<Name> {
        self.world.namespace.at(self.side).map(|()| Name::new("Shop"))
    }

    /// The name of an enum that is there.
    pub(crate) fn enumeration(self, place: usize) -> Option<QualifiedName> {
        let sketch = self.world.enums.get(place)?;
        sketch.fate.at(self.side)?;
        Some(QualifiedName::public(named(&["mood", "State"], place)))
    }

    pub(crate) fn labels(self, place: usize) -> Vec<Name> {
        let sketch = &self.world.enums[place];
        let there = |(number, _): &(usize, _)| *number == 0 || sketch.labels[*number].at(self.side).is_some();
        let labels = sketch.labels.iter().enumerate().filter(there);
        labels
            .map(|(number, _)| named(&["new", "It's", "done"], number))
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
        let key = ColumnState {
            name: Name::new("id"),
            kind: Kind::of([0, 2, 8][usize::from(sketch.key)], None),
            sketch: None,
            nullable: false,
            shape: if sketch.key == 1 {
                Shape::Identity
            } else {
                Shape::Plain
            },
            is_new: false,
        };
        let mut columns = vec![Some(key)];
        columns.extend((0..sketch.columns.len()).map(|column| self.column(sketch, column)));
        let mut table = TableState {
            place,
            sketch,
            name,
            columns,
            is_new: before.table_name(place).is_none(),
            storage: sketch.storage.at(self.side).copied().unwrap_or_default(),
        };
        table.generate();
        Some(table)
    }

    /// The name of a table that is there.
    pub(crate) fn table_name(self, place: usize) -> Option<QualifiedName> {
        let sketch = self.world.tables.get(place)?;
        sketch.fate.at(self.side)?;
        let name = named(&TABLES, place);
        match (sketch.apart, self.namespace()) {
            (false, _) => Some(QualifiedName::public(name)),
            (true, namespace) => Some(QualifiedName::new(namespace?, name)),
        }
    }

    /// The type of that number, of PostgreSQL or an enum, if it is there.
    pub(crate) fn simple_kind(self, number: u8, place: usize) -> Option<Kind> {
        let enums = self.world.enums.len();
        if number < Kind::OF_SYSTEM || enums == 0 {
            return Some(Kind::of(number, None));
        }
        let label = named(&["new"], 0);
        Some(Kind::of(number, Some((self.enumeration(place % enums)?, label))))
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

    fn column(self, table: &'w TableSketch, place: usize) -> Option<ColumnState<'w>> {
        let fate = &table.columns[place];
        let sketch = fate.at(self.side)?;
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
            name: named(&COLUMNS, place),
            nullable: sketch.nullable && shape == Shape::Plain && accepts_null,
            is_new: self.side == Side::After && before.column(table, place).is_none(),
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

    /// The columns that are there, in their order: new ones stand last.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &ColumnState<'w>> {
        let old = self.columns.iter().flatten().filter(|column| !column.is_new);
        old.chain(self.columns.iter().flatten().filter(|column| column.is_new))
    }

    /// Makes columns generated that want to be, where there is a plain one of their type.
    fn generate(&mut self) {
        for place in 0..self.columns.len() {
            let Some(column) = &self.columns[place] else {
                continue;
            };
            let wants = column.sketch.is_some_and(|sketch| sketch.shape == 2);
            if !wants || !column.kind.is(&["integer", "bigint"]) {
                continue;
            }
            let plain = |other: &&ColumnState<'_>| {
                let plain = other.sketch.is_some_and(|sketch| sketch.shape == 0);
                plain && other.kind == column.kind
            };
            let base = self
                .columns
                .iter()
                .flatten()
                .find(plain)
                .map(|base| base.name.clone());
            if let (Some(base), Some(Some(column))) = (base, self.columns.get_mut(place)) {
                column.shape = Shape::Generated(base);
                column.nullable = true;
            }
        }
    }
}
