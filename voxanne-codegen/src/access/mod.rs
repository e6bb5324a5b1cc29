//! Who may do what, as far as a model shows it: privileges, and the rows that row-level security
//! leaves of them. `rows` reads one model, `change` sets two beside each other.

mod change;
mod rows;

use voxanne_schema::declare::Declared;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Grantee, Role, Schema};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

pub use change::AccessChange;
pub(crate) use change::{Reach, Relations};
pub(crate) use rows::{Access, COMMANDS, Rows, access};

/// A model, and what must be known besides to tell who may do what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground<'g> {
    /// The model.
    pub(crate) schema: &'g Schema,
    /// What exists without us: the roles.
    existing: &'g Schema,
    /// What the tenant of a session is.
    tenant: Option<&'g Expression>,
}

impl<'g> Ground<'g> {
    /// What is declared.
    pub(crate) fn of(declared: &'g Declared) -> Self {
        Self::at(&declared.schema, declared)
    }

    /// A state on the way to what is declared.
    pub(crate) fn at(schema: &'g Schema, declared: &'g Declared) -> Self {
        Self {
            schema,
            existing: &declared.existing,
            tenant: declared.tenant.as_ref().map(|guard| &guard.expression),
        }
    }

    /// The role that an object belongs to, where somebody says so.
    pub(crate) fn owner(self, of: ObjectId) -> Option<&'g Name> {
        match self.schema.get(&ObjectId::Ownership(Box::new(of)))? {
            Object::Ownership(ownership) => Some(&ownership.role),
            _ => None,
        }
    }

    /// Whether an object belongs to a role.
    pub(crate) fn is_owner(self, of: ObjectId, role: &Grantee) -> bool {
        matches!(role, Grantee::Role(name) if self.owner(of) == Some(name))
    }

    /// Whether row-level security does not apply to a role.
    pub(crate) fn bypasses(self, grantee: &Grantee) -> bool {
        let Grantee::Role(name) = grantee else {
            return false;
        };
        let id = ObjectId::Role(name.clone());
        let found = [self.existing, self.schema]
            .into_iter()
            .find_map(|schema| schema.get(&id));
        matches!(
            found,
            Some(Object::Role(Role {
                bypasses_row_security: true,
                ..
            }))
        )
    }
}
