//! What must come before what: edges between the steps that make or take an object and those of
//! whatever needs it.

mod columns;
mod keys;
mod logged;
mod relations;

use voxanne_schema::lookup::Lookup;
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Describe, Object, ObjectId, ObjectKind};

use super::graph::Graph;
use super::heirs::Links;
use super::order::Vertex;
use super::owners::Owners;
use super::rooms::Rooms;
use super::statement::{Delta, Stage, Step};
use super::{Effect, Inputs, Unit, outgoing, tables};
use crate::rename::Renames;

/// The tables of a graph under construction.
pub(super) struct Edges<'u> {
    units: &'u [Unit<'u>],
    vertices: usize,
    first: Vec<usize>,
    last: Vec<usize>,
    /// The steps after which the objects are there.
    there: Vec<usize>,
    made: Lookup<&'u ObjectId, usize>,
    taken: Lookup<&'u ObjectId, usize>,
    /// The units after which the name of a relation is free.
    freed: Lookup<QualifiedName, Vec<(usize, Option<&'u ObjectId>)>>,
    /// The keys that are made on each table: primary and unique ones.
    keys: Lookup<&'u QualifiedName, Vec<usize>>,
    /// The unique indexes that are made on each table, which a foreign key may rest on as well.
    indexes: Lookup<&'u QualifiedName, Vec<usize>>,
    /// The unit of all renames.
    renames: Option<usize>,
    /// Whether functions may come before what their bodies name, which nobody reads before they are called.
    unread: bool,
    inputs: Inputs<'u>,
}

