//! What must come before what among tables that inherit: PostgreSQL carries what a parent gets on to its
//! children, and merges it with what these have, if they have it already.

use std::collections::BTreeSet;
use std::ops::Range;

use voxanne_schema::lookup::Lookup;
use voxanne_schema::model::{Column, Member, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::graph::Graph;
use super::statement::{Delta, Stage};
use super::{Effect, Inputs, Unit};
use crate::kinds::inherit::kept;

/// The units of a plan, and where their steps stand.
pub(super) struct Links<'l, 'u> {
    pub(super) units: &'u [Unit<'u>],
    pub(super) first: &'l [usize],
    pub(super) last: &'l [usize],
    pub(super) made: &'l Lookup<&'u ObjectId, usize>,
    pub(super) taken: &'l Lookup<&'u ObjectId, usize>,
    pub(super) inputs: Inputs<'u>,
}

impl Links<'_, '_> {
    /// Adds the edges of one unit.
    pub(super) fn edges(&self, place: usize, graph: &mut Graph) {
        match self.units[place].object {
            Object::Table(_) => {
                self.unlinked(place, graph);
                self.linked(place, graph);
                self.columns(place, graph);
            }
            Object::Constraint(_) => self.check(place, graph),
            Object::Partition(partition) => self.gone(place, &partition.table, graph),
            _ => {}
        }
    }

    fn before(&self, table: &QualifiedName) -> Option<&Table> {
        self.inputs.previous.table(table)
    }

    fn after(&self, table: &QualifiedName) -> Option<&Table> {
        self.inputs.declared.schema.table(table)
    }

    /// The table of a unit that is about one and all that stands on it.
    fn about(&self, place: usize) -> Option<&QualifiedName> {
        let unit = &self.units[place];
        if unit.effect == Effect::Rename {
            return None;
        }
        unit.id.table()
    }

    /// What no longer inherits has left before anything of it or of its parents changes.
    fn unlinked(&self, place: usize, graph: &mut Graph) {
        let Object::Table(table) = self.units[place].object else {
            return;
        };
        let leaves = |step: &super::Step| {
            let mut deltas = step.deltas.iter();
            step.stage == Stage::Expand
                && deltas.any(|delta| match delta {
                    Delta::Alter(object) => matches!(&**object, Object::Table(after)
                        if self.before(&table.name).is_some_and(|before| before.inherits.len() > after.inherits.len())),
                    _ => false,
                })
        };
        let Some(before) = self.before(&table.name) else {
            return;
        };
        if !self.units[place].steps.first().is_some_and(leaves) {
            return self.gone(place, &table.name, graph);
        }
        let stays: Vec<&QualifiedName> = match self.units[place].effect {
            Effect::Make => self
                .after(&table.name)
                .map(|after| kept(before, after))
                .unwrap_or_default(),
            Effect::Take | Effect::Rename => Vec::new(),
        };
        let gone = before.inherits.iter().filter(|parent| !stays.contains(parent));
        let gone: BTreeSet<&QualifiedName> = gone.chain([&table.name]).collect();
        let above = self.above(&gone);
        for other in (0..self.units.len()).filter(|other| *other != place) {
            let opens = above.iter().any(|table| opens(self.units[other].object, table));
            if opens || self.about(other).is_some_and(|table| gone.contains(table)) {
                graph.edge(self.first[place], self.first[other]);
            }
        }
    }

    /// What goes with its rows is gone before more of what is above it may be seen.
    fn gone(&self, place: usize, table: &QualifiedName, graph: &mut Graph) {
        if self.units[place].effect != Effect::Take {
            return;
        }
        let mut above = self.above(&BTreeSet::from([table]));
        if matches!(self.units[place].object, Object::Partition(_)) {
            above.insert(table.clone());
        }
        for (other, unit) in self.units.iter().enumerate() {
            if unit.effect == Effect::Make && above.iter().any(|table| opens(unit.object, table)) {
                graph.edge(self.last[place], self.first[other]);
            }
        }
    }

    /// Everything that some tables inherited from: who may read those read their rows as well.
    fn above(&self, tables: &BTreeSet<&QualifiedName>) -> BTreeSet<QualifiedName> {
        let mut above = BTreeSet::new();
        let mut waiting: Vec<QualifiedName> = tables.iter().map(|table| (*table).clone()).collect();
        while let Some(table) = waiting.pop() {
            let parents = self.before(&table).into_iter().flat_map(|table| &table.inherits);
            waiting.extend(parents.filter(|parent| above.insert((*parent).clone())).cloned());
        }
        above
    }

    /// What comes to a parent does so once all of the parent is as it will be, who may read it included, and
    /// once it has the checks itself.
    fn linked(&self, place: usize, graph: &mut Graph) {
        let (Object::Table(table), Effect::Make) = (self.units[place].object, self.units[place].effect)
        else {
            return;
        };
        let stays = self
            .before(&table.name)
            .map(|before| kept(before, table))
            .unwrap_or_default();
        let come: BTreeSet<&QualifiedName> = table
            .inherits
            .iter()
            .filter(|parent| !stays.contains(parent))
            .collect();
        if come.is_empty() {
            return;
        }
        for (other, unit) in self.units.iter().enumerate().filter(|(other, _)| *other != place) {
            let Some(of) = self.about(other) else { continue };
            let is_own_check = *of == table.name && is_check(unit.object);
            // A foreign key is not inherited, and may point at the child.
            if come.contains(of) && !is_foreign_key(unit.object) || is_own_check {
                graph.edge(self.last[other], self.last[place]);
            }
        }
    }

