//! Partitions: parts of the twin of their table, and facts of it.

use voxanne_schema::model::{Partition, PartitionKey, Table};
use voxanne_schema::name::Name;

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_partition, for_values, ident};

impl Expect for Partition {
    /// What is expected is written with the table's key, which [`expect_all`] knows.
    fn expect<'s>(&'s self, _into: &mut Expected<'s>) {}
}

/// Expects every partition of a table: one can be a part of the twin only where those are that it is in.
pub(super) fn expect_all<'s>(table: &'s Table, partitions: &[&'s Partition], into: &mut Expected<'s>) {
    let Some(own) = &table.partition_by else {
        return;
    };
    into.partition_by = Some(own);
    for partition in partitions {
        let key = |within: &Name| {
            let parent = partitions.iter().find(|other| other.name == *within);
            parent.and_then(|parent| parent.partition_by.as_ref())
        };
        let Some(key): Option<&PartitionKey> = partition.within.as_ref().map_or(Some(own), key) else {
            continue;
        };
        let twin = |name| format!("pg_temp.{}", ident(name));
        let parent = partition
            .within
            .as_ref()
            .map_or_else(|| into.twin_name.clone(), twin);
        let name = twin(&partition.name);
        let bound = for_values(&partition.bound, key, table);
        into.twin(create_partition(partition, &name, &parent, &bound));
        if partition.closed {
            into.twin(format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"));
        }
    }
}
