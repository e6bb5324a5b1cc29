//! Which tables of a state inherit from which. Tables of which one may inherit from the other, in whichever
//! state, are kin: their columns are alike, so that they can.

use voxanne_schema::name::QualifiedName;

use super::besides::HeirSketch;
use super::fate::{Fate, Side};
use super::sketch::ColumnSketch;
use super::state::{Shape, State, TableState};

impl<'w> State<'w> {
    /// The tables that one may inherit from: those before it, so that there is no circle.
    fn elders(self, place: usize) -> impl Iterator<Item = (usize, &'w HeirSketch)> {
        let count = self.world.tables.len();
        let of = move |heir: &&HeirSketch| place > 0 && usize::from(heir.child) % count == place;
        let heirs = self.world.besides.heirs.iter().filter(of);
        let parents = heirs.map(move |heir| (usize::from(heir.parent) % place, heir));
        parents.filter(move |(parent, _)| !self.is_partitioned(place) && !self.is_partitioned(*parent))
    }

    fn is_partitioned(self, place: usize) -> bool {
        let count = self.world.tables.len();
        let mut partitioned = self.world.besides.partitioned.iter();
        partitioned.any(|sketch| usize::from(sketch.table) % count == place)
    }

    /// The tables that a table inherits from in this state.
    fn parents(self, place: usize) -> Vec<usize> {
        let mut parents = Vec::new();
        for (parent, heir) in self.elders(place) {
            let there = self.has_table(place) && self.has_table(parent);
            if there && heir.fate.at(self.side).is_some() && !parents.contains(&parent) {
                parents.push(parent);
            }
        }
        parents
    }

    /// A table and all that its columns are like, the first of them first.
    pub(crate) fn kin(self, place: usize) -> Vec<usize> {
        let mut of: Vec<usize> = (0..self.world.tables.len()).collect();
        for child in 0..of.len() {
            for (parent, _) in self.elders(child) {
                let (first, second) = (of[parent].min(of[child]), of[parent].max(of[child]));
                of.iter_mut()
                    .filter(|it| **it == second)
                    .for_each(|it| *it = first);
            }
        }
        (0..of.len()).filter(|other| of[*other] == of[place]).collect()
    }

    /// What a table says of its column by itself, if it has one.
    pub(crate) fn own_column(self, table: usize, place: usize) -> Option<&'w ColumnSketch> {
        self.world.tables.get(table)?.columns.get(place)?.at(self.side)
    }

    /// What a column is like in all kin, if the table has it, or must have it.
    pub(crate) fn common_column(self, table: usize, place: usize) -> Option<&'w ColumnSketch> {
        let inherited = |parent: usize| self.common_column(parent, place).is_some();
        if self.own_column(table, place).is_none() && !self.parents(table).into_iter().any(inherited) {
            return None;
        }
        let kin = self.kin(table).into_iter();
        let mut fates = kin.filter_map(|kin| self.world.tables[kin].columns.get(place));
        fates.next().map(|fate| match fate {
            Fate::Stays(column) | Fate::Comes(column) | Fate::Goes(column) => column,
            Fate::Turns(was, is) => match self.side {
                Side::Before => was,
                Side::After => is,
            },
        })
    }

    /// Whether a column accepts null in all that a table inherits from.
    pub(crate) fn parents_accept_null(self, table: usize, place: usize) -> bool {
        let mut parents = self.parents(table).into_iter();
        parents.all(|parent| {
            let column = self.column(parent, place);
            column.is_none_or(|column| column.nullable)
        })
    }

    /// What those that a table inherits from say of the shapes of its columns, by their places.
    pub(crate) fn inherited_shapes(self, table: &TableState<'_>) -> Vec<Option<Shape>> {
        let mut shapes = vec![None; table.columns.len()];
        for parent in self
            .parents(table.place)
            .into_iter()
            .filter_map(|it| self.table(it))
        {
            for (shape, column) in shapes.iter_mut().zip(&parent.columns) {
                *shape = shape.take().or_else(|| Some(column.as_ref()?.shape.clone()));
            }
        }
        shapes
    }

    /// The names of those that a table inherits from; two that compute a column otherwise cannot be both.
    pub(crate) fn inherits(self, table: &TableState<'_>) -> Vec<QualifiedName> {
        let parents = self.parents(table.place).into_iter();
        let parents = parents.filter_map(|parent| self.table(parent));
        let fits = |parent: &TableState<'_>| {
            let mut both = parent.columns.iter().zip(&table.columns);
            both.all(|(theirs, own)| match (theirs, own) {
                (Some(theirs), Some(own)) => {
                    let computed = [&theirs.shape, &own.shape].map(|shape| match shape {
                        Shape::Generated(base) => Some(base),
                        Shape::Plain | Shape::Identity => None,
                    });
                    computed[0] == computed[1] && theirs.kind == own.kind
                }
                (None, _) => true,
                (Some(_), None) => false,
            })
        };
        parents.filter(fits).map(|parent| parent.name).collect()
    }

    /// Whether others inherit from a table.
    pub(crate) fn is_parent(self, table: &TableState<'_>) -> bool {
        let others = self.tables();
        others
            .iter()
            .any(|other| self.inherits(other).contains(&table.name))
    }

    /// Whether a table gets the name of a column from one that it inherits from.
    pub(crate) fn inherits_column(self, table: usize, place: usize) -> bool {
        let mut parents = self.parents(table).into_iter();
        parents.any(|parent| self.common_column(parent, place).is_some())
    }
}
