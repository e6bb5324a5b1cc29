//! What the comparison calls an object, in its messages and in its list of facts.

use voxanne_schema::model::{CommentTarget, DefaultPrivilegesId, GrantTarget, Member};
use voxanne_schema::object::{Identity, ObjectId, ObjectKind};

use crate::sql::{ident, qualified, signature};

/// The kind and the name: `policy public.contacts.contacts_select`. The names of parts and of roles
/// are raw, as the catalog keeps them.
pub(super) fn label(id: &ObjectId) -> String {
    let kind = id.kind().label();
    if let ObjectId::Index(index) | ObjectId::Statistics(index) = id {
        return text![kind, " ", ident(&index.namespace), ".", index.name.as_str()];
    }
    match id.identity() {
        Identity::Named(name) if id.kind() == ObjectKind::Namespace => text![kind, " ", ident(name)],
        Identity::Named(name) => text![kind, " ", name.as_str()],
        Identity::Qualified(name) => text![kind, " ", qualified(name)],
        Identity::Routine(function) => text![kind, " ", signature(function)],
        Identity::Member(Member { table, name }) => text![kind, " ", qualified(table), ".", name.as_str()],
        Identity::OfTable(table) => text![kind, " of ", qualified(table)],
        Identity::Owned(of) => text![kind, " of ", label(of)],
        Identity::Grant(grant) => format!("{kind} on {} to {}", granted(&grant.on), grant.grantee),
        Identity::Default(of) => format!("{kind}{}", default_privileges(of)),
        Identity::Comment(target) => text![kind, " on ", commented(target)],
    }
}

/// As the comparison reads them from the catalog.
fn default_privileges(of: &DefaultPrivilegesId) -> String {
    let creator = of.creator.as_ref();
    let creator = creator.map_or_else(String::new, |name| format!(" of {name}"));
    let namespace = of.namespace.as_ref();
    let namespace = namespace.map_or_else(String::new, |name| format!(" in {name}"));
    format!(
        "{creator} on {}{namespace} to {}",
        of.on.sql().to_lowercase(),
        of.grantee
    )
}

fn granted(target: &GrantTarget) -> String {
    label(&target.object())
}

fn commented(target: &CommentTarget) -> String {
    match target {
        CommentTarget::Column(table, column) => format!("column {}.{column}", qualified(table)),
        CommentTarget::Attribute(object, column) => match object.identity() {
            Identity::Qualified(name) => format!("column {}.{column}", qualified(name)),
            _ => format!("column {column} of {}", label(object)),
        },
        CommentTarget::Object(object) => match object.as_ref() {
            // These have no comment of their own: it is that of what they are about.
            ObjectId::RowSecurity(table) => label(&ObjectId::Table(table.clone())),
            ObjectId::Ownership(of) => label(of),
            ObjectId::Grant(grant) => granted(&grant.on),
            ObjectId::Comment(inner) => commented(inner),
            other => label(other),
        },
    }
}
