//! Tables: a twin with the columns in their order. That a table is unlogged is a fact, because a
//! temporary table cannot be.

use voxanne_schema::model::{ReplicaIdentity, Table};
use voxanne_schema::object::ObjectId;

use super::Expect;
use super::expected::Expected;
use super::label::label;
use crate::sql::qualified;

impl Expect for Table {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.table = Some(self);
        if !self.inherits.is_empty() {
            let parents: Vec<String> = self.inherits.iter().map(qualified).collect();
            into.fact(
                format!("parents of {}", qualified(&self.name)),
                parents.join(", "),
            );
        }
        if self.storage.unlogged {
            into.fact(label(&ObjectId::Table(self.name.clone())), stored(self));
        }
    }
}

/// How the comparison tells of an unlogged table, whose twin cannot be one.
fn stored(table: &Table) -> String {
    let mut options: Vec<String> = table
        .storage
        .parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    options.sort();
    let identity = match table.storage.replica_identity {
        ReplicaIdentity::Default => None,
        other => Some(format!("REPLICA IDENTITY {}", other.sql())),
    };
    let options = (!options.is_empty()).then(|| options.join(", "));
    let words = ["unlogged".to_owned()].into_iter().chain(options).chain(identity);
    words.collect::<Vec<_>>().join(" ")
}