impl<'u> Edges<'u> {
    pub(super) fn new(units: &'u [Unit<'u>], vertices: &[Vertex], inputs: Inputs<'u>) -> Self {
        let mut edges = Self {
            units,
            vertices: vertices.len(),
            first: vec![0; units.len()],
            last: vec![0; units.len()],
            there: vec![0; units.len()],
            made: Lookup::default(),
            taken: Lookup::default(),
            freed: Lookup::default(),
            keys: Lookup::default(),
            indexes: Lookup::default(),
            renames: units.iter().position(|unit| unit.effect == Effect::Rename),
            unread: false,
            inputs,
        };
        for (place, vertex) in vertices.iter().enumerate() {
            if vertex.step == 0 {
                edges.first[vertex.unit] = place;
            }
            edges.last[vertex.unit] = place;
        }
        let of = |effect| {
            let units = units.iter().enumerate();
            units
                .filter(move |(_, unit)| unit.effect == effect)
                .map(|(place, unit)| (&unit.id, place))
                .collect()
        };
        for (place, unit) in units.iter().enumerate() {
            for id in outgoing::dropped(unit) {
                if let Some(name) = inputs.previous.get(id).and_then(outgoing::relation) {
                    edges
                        .freed
                        .get_or_insert(name, Vec::new())
                        .push((place, Some(id)));
                }
            }
            if let (Object::Table(table), Effect::Take) = (unit.object, unit.effect) {
                for name in outgoing::sequences(table) {
                    edges.freed.get_or_insert(name, Vec::new()).push((place, None));
                }
            }
        }
        edges.made = of(Effect::Make);
        edges.taken = of(Effect::Take);
        for (place, unit) in units.iter().enumerate() {
            edges.there[place] = edges.first[place] + created_by(unit);
            if let (Object::Index(index), Effect::Make) = (&unit.object, unit.effect)
                && index.unique
            {
                edges.indexes.get_or_insert(&index.table, Vec::new()).push(place);
            }
            if let (Object::Constraint(constraint), Effect::Make) = (&unit.object, unit.effect)
                && constraint.foreign_key().is_none()
            {
                let keys = edges.keys.get_or_insert(&constraint.table, Vec::new());
                keys.push(place);
            }
        }
        edges
    }

    /// The same where a script says `check_function_bodies = off`, for objects that need each other otherwise.
    pub(super) fn with_bodies_unread(mut self) -> Self {
        self.unread = true;
        self
    }

    /// Whether a unit needs an object for its body alone, which is read when it is called.
    fn is_unread(&self, unit: &Unit<'_>, needed: &ObjectId) -> bool {
        let function = match unit.object {
            Object::Function(function) => function,
            Object::Procedure(procedure) => &procedure.0,
            _ => return false,
        };
        self.unread
            && !function.has_standard_body()
            && !unit
                .object
                .dependencies()
                .objects()
                .any(|object| object == needed)
    }

    /// The place of every table in the order of foreign keys.
    pub(super) fn table_ranks(&self) -> Lookup<QualifiedName, usize> {
        let (order, _) = tables::in_order(self.units, |table| self.is_new(table));
        let mut ranks = Lookup::default();
        let made = order.into_iter().filter_map(|unit| self.units[unit].id.table());
        let known = self
            .inputs
            .declared
            .schema
            .tables()
            .chain(self.inputs.previous.tables());
        for table in made.chain(known.map(|table| &table.name)) {
            let next = ranks.len();
            ranks.get_or_insert(table.clone(), next);
        }
        ranks
    }

    /// Whether a table is new, so that nobody can be let in, or locked out, on the way.
    fn is_new(&self, table: &QualifiedName) -> bool {
        self.inputs.previous.table(table).is_none()
    }

    pub(super) fn graph(&self) -> Graph {
        let mut graph = Graph::new(self.vertices);
        let links = Links {
            units: self.units,
            first: &self.first,
            last: &self.last,
            made: &self.made,
            taken: &self.taken,
            inputs: self.inputs,
        };
        let inherits = [self.inputs.previous, &self.inputs.declared.schema]
            .iter()
            .any(|schema| schema.tables().any(|table| !table.inherits.is_empty()));
        for place in 0..self.units.len() {
            for step in self.first[place]..self.last[place] {
                graph.edge(step, step + 1);
            }
            self.needs(place, &mut graph);
            self.access(place, &mut graph);
            self.referenced_key(place, &mut graph);
            self.new_names(place, &mut graph);
            self.published_no_more(place, &mut graph);
            self.logged(place, &mut graph);
            if inherits {
                links.edges(place, &mut graph);
            }
        }
        let rooms = Rooms {
            units: self.units,
            first: &self.first,
            last: &self.last,
            inputs: self.inputs,
        };
        rooms.edges(&mut graph);
        let owners = Owners {
            units: self.units,
            first: &self.first,
            last: &self.last,
            inputs: self.inputs,
        };
        owners.edges(&mut graph);
        for (earlier, later) in tables::in_order(self.units, |table| self.is_new(table)).1 {
            graph.edge(self.first[earlier], self.first[later]);
        }
        graph
    }

    /// Whether a unit makes anything that others need. A table that exists and only becomes narrower
    /// does not.
    fn widens(&self, place: usize) -> bool {
        let unit = &self.units[place];
        match unit.object {
            Object::Table(table) if !self.is_new(&table.name) => {
                unit.steps.first().is_none_or(|step| step.stage <= Stage::Expand)
            }
            _ => true,
        }
    }

    /// The new table inside which a constraint stands, or to whose identity column a sequence belongs.
    fn around(&self, needed: &ObjectId) -> Option<usize> {
        if let ObjectId::Sequence(name) = needed {
            let (table, _) = self.inputs.declared.schema.identity_called(name)?;
            return self.made.get(&ObjectId::Table(table.name.clone())).copied();
        }
        let ObjectId::Constraint(member) = needed else {
            return None;
        };
        let table = *self.made.get(&ObjectId::Table(member.table.clone()))?;
        let mut inside = self.units[table].inlined.iter();
        inside
            .any(|constraint| constraint.name == member.name)
            .then_some(table)
    }

    /// What is needed is made first, and taken last.
    fn needs(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        for needed in unit.needs.objects() {
            let made = self.made.get(needed).copied().or_else(|| self.around(needed));
            let Some(other) = made.filter(|&other| other != place && !self.only_drops_columns(other)) else {
                continue;
            };
            if self.inherits_on(unit, needed) || self.is_unread(unit, needed) {
                continue;
            }
            if self.reads_altered(unit, other) {
                // What is added to the table is there before; what goes from it goes after.
                let wide = self.steps_before(other, Stage::Backfill);
                if wide > 0 {
                    graph.edge(self.first[other] + wide - 1, self.first[place]);
                }
            } else if self.widens(other) {
                graph.edge(self.there[other], self.first[place]);
            }
        }
        for needed in unit.needed.objects() {
            if self.is_unread(unit, needed) {
                continue;
            }
            if let Some(&other) = self.made.get(needed).filter(|&&other| other != place)
                && self.reads_altered(unit, other)
            {
                let narrow = self.first[other] + self.steps_before(other, Stage::Contract);
                if narrow <= self.last[other] {
                    graph.edge(self.last[place], narrow);
                }
            }
            if let Some(&other) = self.taken.get(needed).filter(|&&other| other != place) {
                graph.edge(self.last[place], self.first[other]);
            }
            if let Some(&domain) = self.made.get(needed).filter(|_| self.leaves(unit, needed)) {
                // Values that go need not obey what is new.
                let narrow = self.first[domain] + self.steps_before(domain, Stage::Backfill);
                if narrow <= self.last[domain] {
                    graph.edge(self.last[place], narrow);
                }
            }
        }
        if let (Object::Constraint(constraint), Effect::Take) = (unit.object, unit.effect)
            && let Some(key) = constraint.foreign_key()
        {
            // No partition goes while rows may refer to it.
            for partition in self.inputs.previous.partitions_of(&key.references) {
                if let Some(&taken) = self.taken.get(&ObjectId::Partition(partition.id())) {
                    graph.edge(self.last[place], self.first[taken]);
                }
            }
        }
        if let Some(table) = self.counted_for(unit) {
            graph.edge(self.last[place], self.last[table]);
        }
        for needed in unit.needed.iter() {
            if let Some(table) = self.narrowed_by(needed).filter(|&table| table != place) {
                graph.edge(self.last[place], self.last[table]);
            }
        }
        self.relations(place, graph);
        self.named_parts(place, graph);
        self.past_indexes(place, graph);
        self.granted_anew(place, graph);
        self.extensions(place, graph);
        for table in self.narrowed_by_words(unit) {
            graph.edge(self.last[place], self.last[table]);
        }
        if let (Object::Constraint(constraint), Effect::Take) = (&unit.object, unit.effect) {
            for key in super::keys_under(constraint, self.inputs.previous) {
                if let Some(&taken) = self.taken.get(&key) {
                    graph.edge(self.last[place], self.first[taken]);
                }
            }
        }
        if let Some(former) = self.former_key(unit) {
            graph.edge(self.last[former], self.there[place]);
        }
        if let Some(required) = self.required_by(unit) {
            graph.edge(required, self.there[place]);
        }
        if let Some(table) = self.freed_by(unit) {
            graph.edge(self.last[place], self.last[table]);
        }
        let back = self.taken.get(&unit.id).filter(|_| unit.effect == Effect::Make);
        if let Some(&taken) = back {
            graph.edge(self.last[taken], self.first[place]);
        }
    }

    /// Whether a table that was there needs another to inherit from it, which is ordered by what changes.
    fn inherits_on(&self, unit: &Unit<'_>, needed: &ObjectId) -> bool {
        matches!((unit.object, needed), (Object::Table(table), ObjectId::Table(parent))
            if !self.is_new(&table.name) && table.inherits.contains(parent) && !self.is_new(parent))
    }

    /// What is called otherwise gets its name before anything speaks of it.
    fn new_names(&self, place: usize, graph: &mut Graph) {
        let (Some(renames), Some(first)) = (self.inputs.renames, self.renames) else {
            return;
        };
        let unit = &self.units[place];
        let table = unit.id.table().map(|table| ObjectId::Table(table.clone()));
        let mut spoken_of = std::iter::once(&unit.id)
            .chain(&table)
            .chain(unit.needs.objects())
            .chain(unit.needed.objects());
        let named = spoken_of.any(|id| renames.affected.contains(id));
        if place != first && (named || self.is_of_renamed(&unit.id, renames)) {
            graph.edge(self.last[first], self.first[place]);
        }
    }

    /// Whether something that is called otherwise is made of a type, or calls a function: the way back of
    /// these names it.
    fn is_of_renamed(&self, id: &ObjectId, renames: &Renames) -> bool {
        let reaches = matches!(
            id.kind(),
            ObjectKind::Enum | ObjectKind::Domain | ObjectKind::Composite | ObjectKind::Function
        );
        let mut affected = renames.affected.iter();
        reaches
            && affected.any(|affected| {
                let object = self.inputs.previous.get(affected);
                object.is_some_and(|object| object.dependencies().objects().any(|needed| needed == id))
            })
    }

    /// How many steps of a table's change come before a stage.
    fn steps_before(&self, table: usize, stage: Stage) -> usize {
        let steps = &self.units[table].steps;
        steps
            .iter()
            .position(|step| step.stage >= stage)
            .unwrap_or(steps.len())
    }

    /// Nobody is let in before the policies stand, or after they are gone.
    fn access(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        let Some(table) = unit.id.table() else {
            return;
        };
        let security = ObjectId::RowSecurity(table.clone());
        let (made, taken) = (
            self.made.get(&security).copied(),
            self.taken.get(&security).copied(),
        );
        let edge = match (unit.id.kind(), unit.effect) {
            // On a table that exists, rows would vanish for a moment; a new one is closed at once.
            (ObjectKind::Policy, Effect::Make) if !self.is_new(table) => {
                made.map(|security| (place, security))
            }
            (ObjectKind::Grant, Effect::Make) => made.map(|security| (security, place)),
            (ObjectKind::Policy, Effect::Take) => taken.map(|security| (security, place)),
            (ObjectKind::Grant, Effect::Take) => taken.map(|security| (place, security)),
            _ => None,
        };
        if let Some((before, after)) = edge {
            graph.edge(self.last[before], self.first[after]);
        }
    }
}

/// The step of a unit that creates its object; the first, where it was there before.
fn created_by(unit: &Unit<'_>) -> usize {
    let creates = |step: &Step| {
        let mut deltas = step.deltas.iter();
        deltas.any(|delta| matches!(delta, Delta::Create(object) if object.id() == unit.id))
    };
    unit.steps.iter().position(creates).unwrap_or_default()
}
