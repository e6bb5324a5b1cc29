//! Extensions. What they bring is theirs, and no object of the schema.

use serde::Deserialize;
use voxanne_schema::model::{self, ExtensionPresence, Namespace};
use voxanne_schema::name::Name;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Extension {
    name: Name,
    namespace: Name,
}

impl Introspect for model::Extension {
    type Row = Extension;

    fn query(_scope: &Scope) -> String {
        "SELECT e.extname AS name, n.nspname AS namespace
FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace"
            .to_owned()
    }

    fn read(row: Extension, found: &mut Found) -> Result<(), Error> {
        if found.options.brings_extension(row.name.as_str()) {
            return Ok(());
        }
        if !found.has_namespace(&row.namespace) {
            found.refer(Namespace {
                name: row.namespace.clone(),
            });
        }
        found.add(Self {
            name: row.name,
            namespace: row.namespace,
            presence: ExtensionPresence::Required,
            settings: Vec::new(),
        })
    }
}
