//! The commands: each calls what does the work, and says what came of it.

mod adopt;
mod apply;
mod baseline;
mod bench;
mod check;
mod database;
mod diff;
mod differences;
mod drift;
mod drift_text;
mod folders;
mod generate;
mod import;
mod interrupt;
mod ledgers;
mod live;
mod plan;
mod plan_text;
mod rebase;
mod rollback;
mod squash;
mod status;
mod try_all;
mod try_text;
mod verify;

use std::time::Duration;

pub(crate) use self::check::check;
pub(crate) use self::database::database;
pub(crate) use self::diff::diff;
pub(crate) use self::drift::drift;
pub(crate) use self::folders::Folders;
pub(crate) use self::generate::generate;
pub(crate) use self::import::import;
pub(crate) use self::plan::plan;
pub(crate) use self::rebase::rebase;
pub(crate) use self::squash::squash;
pub(crate) use self::try_all::try_all;

/// `1 file`, `2 files`.
fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// `0.04 s`, `12.3 s`, `3 min 05 s`.
fn seconds(took: Duration) -> String {
    match took.as_secs() {
        0..10 => format!("{:.2} s", took.as_secs_f64()),
        10..60 => format!("{:.1} s", took.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

/// Milliseconds, as documents have them.
fn milliseconds(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
