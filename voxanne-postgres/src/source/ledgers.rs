//! The tables in which tools remember what they have applied: no part of anybody's schema, and in a
//! database alone.

use voxanne_schema::model::{CommentTarget, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Identity, Object, ObjectId};

/// The tables, whatever their namespace, with the tool that they belong to.
const TABLES: [(&str, &str); 9] = [
    ("_sqlx_migrations", "sqlx"),
    ("refinery_schema_history", "refinery"),
    ("flyway_schema_history", "Flyway"),
    ("seaql_migrations", "sea-orm-migration"),
    ("__diesel_schema_migrations", "diesel"),
    ("_prisma_migrations", "Prisma"),
    ("schema_migrations", "dbmate, golang-migrate or Rails"),
    ("ar_internal_metadata", "Rails"),
    ("goose_db_version", "goose"),
];

/// The namespaces that hold nothing else.
pub(super) const NAMESPACES: [&str; 2] = ["voxanne", "supabase_migrations"];

/// Takes the ledgers out of a state that the other one has not, and tells which.
pub(super) fn take_out(state: &mut Schema, other: &Schema) -> Vec<String> {
    let found: Vec<(QualifiedName, &str)> = state
        .tables()
        .filter(|table| other.table(&table.name).is_none())
        .filter_map(|table| {
            let tool = TABLES.iter().find(|(name, _)| table.name.name == *name)?.1;
            Some((table.name.clone(), tool))
        })
        .collect();
    for (table, _) in &found {
        let sequences: Vec<QualifiedName> = state
            .objects()
            .filter_map(|(_, object)| match object {
                Object::SequenceOwner(owner) if owner.table == *table => Some(owner.sequence.clone()),
                _ => None,
            })
            .collect();
        let gone: Vec<ObjectId> = state
            .objects()
            .filter(|(id, object)| belongs(id, object, table, &sequences))
            .map(|(id, _)| id.clone())
            .collect();
        for id in &gone {
            state.remove(id);
        }
    }
    let words = |(table, tool): (QualifiedName, &str)| format!("table `{table}`, the ledger of {tool}");
    found.into_iter().map(words).collect()
}

fn belongs(id: &ObjectId, object: &Object, table: &QualifiedName, sequences: &[QualifiedName]) -> bool {
    let is_sequence = |id: &ObjectId| match (id, id.identity()) {
        (ObjectId::Sequence(name) | ObjectId::SequenceOwner(name), _) => sequences.contains(name),
        (ObjectId::Grant(grant), _) => match grant.on.object() {
            ObjectId::Sequence(name) => sequences.contains(&name),
            _ => false,
        },
        (_, Identity::Comment(CommentTarget::Object(on))) => match &**on {
            ObjectId::Sequence(name) => sequences.contains(name),
            _ => false,
        },
        _ => false,
    };
    let indexes = |object: &Object| matches!(object, Object::Index(index) if index.table == *table);
    let on_index = match id {
        ObjectId::Comment(CommentTarget::Object(on)) => {
            matches!(&**on, ObjectId::Table(name) if name == table)
        }
        _ => false,
    };
    id.table() == Some(table) || indexes(object) || is_sequence(id) || on_index
}

/// The namespaces, as names.
pub(super) fn namespaces() -> impl Iterator<Item = Name> {
    NAMESPACES.into_iter().map(Name::new)
}
