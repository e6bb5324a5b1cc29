//! Migrations as files: their names, their layout, what they come to when folded, and what is
//! wrong with a folder of them.

mod branches;
mod contrary;
mod folder;
mod history;
pub(crate) mod psql;
mod record;
mod render;
mod requires;
mod script;
mod squashed;
mod version;

pub(crate) use branches::Branches;
pub use folder::{Folder, FolderError, Migration, MigrationFiles};
pub use history::{History, Made};
pub(crate) use record::SQUASHED_FORMAT;
pub use record::{Checksums, Record, StatementRecord, checksum};
pub(crate) use render::Draft;
pub use render::Rendered;
pub use squashed::{Replaced, Squashed, SquashedModule};
pub use version::{MigrationName, Version};
