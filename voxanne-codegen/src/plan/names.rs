//! The names of the indexes of partitions, once all that changes on a partitioned table has changed: what is new
//! was built under a name that was free meanwhile, and what went may have left free the name of what stays.

use voxanne_schema::model::Schema;
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use super::Inputs;
use super::order::Placed;
use super::statement::{Delta, Step};
use crate::kinds::leaves::settled_names;

/// Puts the renames of a table's partitions' indexes behind the last step that makes or takes one.
pub(super) fn settle<'i>(placed: &mut Vec<Placed<'i>>, inputs: Inputs<'i>) {
    let (was, is) = (inputs.previous, &inputs.declared.schema);
    let changed = is.tables().filter(|table| {
        let before = was.table(&table.name);
        table.partition_by.is_some() && before.is_some() && !inputs.plain.takes(&table.name)
    });
    for table in changed {
        let touches = |of: &Placed<'_>| of.step.deltas.iter().any(|delta| is_of(delta, &table.name, was));
        let Some(last) = placed.iter().rposition(touches) else {
            continue;
        };
        let statements = settled_names(&table.name, was, is);
        let Some(object) = is
            .get(&ObjectId::Table(table.name.clone()))
            .filter(|_| !statements.is_empty())
        else {
            continue;
        };
        for later in placed.iter_mut() {
            later
                .needs
                .iter_mut()
                .filter(|need| **need > last)
                .for_each(|need| *need += 1);
        }
        let (module, stage) = (placed[last].module, placed[last].stage);
        let renames = Placed {
            module,
            stage,
            step: Step::new(stage, statements, Vec::new()),
            object,
            inlined: Vec::new(),
            needs: vec![last],
        };
        placed.insert(last + 1, renames);
    }
}

/// Whether a change makes or takes a key or an index of a table.
fn is_of(delta: &Delta, table: &QualifiedName, was: &Schema) -> bool {
    let of = |object: &Object| match object {
        Object::Constraint(key) => key.table == *table && key.has_index(),
        Object::Index(index) => index.table == *table,
        Object::Partition(partition) => partition.table == *table,
        _ => false,
    };
    match delta {
        Delta::Create(object) | Delta::Alter(object) => of(object),
        Delta::Drop(id) => was.get(id).is_some_and(of),
        Delta::Rename(_) => false,
    }
}
