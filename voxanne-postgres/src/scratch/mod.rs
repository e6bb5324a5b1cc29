//! PostgreSQL servers of our own, for as long as we need them.
//!
//! A scratch server listens on a Unix socket only, in a folder that no other user can enter, gives
//! up durability for speed, and is gone when we are: stopped and removed on drop, when the process
//! ends, and when it is killed. How that is guaranteed stands in the module `guard`.
//!
//! It lives in `TMPDIR`, else in `/tmp` or `/var/tmp`. `TMPDIR=/dev/shm` is the fastest where there
//! is memory to spare: a server is a thousand files, and some file systems are slow with those.
//!
//! - `search` finds the programs, `binaries` knows what is there;
//! - `account` says whom to run them as, `guard` makes the folder that goes away;
//! - `cluster` fills it with a data directory, from a `template` that spares `initdb`;
//! - `postmaster` runs the server on it, and `server` puts all of this in order;
//! - `databases` creates and drops databases.
//!
//! Not here: anything about schemas. A server starts as `initdb` leaves it; see
//! [`prelude`](mod@crate::prelude).

mod account;
mod binaries;
mod cluster;
mod databases;
mod embedded;
mod guard;
mod postmaster;
mod search;
mod server;
mod template;

pub use binaries::{Binaries, ServerVersion};
pub use search::ServerSearch;
pub(crate) use search::find_program;
pub use server::{ScratchOptions, ScratchServer};
