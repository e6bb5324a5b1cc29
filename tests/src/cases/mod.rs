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
