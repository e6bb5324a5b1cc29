//! Whom objects belong to: read off what they are called and what the world looks like, so that it needs no
//! number of its own.

use std::hash::{DefaultHasher, Hash, Hasher};

use voxanne_schema::model::{Grantee, Index, Ownership, Security, ViewSecurity};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::fate::Side;
use super::state::State;

const ROLES: [&str; 2] = ["reader", "writer"];

/// The owners of the objects of a state.
pub(crate) fn of(state: State<'_>, objects: &[Object]) -> Vec<Ownership> {
    let world = format!("{:?}", state.world);
    let owned = objects.iter().filter(|object| can_pass(object, objects));
    owned
        .filter_map(|object| {
            let of = object.id();
            let role = role(&world, &of, state.side)?;
            let ownership = Ownership {
                of: Box::new(of),
                role: Name::new(role),
            };
            (!is_granted(&ownership, objects)).then_some(ownership)
        })
        .collect()
}

/// One object in four belongs to a role in one state at least.
fn role(world: &str, of: &ObjectId, side: Side) -> Option<&'static str> {
    let mut hasher = DefaultHasher::new();
    (world, of).hash(&mut hasher);
    match (hasher.finish() % 20, side) {
        (0, _) | (1, Side::Before) | (2, Side::After) | (3, Side::Before) => Some(ROLES[0]),
        (4, _) | (3, Side::After) => Some(ROLES[1]),
        _ => None,
    }
}

/// PostgreSQL keeps no grants to owners, of which that of a table has its sequences too.
fn is_granted(ownership: &Ownership, objects: &[Object]) -> bool {
    let role = Grantee::Role(ownership.role.clone());
    let belongs = |id: &ObjectId| {
        let links = |object: &Object| match (object, id) {
            (Object::SequenceOwner(owner), ObjectId::Sequence(sequence)) => {
                owner.sequence == *sequence && ObjectId::Table(owner.table.clone()) == *ownership.of
            }
            _ => false,
        };
        *id == *ownership.of || objects.iter().any(links)
    };
    objects.iter().any(
        |object| matches!(object, Object::Grant(grant) if grant.grantee == role && belongs(&grant.on.object())),
    )
}

/// Whether an object works the same whoever has it: none that runs with the rights of its owner, no table
/// whose policies would not bind the owner, or whose owner would need functions for its indexes. The sequence
/// of an identity may be on its way out when its table passes, and is then seen to be in new hands.
fn can_pass(object: &Object, objects: &[Object]) -> bool {
    let in_public = object
        .id()
        .namespace()
        .is_none_or(|namespace| namespace == "public");
    in_public
        && match object {
            Object::Enum(_) | Object::Domain(_) | Object::Composite(_) | Object::Aggregate(_) => true,
            Object::Publication(_) | Object::Statistics(_) => true,
            Object::Sequence(sequence) => !objects.iter().any(
                |object| matches!(object, Object::SequenceOwner(owner) if owner.sequence == sequence.name),
            ),
            Object::Function(function) => function.security == Security::Invoker,
            Object::Procedure(procedure) => procedure.0.security == Security::Invoker,
            Object::View(view) => view.security == ViewSecurity::Invoker,
            Object::Table(table) => {
                table.columns.iter().all(|column| column.identity.is_none())
                    && !objects.iter().any(|object| is_in_the_way(object, &table.name))
            }
            _ => false,
        }
}

fn is_in_the_way(object: &Object, table: &QualifiedName) -> bool {
    match object {
        Object::RowSecurity(security) => security.table == *table,
        Object::Index(index) => index.table == *table && has_expressions(index),
        Object::Statistics(of) => of.table == *table,
        Object::Partition(partition) => partition.table == *table,
        _ => false,
    }
}

fn has_expressions(index: &Index) -> bool {
    index.filter.is_some() || index.keys.iter().any(|key| key.column_name().is_none())
}
