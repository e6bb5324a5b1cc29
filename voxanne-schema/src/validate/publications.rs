//! Publications: what PostgreSQL refuses in them, and what would make writes to their tables fail.

use std::collections::BTreeSet;

use super::facts::{Facts, TableFacts};
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::{Publication, PublishedTable, ReplicaIdentity};
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, ObjectId, ObjectKind};

pub(super) fn check(facts: &Facts<'_>, publication: &Publication, findings: &mut Findings) {
    let mut check = Check {
        publication,
        findings,
    };
    check.lists();
    for (name, table) in &publication.tables {
        check.filter(name, table);
    }
    for table in facts.declared.schema.tables() {
        if let (true, Some(own)) = (publication.has(&table.name), facts.table(&table.name)) {
            check.table(own);
        }
    }
}

struct Check<'c, 'f> {
    publication: &'c Publication,
    findings: &'f mut Findings,
}

impl Check<'_, '_> {
    fn refuse(&mut self, message: String, help: impl Into<String>) {
        let id = ObjectId::Publication(self.publication.name.clone());
        self.findings.report(Code::InvalidRule, id, message, help);
    }

    fn lists(&mut self) {
        let Publication {
            name,
            tables,
            namespaces,
            all_tables,
            operations,
            ..
        } = self.publication;
        if *all_tables && !(tables.is_empty() && namespaces.is_empty()) {
            self.refuse(
                format!("the publication `{name}` has all tables, and names some besides"),
                "leave out `.all_tables()`, or the tables and namespaces",
            );
        }
        let with_list = tables.iter().find(|(_, table)| !table.columns.is_empty());
        if let (Some((table, _)), false) = (with_list, namespaces.is_empty()) {
            self.refuse(
                format!("the publication `{name}` has columns of `{table}` and whole namespaces, which PostgreSQL does not take together"),
                "put the namespaces into a publication of their own",
            );
        }
        if operations.is_empty() {
            self.refuse(
                format!("the publication `{name}` tells of nothing"),
                "say `.publish([PublishedOperation::Insert])`, or leave it out for all commands",
            );
        }
    }

    /// A filter is decided for each change, without a transaction that could look anything up.
    fn filter(&mut self, name: &QualifiedName, table: &PublishedTable) {
        let Some(filter) = &table.filter else { return };
        let mut needed = Dependencies::default();
        filter.dependencies(&mut needed);
        let foreign = needed.objects().find(|id| {
            !matches!(
                id.kind(),
                ObjectKind::Namespace | ObjectKind::Table | ObjectKind::Role
            )
        });
        if let Some(foreign) = foreign {
            self.refuse(
                format!("the filter of `{name}` needs {foreign}, and PostgreSQL lets it use nothing but what is its own"),
                "compare columns with constants of PostgreSQL's own types: an enum as text in a column beside, `c.status_text.eq(\"open\")`",
            );
        }
    }

    fn table(&mut self, own: &TableFacts<'_>) {
        let name = &own.table.name;
        let publication = &self.publication.name;
        let listed = self.publication.tables.get(name);
        if listed.is_some() && own.table.storage.unlogged {
            self.refuse(
                format!("the publication `{publication}` has `{name}`, which is unlogged and so tells nobody of its changes"),
                "leave out `r.unlogged()`, or the table",
            );
        }
        let in_part = listed.is_some_and(|listed| !listed.is_whole());
        if in_part && own.table.partition_by.is_some() && !self.publication.via_root {
            self.refuse(
                format!("the publication `{publication}` has `{name}` in part, and tells of it partition by partition"),
                "say `.via_partition_root()`, so that changes are told as those of the table, or publish all of it",
            );
        }
        if !self.publication.tells_old_rows() {
            return;
        }
        let identity = identity(own);
        if identity == Known::Nothing {
            self.refuse(
                format!("every update and delete of `{name}` fails once the publication `{publication}` has it: nothing tells its rows apart"),
                "give the table a primary key, say `r.replica_identity_full()`, or `.publish([PublishedOperation::Insert])`",
            );
            return;
        }
        let Some(listed) = listed else { return };
        let columns: BTreeSet<&Name> = listed.columns.iter().collect();
        let lacking: Vec<&Name> = match &identity {
            Known::By(names) => names
                .iter()
                .copied()
                .filter(|name| !columns.contains(name))
                .collect(),
            Known::Whole => own
                .table
                .columns
                .iter()
                .map(|column| &column.name)
                .filter(|name| !columns.contains(name))
                .collect(),
            Known::Nothing => Vec::new(),
        };
        if let (Some(lacking), false) = (lacking.first(), columns.is_empty()) {
            self.refuse(
                format!("updates and deletes of `{name}` fail: the publication `{publication}` leaves out `{lacking}`, by which its rows are told apart"),
                "add it to `.columns(…)`, or publish inserts alone: `.publish([PublishedOperation::Insert])`",
            );
        }
        let asked = listed
            .filter
            .as_ref()
            .map(crate::expression::Expression::columns)
            .unwrap_or_default();
        if let Known::By(names) = &identity
            && let Some(other) = asked.iter().find(|column| !names.contains(column))
        {
            self.refuse(
                format!("updates and deletes of `{name}` fail: the filter of the publication `{publication}` asks for `{other}`, which is not told of old rows"),
                "ask for columns of the primary key alone, say `r.replica_identity_full()`, or publish inserts alone: `.publish([PublishedOperation::Insert])`",
            );
        }
    }
}

/// By what rows are told apart.
#[derive(PartialEq, Eq)]
enum Known<'d> {
    By(Vec<&'d Name>),
    Whole,
    Nothing,
}

fn identity<'d>(own: &TableFacts<'d>) -> Known<'d> {
    if let Some(index) = own.indexes.iter().find(|index| index.replica_identity) {
        let keys = index.keys.iter().filter_map(crate::model::IndexKey::column_name);
        return Known::By(keys.collect());
    }
    match own.table.storage.replica_identity {
        ReplicaIdentity::Full => Known::Whole,
        ReplicaIdentity::Nothing => Known::Nothing,
        ReplicaIdentity::Default => own
            .primary_key()
            .map_or(Known::Nothing, |key| Known::By(key.iter().collect())),
    }
}
