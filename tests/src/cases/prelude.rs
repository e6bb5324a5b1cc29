//! What the definitions of a case import: `use crate::cases::prelude::*;`.

pub use voxanne_schema::data_type::DataType;
pub use voxanne_schema::declare::ExtensionRule;
pub use voxanne_schema::expression::Expression;
pub use voxanne_schema::model;
pub use voxanne_schema::name::{Name, QualifiedName};
pub use voxanne_schema::object::{Object, ObjectId};
pub use voxanne_schema::platform::supabase::{ANON, AUTHENTICATED, SERVICE_ROLE};
pub use voxanne_schema::prelude::*;

/// A role that reads.
pub const READER: RoleName = RoleName::new("reader");

/// A role that writes.
pub const WRITER: RoleName = RoleName::new("writer");

/// The declaration to start from in place of the given one, where a case needs Supabase.
#[must_use]
pub fn supabase() -> Declaration {
    super::numbered(Platform::Supabase)
}

/// The module with the objects of a JSON array, as failures of random pairs are told.
///
/// # Panics
///
/// Where the text is not one.
#[must_use]
pub fn objects(module: Module, json: &str) -> Module {
    let objects: Vec<Object> = serde_json::from_str(json).expect("objects as JSON");
    objects.into_iter().fold(module, Module::object)
}
