//! The tables in which tools remember what they have applied: no part of anybody's schema, and in a
//! database alone. Knows whose they are; what stands in them is theirs.

use serde::Serialize;
use voxanne_codegen::sql::{literal, qualified};
use voxanne_schema::model::{CommentTarget, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Identity, Object, ObjectId};

use crate::connection::Connection;
use crate::error::Error;
use crate::ledger;

/// A table of a tool.
struct Known {
    table: &'static str,
    tool: &'static str,
    /// Whether it has a row a migration; others hold a lock or a setting beside such a table.
    lists: bool,
}

const fn lists(table: &'static str, tool: &'static str) -> Known {
    Known {
        table,
        tool,
        lists: true,
    }
}

const fn beside(table: &'static str, tool: &'static str) -> Known {
    Known {
        table,
        tool,
        lists: false,
    }
}

/// What several tools call their table.
const SCHEMA_MIGRATIONS: &str = "schema_migrations";
/// What Rails has beside it.
const OF_RAILS: &str = "ar_internal_metadata";

/// The tables, whatever their namespace.
const TABLES: [Known; 18] = [
    lists("_sqlx_migrations", "sqlx"),
    lists("refinery_schema_history", "refinery"),
    lists("flyway_schema_history", "Flyway"),
    lists("seaql_migrations", "sea-orm-migration"),
    lists("__diesel_schema_migrations", "diesel"),
    lists("_prisma_migrations", "Prisma"),
    lists(SCHEMA_MIGRATIONS, "dbmate, golang-migrate or Rails"),
    beside(OF_RAILS, "Rails"),
    lists("goose_db_version", "goose"),
    lists("alembic_version", "Alembic"),
    lists("django_migrations", "Django"),
    lists("knex_migrations", "Knex"),
    beside("knex_migrations_lock", "Knex"),
    lists("__drizzle_migrations", "Drizzle"),
    lists("SequelizeMeta", "Sequelize"),
    lists("databasechangelog", "Liquibase"),
    beside("databasechangeloglock", "Liquibase"),
    lists("atlas_schema_revisions", "Atlas"),
];

/// The namespace of Supabase's own, which holds nothing else.
const OF_SUPABASE: &str = "supabase_migrations";

/// The namespaces that hold nothing else.
pub(super) const NAMESPACES: [&str; 2] = [ledger::NAMESPACE, OF_SUPABASE];

/// A table in which another tool remembers what it has applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherLedger {
    /// The tool, as its makers write it.
    pub tool: String,
    /// The table.
    pub table: String,
    /// How many rows it has; unknown where the user may not look.
    pub entries: Option<u64>,
}

/// The ledgers of other tools that a database has, by their names.
///
/// # Errors
///
/// [`Error::Sql`], [`Error::ConnectionLost`].
pub async fn other_ledgers(connection: &mut Connection) -> Result<Vec<OtherLedger>, Error> {
    let mut found = Vec::new();
    for row in connection.query(&present()).await? {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || values.next().unwrap_or_default();
        let table = QualifiedName::new(next(), next());
        let (readable, columns, has_rails) = (next() == "t", next(), next() == "t");
        let columns: Vec<&str> = columns.split(',').collect();
        let Some(tool) = tool(&table, &columns, has_rails) else {
            continue;
        };
        let mut entries = None;
        if readable {
            let counted = connection
                .query(&format!("SELECT count(*) FROM {}", qualified(&table)))
                .await?;
            let count = counted.into_iter().flatten().next().flatten();
            entries = count.and_then(|count| count.parse().ok());
        }
        found.push(OtherLedger {
            tool: tool.to_owned(),
            table: table.to_string(),
            entries,
        });
    }
    Ok(found)
}

/// Asks for the tables that have a row a migration, and for what tells their tools apart.
fn present() -> String {
    let names: Vec<String> = TABLES
        .iter()
        .filter(|known| known.lists)
        .map(|known| literal(known.table))
        .collect();
    format!(
        "SELECT
    n.nspname,
    c.relname,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
    (SELECT string_agg(a.attname, ',') FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0),
    EXISTS (
        SELECT FROM pg_catalog.pg_class AS r WHERE r.relnamespace = c.relnamespace AND r.relname = {}
    )
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relname IN ({})
ORDER BY n.nspname, c.relname",
        literal(OF_RAILS),
        names.join(", ")
    )
}

/// Whose table it is, where it is one of these: by its name, and where several tools use one name, by its
/// columns and by what stands beside it.
fn tool(table: &QualifiedName, columns: &[&str], has_rails: bool) -> Option<&'static str> {
    if table.name == *SCHEMA_MIGRATIONS {
        let has = |column: &str| columns.contains(&column);
        return Some(match () {
            () if table.namespace == *OF_SUPABASE => "Supabase",
            () if has_rails => "Rails",
            () if has("dirty") => "golang-migrate",
            () if has("inserted_at") => "Ecto",
            () => "dbmate or Rails",
        });
    }
    let known = TABLES.iter().find(|known| table.name == *known.table)?;
    Some(known.tool)
}

/// Takes the ledgers out of a state that the other one has not, and tells which.
pub(super) fn take_out(state: &mut Schema, other: &Schema) -> Vec<String> {
    let has_rails = |of: &QualifiedName| state.table(&of.sibling(Name::new(OF_RAILS))).is_some();
    let found: Vec<(QualifiedName, &str)> = state
        .tables()
        .filter(|table| other.table(&table.name).is_none())
        .filter_map(|table| {
            let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let tool = tool(&table.name, &columns, has_rails(&table.name))?;
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
        forget_empty(state, &table.namespace, other);
    }
    let words = |(table, tool): (QualifiedName, &str)| format!("table `{table}`, the ledger of {tool}");
    found.into_iter().map(words).collect()
}

/// A namespace that held a ledger alone goes with it.
fn forget_empty(state: &mut Schema, namespace: &Name, other: &Schema) {
    let id = ObjectId::Namespace(namespace.clone());
    let needs = |object: &Object| object.dependencies().objects().any(|needed| *needed == id);
    let is_used = state.objects().any(|(_, object)| needs(object));
    if !is_used && !other.contains(&id) {
        state.remove(&id);
    }
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
