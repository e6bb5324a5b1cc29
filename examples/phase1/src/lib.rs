//! Voxanne Phase 1, declared once: a voice receptionist for clinics, on Supabase.
//!
//! A file a topic, a module a migration. [`schema`] is what there is now; [`baseline()`] is what
//! there was before Phase 1, so that its migrations come out of a real difference. [`project()`] is
//! the schema with its folders, for the command line.
#![allow(
    missing_docs,
    reason = "a doc comment becomes a COMMENT, and most columns need none"
)]

pub mod appointments;
pub mod audit;
pub mod baseline;
pub mod contacts;
pub mod notifications;
pub mod organizations;
pub mod tenancy;
pub mod webhooks;

use voxanne_cli::Project;
use voxanne_schema::prelude::*;

pub use baseline::baseline;
use tenancy::auth_org_id;

/// The schema as it is now.
#[must_use]
pub fn schema() -> Declaration {
    declaration()
        .module(organizations::module())
        .module(tenancy::immutability())
        .module(tenancy::module())
        .module(contacts::module())
        .module(appointments::module())
        .module(notifications::module())
        .module(webhooks::module())
        .module(audit::module())
}

/// The schema with the folders around it, as the binary and the tests work on them.
#[must_use]
pub fn project() -> Project {
    Project::new(schema(), env!("CARGO_MANIFEST_DIR"))
        .entities("../phase1-entities/src")
        .typescript("types/database.ts")
        .documents("docs")
}

/// What both states have in common.
fn declaration() -> Declaration {
    Declaration::new("phase1", Platform::Supabase)
        .tenant(auth_org_id())
        .first_version(20250110000000)
}
