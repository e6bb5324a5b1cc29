//! What the comparison calls an object, in its messages and in its list of facts.

use voxanne_schema::model::{CommentTarget, GrantTarget, Member};
use voxanne_schema::object::ObjectId;

use crate::sql::{ident, qualified, signature};

/// The kind and the name: `policy public.contacts.contacts_select`. The names of parts and of roles
/// are raw, as the catalog keeps them.
pub(super) fn label(id: &ObjectId) -> String {
    let kind = id.kind().label();
    match id {
        ObjectId::Role(name) | ObjectId::Extension(name) => format!("{kind} {name}"),
        ObjectId::Namespace(name) => format!("{kind} {}", ident(name)),
        ObjectId::Enum(name)
        | ObjectId::Domain(name)
        | ObjectId::Composite(name)
        | ObjectId::Sequence(name)
        | ObjectId::Table(name)
        | ObjectId::View(name)
        | ObjectId::MaterializedView(name) => format!("{kind} {}", qualified(name)),
        ObjectId::Function(function) => format!("{kind} {}", signature(function)),
        ObjectId::Index(index) => format!("{kind} {}.{}", ident(&index.namespace), index.name),
        ObjectId::Constraint(member)
        | ObjectId::Trigger(member)
        | ObjectId::Policy(member)
        | ObjectId::Partition(member) => {
            let Member { table, name } = member;
            format!("{kind} {}.{name}", qualified(table))
        }
        ObjectId::RowSecurity(table) => format!("{kind} of {}", qualified(table)),
        ObjectId::Grant(grant) => format!("{kind} on {} to {}", granted(&grant.on), grant.grantee),
        ObjectId::Comment(target) => format!("{kind} on {}", commented(target)),
    }
}

fn granted(target: &GrantTarget) -> String {
    label(&target.object())
}

fn commented(target: &CommentTarget) -> String {
    match target {
        CommentTarget::Column(table, column) => format!("column {}.{column}", qualified(table)),
        CommentTarget::Attribute(object, column) => match object.as_ref() {
            ObjectId::View(name) | ObjectId::MaterializedView(name) | ObjectId::Composite(name) => {
                format!("column {}.{column}", qualified(name))
            }
            other => format!("column {column} of {}", label(other)),
        },
        CommentTarget::Object(object) => match object.as_ref() {
            // These have no comment of their own: it is that of what they are about.
            ObjectId::RowSecurity(table) => label(&ObjectId::Table(table.clone())),
            ObjectId::Grant(grant) => granted(&grant.on),
            ObjectId::Comment(inner) => commented(inner),
            other => label(other),
        },
    }
}
