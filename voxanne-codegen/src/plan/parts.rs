//! What goes along when something else goes: the comments and grants of an object, everything that
//! belongs to a table, the comment on a column. It has no statement of its own, is gone in the same
//! step, and what it needed can go only after it.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{CommentTarget, Constraint, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use super::statement::{Delta, Step};
use crate::diff::Change;

/// The parts that go along, by what they go with.
#[derive(Debug, Default)]
pub(super) struct Parts {
    of: BTreeMap<ObjectId, Vec<ObjectId>>,
    all: BTreeSet<ObjectId>,
}

impl Parts {
    /// Those of some changes.
    pub(super) fn new(changes: &[Change<'_>], previous: &Schema, next: &Schema) -> Self {
        let taken: BTreeSet<ObjectId> = changes
            .iter()
            .filter(|change| matches!(change, Change::Drop(_) | Change::Recreate(_)))
            .map(Change::id)
            .collect();
        let mut parts = Self::default();
        for id in &taken {
            let Some(object) = previous.get(id) else { continue };
            if let Some(whole) = whole(object, &taken, previous, next) {
                parts.of.entry(whole).or_default().push(id.clone());
                parts.all.insert(id.clone());
            }
        }
        parts
    }

    /// Whether an object goes along with another one.
    pub(super) fn contains(&self, id: &ObjectId) -> bool {
        self.all.contains(id)
    }

    /// What goes along with an object.
    pub(super) fn of(&self, id: &ObjectId) -> &[ObjectId] {
        self.of.get(id).map_or(&[], Vec::as_slice)
    }

    /// Notes in the last step of an object's end that its parts are gone too.
    pub(super) fn note(&self, id: &ObjectId, steps: &mut [Step]) {
        if let Some(last) = steps.last_mut() {
            last.deltas.extend(self.of(id).iter().cloned().map(Delta::Drop));
        }
    }
}

/// The outermost object that an object goes with.
fn whole(object: &Object, taken: &BTreeSet<ObjectId>, previous: &Schema, next: &Schema) -> Option<ObjectId> {
    match object {
        Object::Sequence(sequence) => {
            let (table, _) = next.identity_called(&sequence.name)?;
            return Some(ObjectId::Table(table.name.clone())).filter(|table| previous.contains(table));
        }
        Object::SequenceOwner(owner) => {
            let sequence = previous.get(&ObjectId::Sequence(owner.sequence.clone()))?;
            let goes = taken.contains(&sequence.id());
            return goes.then(|| whole(sequence, taken, previous, next)).flatten();
        }
        _ => {}
    }
    let owner = owner(object)?;
    let further = previous
        .get(&owner)
        .and_then(|owner| whole(owner, taken, previous, next));
    if further.is_some() {
        return further;
    }
    if taken.contains(&owner) {
        let goes = |table: &QualifiedName| taken.contains(&ObjectId::Table(table.clone()));
        let circular = matches!(object, Object::Constraint(key) if stands_in_a_circle(key, previous, goes));
        return (!circular).then_some(owner);
    }
    let Object::Comment(comment) = object else {
        return None;
    };
    let CommentTarget::Column(table, column) = &comment.on else {
        return None;
    };
    let table = next.table(table)?;
    table.column(column).is_none().then_some(owner)
}

/// The object that cannot go without taking an object along.
fn owner(object: &Object) -> Option<ObjectId> {
    if let Object::Constraint(constraint) = object {
        return Some(ObjectId::Table(constraint.table.clone()));
    }
    super::segment::owner(object)
}

/// Whether a foreign key of a table that goes points, maybe by way of others that go, back at it. Then
/// no table of the circle can go first, unless the key does.
pub(crate) fn stands_in_a_circle(
    key: &Constraint,
    previous: &Schema,
    goes: impl Fn(&QualifiedName) -> bool,
) -> bool {
    let mut seen: BTreeSet<&QualifiedName> = BTreeSet::new();
    let mut reached: Vec<&QualifiedName> = key.foreign_key().map(|key| &key.references).into_iter().collect();
    if reached.contains(&&key.table) {
        return false;
    }
    while let Some(table) = reached.pop() {
        if *table == key.table {
            return true;
        }
        if goes(table) && seen.insert(table) {
            let keys = previous.constraints_of(table).filter_map(Constraint::foreign_key);
            reached.extend(keys.map(|key| &key.references));
        }
    }
    false
}
