//! The difference between two models: what is new, what is gone, what differs. Both sides are in
//! the same spelling, either ours or PostgreSQL's; the two are never compared with each other.

mod grantees;

use std::cmp::Ordering;

use voxanne_schema::model::{Schema, Table, Tenancy};
use voxanne_schema::object::{Object, ObjectId};

use crate::analysis::is_same_query;
pub(crate) use grantees::out_of_place;

/// The same thing before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<T> {
    /// Before.
    pub previous: T,
    /// After.
    pub next: T,
}

/// One difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'s> {
    /// The object is new.
    Create(&'s Object),
    /// The object changes where it stands.
    Alter(Pair<&'s Object>),
    /// The object is dropped and created again.
    Recreate(Pair<&'s Object>),
    /// The object goes.
    Drop(&'s Object),
}

impl<'s> Change<'s> {
    /// The object that changes.
    #[must_use]
    pub fn id(&self) -> ObjectId {
        self.newest().id()
    }

    /// The object as it will be, or as it was if it goes.
    #[must_use]
    pub const fn newest(&self) -> &'s Object {
        match self {
            Self::Create(object) | Self::Drop(object) => object,
            Self::Alter(pair) | Self::Recreate(pair) => pair.next,
        }
    }

    /// The object as it was, where there was one.
    #[must_use]
    pub const fn previous(&self) -> Option<&'s Object> {
        match self {
            Self::Create(_) => None,
            Self::Drop(object) => Some(object),
            Self::Alter(pair) | Self::Recreate(pair) => Some(pair.previous),
        }
    }
}

/// Every difference, sorted by identity.
#[must_use]
pub fn diff<'s>(previous: &'s Schema, next: &'s Schema) -> Vec<Change<'s>> {
    let mut changes = plain(previous, next);
    let behind = out_of_place(previous, next);
    if !behind.is_empty() {
        // What is granted anew stands behind what stays.
        changes.retain(|change| !behind.iter().any(|again| again.id() == change.id()));
        changes.extend(behind);
        changes.sort_by_key(Change::id);
    }
    changes
}

fn plain<'s>(previous: &'s Schema, next: &'s Schema) -> Vec<Change<'s>> {
    let mut changes = Vec::new();
    let mut before = previous.objects().peekable();
    let mut after = next.objects().peekable();
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => return changes,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((old, _)), Some((new, _))) => old.cmp(new),
        };
        match order {
            Ordering::Less => changes.extend(before.next().map(|(_, object)| Change::Drop(object))),
            Ordering::Greater => changes.extend(after.next().map(|(_, object)| Change::Create(object))),
            Ordering::Equal => {
                let pair = before.next().zip(after.next());
                if let Some(((_, previous), (_, next))) = pair
                    && differs(previous, next)
                {
                    changes.push(Change::Alter(Pair { previous, next }));
                }
            }
        }
    }
}

/// Whether two objects of one identity differ in the database.
fn differs(previous: &Object, next: &Object) -> bool {
    if previous == next {
        return false;
    }
    let (previous, next) = evened(previous, next);
    previous != next
}

/// Two objects of one identity without that in which they differ and no database does. Whose rows a table holds
/// is a statement about it that no catalog shows; what follows from it are objects of their own. Nor does a
/// catalog show how the query of a view is laid out, or what its declaration says for the entities.
pub(crate) fn evened(previous: &Object, next: &Object) -> (Object, Object) {
    match (previous, next) {
        (Object::Table(previous), Object::Table(next)) => {
            let plain = |table: &Table| Table {
                tenancy: Tenancy::Unclassified,
                ..table.clone()
            };
            (plain(previous).into(), plain(next).into())
        }
        (Object::View(previous), Object::View(next)) => {
            let (mut previous, next) = (previous.bare(), next.bare());
            if is_same_query(&previous.query, &next.query) {
                previous.query.clone_from(&next.query);
            }
            (previous.into(), next.into())
        }
        (Object::MaterializedView(previous), Object::MaterializedView(next)) => {
            let (mut previous, next) = (previous.bare(), next.bare());
            if is_same_query(&previous.query, &next.query) {
                previous.query.clone_from(&next.query);
            }
            (previous.into(), next.into())
        }
        (Object::Grant(previous), Object::Grant(next)) if previous.is_like(next) => {
            (previous.clone().into(), previous.clone().into())
        }
        _ => (previous.clone(), next.clone()),
    }
}
