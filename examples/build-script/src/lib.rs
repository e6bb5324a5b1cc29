//! A crate whose build script keeps its migrations and entities current, and that itself depends
//! on nothing: the definitions in `schema.rs` are compiled into the build script alone.

/// The migrations, in order: name and SQL.
pub const MIGRATIONS: &[(&str, &str)] = &[(
    "20260101000000_create_rooms",
    include_str!("../migrations/20260101000000_create_rooms.sql"),
)];