    /// A child gets a column before its parent does, for else the parent would give it one; it loses a column
    /// after its parent has.
    fn columns(&self, place: usize, graph: &mut Graph) {
        let (Object::Table(table), Effect::Make) = (self.units[place].object, self.units[place].effect)
        else {
            return;
        };
        let Some(before) = self.before(&table.name) else {
            return;
        };
        for parent in kept(before, table) {
            let Some(&above) = self.made.get(&ObjectId::Table(parent.clone())) else {
                continue;
            };
            let (Some(was), Some(is)) = (self.before(parent), self.after(parent)) else {
                continue;
            };
            let both = |changes: &dyn Fn(&Table, &Table, &Column) -> bool| {
                let mut columns = was.columns.iter().chain(&is.columns);
                columns.any(|column| changes(was, is, column) && changes(before, table, column))
            };
            if both(&comes) {
                graph.edge(self.first[place], self.first[above]);
            } else if both(&widens) {
                graph.edge(self.first[above], self.first[place]);
            }
            let required = is
                .columns
                .iter()
                .filter(|column| narrows(was, is, column) && narrows(before, table, column));
            for column in required {
                if let (Some(own), Some(theirs)) = (
                    self.required(place, &column.name),
                    self.required(above, &column.name),
                ) {
                    graph.edge(own, theirs);
                }
            }
            // What a parent asks of its rows it asks of its children's, which are filled before.
            if both(&narrows) && !both(&widens) {
                let (filled, asked) = (
                    Stage::Backfill..Stage::Constrain,
                    Stage::Constrain..Stage::Contract,
                );
                let (late, proven) = (
                    Stage::Constrain..Stage::Contract,
                    Stage::Validate..Stage::Contract,
                );
                for (own, theirs) in [(filled, asked), (late, proven)] {
                    if let (Some(own), Some(theirs)) =
                        (self.last_of(place, &own), self.first_of(above, &theirs))
                    {
                        graph.edge(own, theirs);
                    }
                }
            }
            if both(&goes) {
                graph.edge(self.last[above], self.last[place]);
            }
        }
    }

    /// The step from which on a column of a table accepts no null. A column that comes with a default may do so
    /// at once, where one that was there is proven first.
    fn required(&self, place: usize, column: &Name) -> Option<usize> {
        let is_required = |delta: &Delta| {
            let (Delta::Create(object) | Delta::Alter(object)) = delta else {
                return false;
            };
            matches!(&**object, Object::Table(table) if table.column(column).is_some_and(|column| !column.nullable))
        };
        let mut steps = self.units[place].steps.iter();
        let step = steps.position(|step| step.deltas.iter().any(is_required))?;
        Some(self.first[place] + step)
    }

    /// The last step of a unit within some stages.
    fn last_of(&self, place: usize, stages: &Range<Stage>) -> Option<usize> {
        let within = |step: &super::Step| stages.contains(&step.stage);
        let step = self.units[place].steps.iter().rposition(within)?;
        Some(self.first[place] + step)
    }

    /// The first step of a unit within some stages.
    fn first_of(&self, place: usize, stages: &Range<Stage>) -> Option<usize> {
        let within = |step: &super::Step| stages.contains(&step.stage);
        let step = self.units[place].steps.iter().position(within)?;
        Some(self.first[place] + step)
    }

    /// A child has a check before its parent does, and loses it after.
    fn check(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        let Object::Constraint(check) = unit.object else {
            return;
        };
        let (Some(before), Some(after)) = (self.before(&check.table), self.after(&check.table)) else {
            return;
        };
        if !is_check(unit.object) {
            return;
        }
        for parent in kept(before, after) {
            let id = ObjectId::Constraint(Member::new(parent.clone(), check.name.clone()));
            match unit.effect {
                Effect::Make => {
                    if let Some(&above) = self.made.get(&id) {
                        graph.edge(self.first[place], self.first[above]);
                        graph.edge(self.last[place], self.last[above]);
                    }
                }
                Effect::Take => {
                    if let Some(&above) = self.taken.get(&id) {
                        graph.edge(self.last[above], self.first[place]);
                    }
                }
                Effect::Rename => {}
            }
        }
    }
}

/// Whether an object says who may do what with the rows of a table.
fn opens(object: &Object, table: &QualifiedName) -> bool {
    match object {
        Object::Grant(grant) => grant.on.object() == ObjectId::Table(table.clone()),
        Object::Policy(policy) => policy.table == *table,
        Object::RowSecurity(security) => security.table == *table,
        _ => false,
    }
}

fn is_check(object: &Object) -> bool {
    matches!(object, Object::Constraint(constraint) if constraint.is_inheritable())
}

fn is_foreign_key(object: &Object) -> bool {
    matches!(object, Object::Constraint(constraint) if constraint.foreign_key().is_some())
}

fn comes(was: &Table, is: &Table, column: &Column) -> bool {
    was.column(&column.name).is_none() && is.column(&column.name).is_some()
}

fn goes(was: &Table, is: &Table, column: &Column) -> bool {
    comes(is, was, column)
}

/// Whether a column accepts null from here on.
fn widens(was: &Table, is: &Table, column: &Column) -> bool {
    let required = was.column(&column.name).is_some_and(|column| !column.nullable);
    required && is.column(&column.name).is_some_and(|column| column.nullable)
}

/// Whether a column, which may be new, accepts no null any more.
fn narrows(was: &Table, is: &Table, column: &Column) -> bool {
    let accepted = was.column(&column.name).is_none_or(|column| column.nullable);
    accepted && is.column(&column.name).is_some_and(|column| !column.nullable)
}
