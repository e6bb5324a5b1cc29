//! The cases of evolution: a folder `cases/<kind>/<case>` each, with the definitions before and after,
//! and what is expected of the way between them. `build.rs` finds the folders.

pub mod prelude;

use std::fmt;
use std::path::{Path, PathBuf};

use voxanne_schema::{Declaration, Platform};

/// One change that a schema goes through.
#[derive(Clone, Copy)]
pub struct Case {
    /// The kind of object that it is about.
    pub kind: &'static str,
    /// How it behaves.
    pub name: &'static str,
    before: fn(Declaration) -> Declaration,
    after: fn(Declaration) -> Declaration,
}

/// Every case, by kind and name.
pub const ALL: &[Case] = include!(concat!(env!("OUT_DIR"), "/list.rs"));

include!(concat!(env!("OUT_DIR"), "/modules.rs"));

/// Whether every case is asked for where a test takes a share of them: `VOXANNE_CASES=all`.
#[must_use]
pub fn are_all() -> bool {
    std::env::var("VOXANNE_CASES").is_ok_and(|which| which == "all")
}

/// One case in so many, always the same, by their names: for tests that go over ground that others have
/// covered. With `VOXANNE_CASES=all` every case, with `VOXANNE_CASE=part-of-a-name` those of that name.
#[must_use]
pub fn one_in(share: u64) -> Vec<&'static Case> {
    let part = std::env::var("VOXANNE_CASE").unwrap_or_default();
    let is_chosen = |case: &Case| {
        let name = case.to_string();
        if part.is_empty() {
            are_all() || number(&name).is_multiple_of(share)
        } else {
            name.contains(&part)
        }
    };
    ALL.iter().filter(|case| is_chosen(case)).collect()
}

/// The FNV-1a hash of a name, which no version of Rust changes.
fn number(name: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

impl Case {
    /// What was declared.
    #[must_use]
    pub fn before(&self) -> Declaration {
        (self.before)(plain())
    }

    /// What is declared now.
    #[must_use]
    pub fn after(&self) -> Declaration {
        (self.after)(plain())
    }

    /// The folder that holds the case.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("cases")
            .join(self.kind)
            .join(self.name)
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

/// A declaration for plain PostgreSQL whose versions are numbered, with two roles of an application.
#[must_use]
pub fn plain() -> Declaration {
    numbered(Platform::Postgres)
        .role(prelude::READER)
        .role(prelude::WRITER)
}

/// A declaration whose versions are numbered.
fn numbered(platform: Platform) -> Declaration {
    Declaration::new("case", platform).first_version(20260101000000)
}
