//! Columns that go, or stop being of a type: whoever names them goes before.

use voxanne_schema::model::Column;
use voxanne_schema::object::{Dependency, Object, ObjectId};

use super::Edges;
use crate::plan::{Effect, Unit};
use crate::reshape::{expressions, has_word, texts};

impl Edges<'_> {
    /// Whether a unit takes columns of a domain away, and adds none.
    pub(super) fn leaves(&self, unit: &Unit<'_>, domain: &ObjectId) -> bool {
        let (ObjectId::Table(name), ObjectId::Domain(_)) = (&unit.id, domain) else {
            return false;
        };
        let next = self.inputs.declared.schema.table(name);
        let goes = |column: &Column| next.is_none_or(|next| next.column(&column.name).is_none());
        let of = |column: &Column| column.data_type.object().as_ref() == Some(domain);
        let previous = self.inputs.previous.table(name);
        previous.is_some_and(|table| table.columns.iter().any(|column| of(column) && goes(column)))
            && !(unit.effect == Effect::Make && unit.needs.objects().any(|needed| needed == domain))
    }

    /// Whether a unit does nothing but drop columns of a table, so that nobody waits for it.
    pub(super) fn only_drops_columns(&self, place: usize) -> bool {
        let Object::Table(next) = &self.units[place].object else {
            return false;
        };
        let previous = self.inputs.previous.table(&next.name);
        let drops = previous.is_some_and(|previous| {
            let mut columns = previous.columns.iter();
            columns.any(|column| next.column(&column.name).is_none())
        });
        drops && self.first[place] == self.last[place]
    }

    /// The unit that drops columns of which a partition that goes has statistics of its own: on the way back it
    /// gets them again when it comes, and finds the columns.
    pub(super) fn counted_for(&self, unit: &Unit<'_>) -> Option<usize> {
        let (Object::Partition(partition), Effect::Take) = (unit.object, unit.effect) else {
            return None;
        };
        let previous = self.inputs.previous.table(&partition.table)?;
        let next = self.inputs.declared.schema.table(&partition.table)?;
        let mut columns = previous.columns.iter();
        let counted = columns.any(|it| it.storage.statistics.is_some() && next.column(&it.name).is_none());
        let table = self.made.get(&ObjectId::Table(partition.table.clone()));
        table.copied().filter(|_| counted)
    }

    /// The unit that drops a column, in its last step.
    pub(super) fn narrowed_by(&self, needed: &Dependency) -> Option<usize> {
        let (ObjectId::Table(name), Some(column)) = (&needed.object, &needed.column) else {
            return None;
        };
        let next = self.inputs.declared.schema.table(name)?;
        let goes =
            self.inputs.previous.table(name)?.column(column).is_some() && next.column(column).is_none();
        self.made.get(&needed.object).copied().filter(|_| goes)
    }

    /// The same of columns that an object named in SQL text, by its words.
    pub(super) fn narrowed_by_words(&self, unit: &Unit<'_>) -> Vec<usize> {
        let was = self.inputs.previous.get(&unit.id);
        let expressions = was.map_or_else(Vec::new, expressions);
        let texts: Vec<&str> = expressions.into_iter().flat_map(texts).collect();
        if texts.is_empty() || matches!(unit.object, Object::Table(_)) {
            return Vec::new();
        }
        let own = unit.id.table().map(|table| ObjectId::Table(table.clone()));
        let tables = own.iter().chain(unit.needed.objects());
        let narrowed = tables.filter(|id| {
            let ObjectId::Table(name) = id else { return false };
            let pair = (
                self.inputs.previous.table(name),
                self.inputs.declared.schema.table(name),
            );
            let (Some(previous), Some(next)) = pair else {
                return false;
            };
            let goes = |column: &&Column| next.column(&column.name).is_none();
            let mut gone = previous.columns.iter().filter(goes);
            gone.any(|column| texts.iter().any(|text| has_word(text, column.name.as_str())))
        });
        narrowed.filter_map(|id| self.made.get(id).copied()).collect()
    }

    /// Whether a unit is a view that reads a table which changes where it stands. PostgreSQL keeps
    /// columns that a view reads from being dropped.
    pub(super) fn reads_altered(&self, unit: &Unit<'_>, table: usize) -> bool {
        let is_view = matches!(unit.id, ObjectId::View(_) | ObjectId::MaterializedView(_));
        let ObjectId::Table(name) = &self.units[table].id else {
            return false;
        };
        is_view && !self.is_new(name)
    }
}
