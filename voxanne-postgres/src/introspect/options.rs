//! What is to be read of a database.

use std::collections::BTreeSet;

use voxanne_schema::Platform;
use voxanne_schema::name::Name;

/// The namespaces that a Supabase project has of its own, besides those of the platform's first day.
const OF_SUPABASE: &[&str] = &[
    "_analytics",
    "_realtime",
    "auth",
    "cron",
    "extensions",
    "graphql",
    "graphql_public",
    "net",
    "pgbouncer",
    "pgmq",
    "pgsodium",
    "pgsodium_masks",
    "pgtle",
    "realtime",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "vault",
];

/// The extensions that a Supabase project begins with.
const EXTENSIONS_OF_SUPABASE: &[&str] = &[
    "pg_graphql",
    "pg_net",
    "pg_stat_statements",
    "pgcrypto",
    "pgjwt",
    "pgsodium",
    "supabase_vault",
    "uuid-ossp",
];

/// What is to be read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the database lives. What the platform has by itself is not read.
    pub platform: Platform,
    /// These namespaces alone; all but PostgreSQL's and the platform's own where none is named.
    pub namespaces: BTreeSet<Name>,
    /// Namespaces to pass over besides, such as that of a ledger.
    pub exclude: BTreeSet<Name>,
}

impl Options {
    /// Everything that a database of the platform has besides what the platform brings.
    #[must_use]
    pub fn new(platform: Platform) -> Self {
        Self {
            platform,
            namespaces: BTreeSet::new(),
            exclude: BTreeSet::new(),
        }
    }

    /// Whether objects of a namespace are read.
    pub(super) fn reads(&self, namespace: &Name) -> bool {
        let name = namespace.as_str();
        let own = name.starts_with("pg_") || name == "information_schema";
        let wanted = if self.namespaces.is_empty() {
            !own
        } else {
            self.namespaces.contains(name)
        };
        wanted && !self.excluded().any(|excluded| excluded == name)
    }

    /// The namespaces that are passed over, besides PostgreSQL's own.
    pub(super) fn excluded(&self) -> impl Iterator<Item = &str> {
        let platform: &[&str] = if self.platform == Platform::Supabase && self.namespaces.is_empty() {
            OF_SUPABASE
        } else {
            &[]
        };
        let named = self.exclude.iter().map(Name::as_str);
        named.chain(platform.iter().copied())
    }

    /// Whether an extension is one that every database of the platform has.
    pub(super) fn brings_extension(&self, name: &str) -> bool {
        name == "plpgsql" || (self.platform == Platform::Supabase && EXTENSIONS_OF_SUPABASE.contains(&name))
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new(Platform::Postgres)
    }
}
