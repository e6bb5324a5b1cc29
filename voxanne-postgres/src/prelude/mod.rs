//! What a platform has before the first migration runs.
//!
//! Owns one script a platform, with the objects that definitions may refer to and never create.
//! Each can be applied again, and to several databases of one server at once: roles belong to the
//! whole server. The scripts hold what a migration can run into, not all that a platform has.

use voxanne_schema::Platform;

/// The script that makes an empty database look like a fresh one of the platform. To be run by a
/// superuser, with [`Connection::execute`](crate::Connection::execute) or `psql`.
#[must_use]
pub const fn prelude(platform: Platform) -> &'static str {
    match platform {
        Platform::Postgres => include_str!("postgres.sql"),
        Platform::Supabase => include_str!("supabase.sql"),
    }
}
