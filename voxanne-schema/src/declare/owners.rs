//! Whom the objects of a module belong to, where the module says it of all of them.

use super::collect::Collector;
use crate::model::{Ownership, Schema};
use crate::name::Name;
use crate::object::{ObjectId, ObjectKind};

/// Gives every object of such a module to its owner, but what says its own.
pub(super) fn bring(collector: &mut Collector<'_>) {
    let modules = collector.declaration.modules.iter().enumerate();
    let owned: Vec<(usize, &Name)> = modules
        .filter_map(|(place, module)| Some((place, module.owner.as_ref()?)))
        .collect();
    for (module, role) in owned {
        collector.module = module;
        let schema = &collector.declared.schema;
        let all = schema.objects().map(|(id, _)| Box::new(id.clone()));
        let own = all.filter(|id| collector.declared.module_of.get(&**id) == Some(&module));
        let fresh: Vec<Box<ObjectId>> = own
            .filter(|id| follows_its_module(id, schema) && !schema.contains(&ObjectId::Ownership(id.clone())))
            .collect();
        for of in fresh {
            let role = role.clone();
            collector.add(Ownership { of, role });
        }
    }
}

/// Whether an object belongs to whom its module does: event triggers belong to superusers, the sequence of a
/// column to whom its table does.
fn follows_its_module(id: &ObjectId, schema: &Schema) -> bool {
    match id {
        ObjectId::Sequence(sequence) => !schema.contains(&ObjectId::SequenceOwner(sequence.clone())),
        other => other.kind().has_owner() && other.kind() != ObjectKind::EventTrigger,
    }
}
