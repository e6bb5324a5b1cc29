//! The roles that the definitions name. They are the server's: no migration creates them.

use voxanne_schema::prelude::*;

pub const READER: RoleName = RoleName::new("reader");
pub const WRITER: RoleName = RoleName::new("writer");
