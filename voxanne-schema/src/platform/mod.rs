//! What exists before the first migration: the roles, namespaces, tables and functions of a plain
//! PostgreSQL or of Supabase. Definitions refer to these and never create them.

pub mod supabase;

use serde::{Deserialize, Serialize};

use crate::model::{Namespace, Role, Schema};
use crate::name::Name;

/// Where the schema will live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// PostgreSQL as it is installed.
    Postgres,
    /// A Supabase project.
    Supabase,
}

impl Platform {
    /// The objects that exist already.
    #[must_use]
    pub fn objects(self) -> Schema {
        let mut schema = match self {
            Self::Postgres => Schema::new(),
            Self::Supabase => supabase::objects(),
        };
        schema.replace(Namespace {
            name: Name::new("public"),
        });
        schema
    }

    /// The roles that may hold privileges by default, so that every new object must revoke them.
    #[must_use]
    pub fn api_roles(self) -> Vec<Role> {
        match self {
            Self::Postgres => Vec::new(),
            Self::Supabase => supabase::roles(),
        }
    }

    /// The platform's name, as a migration's plan keeps it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Supabase => "supabase",
        }
    }
}
