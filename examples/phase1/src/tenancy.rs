//! The tenant of a session, and that a row never changes its tenant.

use voxanne_schema::platform::supabase::{AUTHENTICATED, SERVICE_ROLE};
use voxanne_schema::prelude::*;

pub(crate) fn immutability() -> Module {
    Module::new("create_org_id_immutability_triggers").immutability_of("org_id")
}

pub(crate) fn module() -> Module {
    Module::new("create_auth_org_id_function").function::<auth_org_id>()
}

sql_fn! {
    /// The organization of the caller: the claim app_metadata.org_id, which users cannot edit.
    /// Null when the claim is absent or empty.
    #[function(language = sql, stable, execute(AUTHENTICATED, SERVICE_ROLE))]
    pub fn auth_org_id() -> Uuid {
        include_str!("functions/auth_org_id.sql")
    }
}
