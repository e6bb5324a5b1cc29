//! How each kind of object is found: its query beside its reading, one file a kind. A kind without its
//! file does not compile.

mod aggregate;
mod column;
mod comment;
mod composite;
mod constraint;
mod default_privileges;
mod domain;
mod enumeration;
mod event_trigger;
mod extension;
mod function;
mod grant;
mod index;
mod key;
mod namespace;
mod ownership;
mod partition;
mod partition_key;
mod policy;
mod procedure;
mod publication;
mod role;
mod row_security;
mod sequence;
mod sequence_owner;
mod statistics;
mod table;
mod trigger;
pub(super) mod verbatim;
mod view;

use serde::de::DeserializeOwned;

use super::found::Found;
use super::scope::Scope;
use super::{Set, row};
use crate::error::Error;

/// How the objects of a kind are found.
pub(super) trait Introspect {
    /// A row of the query, by the names of its columns.
    type Row: DeserializeOwned;

    /// What finds them.
    fn query(scope: &Scope) -> String;

    /// Adds what a row says.
    fn read(row: Self::Row, found: &mut Found) -> Result<(), Error>;
}

/// The set of a kind.
pub(super) fn set<K: Introspect>(scope: &Scope) -> Set {
    (K::query(scope), read::<K>)
}

fn read<K: Introspect>(text: &str, found: &mut Found) -> Result<(), Error> {
    let of: K::Row = row(text, std::any::type_name::<K>())?;
    K::read(of, found)
}

/// A code of the catalog that PostgreSQL 14 to 18 does not have.
fn strange(what: &str, code: impl std::fmt::Display) -> Error {
    Error::Catalog {
        what: what.to_owned(),
        reason: format!("`{code}` is no code that it has"),
    }
}
