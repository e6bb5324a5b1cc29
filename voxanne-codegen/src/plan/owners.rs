//! What a role is granted while something passes to it or from it. An owner has every privilege, and PostgreSQL
//! keeps no grants to owners: those to whoever becomes one go before, those to whoever was one come after.
//!
//! <https://www.postgresql.org/docs/15/ddl-priv.html>

use voxanne_schema::lookup::Lookup;
use voxanne_schema::object::{Object, ObjectId};

use super::graph::Graph;
use super::{Effect, Unit};

/// The units of a graph under construction.
pub(super) struct Owners<'u> {
    pub(super) units: &'u [Unit<'u>],
    pub(super) first: &'u [usize],
    pub(super) last: &'u [usize],
}

impl Owners<'_> {
    pub(super) fn edges(&self, graph: &mut Graph) {
        let mut passing: Lookup<&ObjectId, Vec<usize>> = Lookup::default();
        for (place, unit) in self.units.iter().enumerate() {
            if let Object::Ownership(ownership) = unit.object {
                passing.get_or_insert(&*ownership.of, Vec::new()).push(place);
            }
        }
        if passing.is_empty() {
            return;
        }
        for (place, unit) in self.units.iter().enumerate() {
            let Object::Grant(grant) = unit.object else {
                continue;
            };
            for &owner in passing.get(&grant.on.object()).into_iter().flatten() {
                match unit.effect {
                    Effect::Take => graph.edge(self.last[place], self.first[owner]),
                    Effect::Make | Effect::Rename => graph.edge(self.last[owner], self.first[place]),
                }
            }
        }
    }
}
