//! Names of relations that pass from one to another, and extensions, of which nobody says what needs them.

use voxanne_schema::object::{Describe, Object, ObjectId};

use super::Edges;
use crate::plan::graph::Graph;
use crate::plan::{Effect, outgoing};

impl Edges<'_> {
    /// A relation takes the name of another once that is gone, whatever both are: the index of a key may have
    /// the name of one on a table that goes.
    pub(super) fn relations(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        if unit.effect != Effect::Make {
            return;
        }
        for name in outgoing::takes(unit) {
            for (gone, id) in self.freed.get(&name).into_iter().flatten() {
                let gone = *gone;
                let of = &self.units[gone];
                if gone == place {
                    continue;
                }
                // What goes with a table makes room before.
                let passes = matches!(of.object, Object::Table(_))
                    && id.is_none_or(|id| of.id != *id)
                    && of.id != unit.id
                    && outgoing::may_pass(unit, *id);
                if passes {
                    graph.edge(self.first[place], self.first[gone]);
                } else {
                    graph.edge(self.last[gone], self.first[place]);
                }
            }
        }
    }

    /// An index of a partitioned table comes behind the partitions that call their parts of it by names of their
    /// own, which are made first.
    pub(super) fn named_parts(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        let (Object::Index(index), Effect::Make) = (unit.object, unit.effect) else {
            return;
        };
        for partition in self.inputs.declared.schema.partitions_of(&index.table) {
            let made = self.made.get(&ObjectId::Partition(partition.id()));
            if let Some(&made) = made.filter(|_| partition.index_names.contains_key(&index.name)) {
                graph.edge(self.last[made], self.first[place]);
            }
        }
    }

    /// Where somebody is granted privileges anew for their place among others, all such are revoked first.
    pub(super) fn granted_anew(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        let (Object::Grant(grant), Effect::Make) = (unit.object, unit.effect) else {
            return;
        };
        if grant.place == 0 && !self.taken.contains_key(&unit.id) {
            return;
        }
        for other in self.inputs.previous.grants().filter(|other| other.on == grant.on) {
            let id = ObjectId::Grant(other.id());
            if let (Some(&taken), true) = (self.taken.get(&id), self.made.contains_key(&id)) {
                graph.edge(self.last[taken], self.first[place]);
            }
        }
    }

    /// A partition comes behind the indexes that go from its table, or PostgreSQL would give those that come
    /// other names than theirs.
    pub(super) fn past_indexes(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        let (Object::Partition(partition), Effect::Make) = (unit.object, unit.effect) else {
            return;
        };
        if self
            .inputs
            .previous
            .partition(&partition.table, &partition.name)
            .is_some()
        {
            return;
        }
        for (other, of) in self.units.iter().enumerate() {
            let goes = matches!(of.object, Object::Index(index) if index.table == partition.table);
            if goes && of.effect == Effect::Take {
                graph.edge(self.last[other], self.first[place]);
            }
        }
    }

    /// An extension goes last of all: which operators, types and functions are its own nobody says, and an index
    /// may be built with one.
    pub(super) fn extensions(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        if !matches!(unit.id, ObjectId::Extension(_)) || unit.effect != Effect::Take {
            return;
        }
        for (other, of) in self.units.iter().enumerate() {
            let is_alone = matches!(
                of.id,
                ObjectId::Extension(_) | ObjectId::Namespace(_) | ObjectId::Role(_)
            );
            let goes = of.effect == Effect::Take || of.needed.objects().any(|id| self.is_foreign(id));
            if !is_alone && goes {
                graph.edge(self.last[other], self.first[place]);
            }
        }
    }

    /// Whether a type is one that neither state makes.
    pub(super) fn is_foreign(&self, id: &ObjectId) -> bool {
        let schemas = [&self.inputs.declared.schema, self.inputs.previous];
        match id {
            ObjectId::Extension(_) => !schemas[0].contains(id),
            ObjectId::Enum(_) | ObjectId::Domain(_) | ObjectId::Composite(_) => {
                schemas.iter().all(|schema| !schema.contains(id))
            }
            _ => false,
        }
    }
}
