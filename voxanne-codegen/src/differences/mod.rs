//! In what two states differ, for people: object by object, and where an object is in both, facet by facet.
//!
//! Decides nothing: what counts as a difference is [`diff`](mod@crate::diff)'s, and what is to be done about one
//! the planner's.

mod facets;

use serde::Serialize;
use voxanne_schema::model::Schema;
use voxanne_schema::object::{Object, ObjectId, Owner};

pub use self::facets::Facet;
use crate::diff::{Change, diff, evened};

/// An object in which two states differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The object.
    pub object: ObjectId,
    /// What it is a part of, or says something of.
    pub part_of: Option<ObjectId>,
    /// Which state has it.
    pub standing: Standing,
}

/// Which of two states has an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The one after alone.
    New,
    /// The one before alone.
    Gone,
    /// Both, and they differ in these facets.
    Changed(Vec<Facet>),
}

/// Every difference, sorted by identity.
#[must_use]
pub fn differences(before: &Schema, after: &Schema) -> Vec<Difference> {
    let described = diff(before, after).into_iter().map(|change| {
        let standing = match &change {
            Change::Create(_) => Standing::New,
            Change::Drop(_) => Standing::Gone,
            Change::Alter(pair) | Change::Recreate(pair) => {
                let (previous, next) = evened(pair.previous, pair.next);
                Standing::Changed(facets::between(&previous, &next))
            }
        };
        Difference {
            object: change.id(),
            part_of: whole(change.newest()),
            standing,
        }
    });
    described.collect()
}

/// What an object is a part of, or says something of.
pub(crate) fn whole(object: &Object) -> Option<ObjectId> {
    let of = match object.owner()? {
        Owner::Table(name) => ObjectId::Table(name.clone()),
        Owner::View(name) => ObjectId::View(name.clone()),
        Owner::MaterializedView(name) => ObjectId::MaterializedView(name.clone()),
        Owner::Owned(of) => of.clone(),
        Owner::Granted(target) => target.object(),
        Owner::Commented(target) => target.owner(),
    };
    (of != object.id()).then_some(of)
}
