//! What a publication has of tables that inherit from one that it names: the same as of that one, as PostgreSQL
//! has it of those that are there when it is told.

use std::collections::BTreeMap;

use super::collect::Collector;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Publication, PublishedTable, Schema};
use crate::name::{Name, QualifiedName};
use crate::object::{Object, ObjectId};

/// A publication, and those of its tables that bring along what inherits from them.
pub(super) struct Published {
    pub(super) publication: Name,
    pub(super) with_heirs: Vec<QualifiedName>,
}

/// Brings them to every publication. What is said of a table itself stays.
pub(super) fn bring(collector: &mut Collector<'_>) {
    for Published {
        publication,
        with_heirs,
    } in std::mem::take(&mut collector.published)
    {
        let schema = &collector.declared.schema;
        let id = ObjectId::Publication(publication);
        let Some(Object::Publication(said)) = schema.get(&id) else {
            continue;
        };
        let mut brought: BTreeMap<QualifiedName, (QualifiedName, PublishedTable)> = BTreeMap::new();
        let mut torn = Vec::new();
        for table in with_heirs {
            let Some(part) = said.tables.get(&table) else {
                continue;
            };
            for heir in heirs(schema, &table) {
                if said.tables.contains_key(heir) {
                    continue;
                }
                match brought.get(heir) {
                    Some((other, of)) if of != part => torn.push(differ(said, heir, other, &table)),
                    Some(_) => {}
                    None => {
                        brought.insert(heir.clone(), (table.clone(), part.clone()));
                    }
                }
            }
        }
        if !brought.is_empty() {
            let mut whole = said.clone();
            let tables = brought.into_iter().map(|(heir, (_, part))| (heir, part));
            whole.tables.extend(tables);
            collector.declared.schema.replace(whole);
        }
        collector.diagnostics.append(&mut torn);
    }
}

/// All that inherit from a table, however deep, each once.
fn heirs<'s>(schema: &'s Schema, table: &QualifiedName) -> Vec<&'s QualifiedName> {
    let below = |table: &QualifiedName| {
        let tables = schema.tables().filter(|other| other.inherits.contains(table));
        tables.map(|table| &table.name).collect::<Vec<_>>()
    };
    let mut heirs = below(table);
    let mut seen = 0;
    while let Some(heir) = heirs.get(seen).copied() {
        let more: Vec<_> = below(heir)
            .into_iter()
            .filter(|other| !heirs.contains(other))
            .collect();
        heirs.extend(more);
        seen += 1;
    }
    heirs
}

fn differ(
    publication: &Publication,
    heir: &QualifiedName,
    one: &QualifiedName,
    other: &QualifiedName,
) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidRule,
        ObjectId::Publication(publication.name.clone()),
        format!(
            "the publication `{}` has other parts of `{one}` than of `{other}`, and `{heir}` inherits from both",
            publication.name
        ),
        format!(
            "say of `{heir}` itself what is published, `.part_of::<…>(…)`, or of one of the two that it is `.only()`"
        ),
    )
}
