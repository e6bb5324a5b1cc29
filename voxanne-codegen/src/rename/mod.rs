//! Declared renames, carried out before anything is compared: what is to be renamed, in which order,
//! and what then would still be called by a name that the declaration gives no more.

mod bodies;
mod follow;
mod forgotten;
mod heirs;
mod leaves;
mod order;
mod statements;

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::declare::Declared;
use voxanne_schema::model::Schema;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Dependency, ObjectId, ObjectKind, Space};
use voxanne_schema::rename::{Named, Rename};

pub(crate) use bodies::{Bodies, bodies};
pub(crate) use forgotten::{column_message, columns_alike, forgotten};
pub(crate) use heirs::torn;
pub(crate) use statements::steps;

use crate::diff::diff;
use order::Order;

/// Why a rename is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is declared.
    Declared,
    /// A name that PostgreSQL would have given, or a rule gives, follows that of a table or column.
    Follows,
    /// The name is another's from here on.
    MakesRoom,
}

/// One rename of a plan.
#[derive(Clone, Debug)]
pub(crate) struct Renaming {
    pub(crate) rename: Rename,
    pub(crate) why: Why,
    /// The identity columns of the table, whose sequences are called as the column is.
    pub(crate) identities: Vec<Name>,
}

/// The renames of a plan, in order.
#[derive(Clone, Debug)]
pub(crate) struct Renames {
    pub(crate) all: Vec<Renaming>,
    /// What there was, as it is called after them.
    pub(crate) schema: Schema,
    /// What is called otherwise, refers to something that is, or had a name that is free now.
    pub(crate) affected: BTreeSet<ObjectId>,
}

/// The renames that a declaration asks for and that are not done yet. `done` holds those that written
/// migrations have carried out: where two things change names, only that tells before from after.
pub(crate) fn resolve(
    previous: &Schema,
    declared: &Declared,
    done: &BTreeMap<Named, Name>,
) -> Option<Renames> {
    // What holds others is itself among the renames, so that one with nothing of its former name to
    // be found means that all are done. This is the rule once they are, and costs nothing.
    let is_open = |now: &Named, from: &Name| {
        now.called(from).is_in(previous) && !(now.is_in(previous) && done.get(now) == Some(from))
    };
    if !declared.renames.iter().any(|(now, from)| is_open(now, from)) {
        return None;
    }
    let mut order = Order::new(previous, declared, done);
    for phase in PHASES {
        order.phase(phase);
    }
    order.members(is_last);
    let (all, schema) = order.finish()?;
    let affected = diff(previous, &schema)
        .iter()
        .map(crate::diff::Change::id)
        .collect();
    Some(Renames {
        all,
        schema,
        affected,
    })
}

/// What is renamed together: what holds others comes before them, so that these are found under the
/// name that the declaration gives it. What belongs to a table, and what nothing else names, comes last.
const PHASES: [fn(&Named) -> bool; 4] = [
    |named| matches!(named, Named::Object(ObjectId::Namespace(_))),
    |named| matches!(named, Named::Object(id) if holds_others(id.kind())),
    |named| matches!(named, Named::Column(..) | Named::Label(..) | Named::Attribute(..)),
    |named| matches!(named, Named::Object(id) if id.kind().space() == Space::Routine),
];

const fn holds_others(kind: ObjectKind) -> bool {
    let space = kind.space();
    (space.is_relation() || space.is_type()) && !matches!(kind, ObjectKind::Index | ObjectKind::Partition)
}

/// Whether something is renamed in none of the phases.
fn is_last(named: &Named) -> bool {
    !PHASES.iter().any(|phase| phase(named))
}

impl Renames {
    /// The identity of an object after them all.
    pub(crate) fn follow_id(&self, id: &ObjectId) -> ObjectId {
        self.all
            .iter()
            .fold(id.clone(), |id, renaming| renaming.rename.follow_id(&id))
    }

    /// The same object, or column, after them all.
    pub(crate) fn follow_dependency(&self, needed: &Dependency) -> Dependency {
        let (ObjectId::Table(table), Some(column)) = (&needed.object, &needed.column) else {
            return Dependency {
                object: self.follow_id(&needed.object),
                column: needed.column.clone(),
            };
        };
        let column = Named::Column(table.clone(), column.clone());
        let all = self.all.iter();
        let column = all.fold(column, |column, renaming| renaming.rename.follow(&column));
        Dependency {
            object: column.object(),
            column: column.name().cloned(),
        }
    }

    /// The identity of an object before them all.
    pub(crate) fn original_id(&self, id: &ObjectId) -> ObjectId {
        let all = self.all.iter().rev();
        all.fold(id.clone(), |id, renaming| {
            renaming.rename.reversed().follow_id(&id)
        })
    }
}
