//! What PostgreSQL does not do for the partitions of a table as a column of it changes its type, and what it
//! does too much.

use std::collections::BTreeMap;

use voxanne_schema::model::{Comment, CommentTarget, Compression, Index, IndexKey};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use super::Script;
use crate::kinds::{comment, partition};
use crate::plan::{LockMode, Statement, Undo};
use crate::reshape::column::Retype;
use crate::sql::{ident, qualified};

type Columns = BTreeMap<Name, Retype>;

/// Why a comment goes and comes.
const COPIED: &str = "would be given to the indexes of the partitions as well, as they are built anew";

impl Script<'_> {
    /// The change of a table, with what its partitions need besides.
    pub(super) fn reaching_partitions(
        &self,
        table: &QualifiedName,
        columns: &Columns,
        mut change: Statement,
    ) -> Vec<Statement> {
        let comments = self.comments_on_rebuilt(table, columns);
        let mut statements: Vec<Statement> = comments
            .iter()
            .map(|(set, unset)| Statement::new(unset.clone(), set.clone()).serving(COPIED))
            .collect();
        let next = |retype: &Retype| retype.form.storage.compression;
        let previous = |retype: &Retype| retype.was.storage.compression;
        if let Undo::Statements(back) = &mut change.undo {
            back.extend(self.compressed(table, columns, previous));
        }
        statements.push(change);
        statements.extend(self.compressed(table, columns, next));
        let back = comments.into_iter().rev();
        statements.extend(back.map(|(set, unset)| Statement::new(set, unset).serving(COPIED)));
        statements
    }

    /// How values are compressed is said of each partition by itself, and forgotten with the type.
    fn compressed(
        &self,
        table: &QualifiedName,
        columns: &Columns,
        of: impl Fn(&Retype) -> Option<Compression>,
    ) -> Vec<Statement> {
        let mut statements = Vec::new();
        for part in partition::in_depth(table, None, self.world.before) {
            let name = part.qualified_name();
            for retype in columns.values() {
                let Some(compression) = of(retype) else { continue };
                statements.push(
                    Statement::owned(format!(
                        "ALTER TABLE {} ALTER COLUMN {} SET COMPRESSION {};",
                        qualified(&name),
                        ident(&retype.form.name),
                        compression.sql()
                    ))
                    .locks(LockMode::AccessExclusive, &name),
                );
            }
        }
        statements
    }

    /// The comments on the indexes that PostgreSQL builds anew by itself: what says them, and what
    /// takes them away.
    fn comments_on_rebuilt(&self, table: &QualifiedName, columns: &Columns) -> Vec<(String, String)> {
        let world = self.world;
        let is_partitioned = world
            .before
            .table(table)
            .is_some_and(|table| table.partition_by.is_some());
        if !is_partitioned {
            return Vec::new();
        }
        let is_rebuilt = |index: &Index| {
            let mut keys = index.keys.iter().filter_map(IndexKey::column_name);
            let id = ObjectId::Index(index.qualified_name());
            (keys.any(|key| columns.contains_key(key))
                || index.include.iter().any(|column| columns.contains_key(column)))
                && !self.affected.members.contains(&id)
        };
        let indexes = world.before.indexes().filter(|index| index.table == *table);
        let indexes = indexes.filter(|index| is_rebuilt(index));
        let comments = indexes.filter_map(|index| {
            let id = ObjectId::Index(index.qualified_name());
            let on = CommentTarget::Object(Box::new(id));
            let text = world.before.comment(&on)?.to_owned();
            let said = Comment { on, text };
            Some((comment::set(&said, Some(&said.text)), comment::set(&said, None)))
        });
        comments.collect()
    }
}
