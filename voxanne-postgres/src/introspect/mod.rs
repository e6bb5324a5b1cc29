//! The model of a database as it is, read from its catalog.
//!
//! One script in one transaction, a set a kind: PostgreSQL's own text of expressions, names and types
//! with their namespaces, what depends on what. Members of extensions are left out; the extensions are
//! objects. What the model has no form for is named ([`Unmodeled`]) and never dropped in silence.

mod depends;
mod found;
mod kinds;
mod names;
mod options;
mod scope;
mod text;
mod unmodeled;
mod unnamed;

use voxanne_schema::dispatch_kind;
use voxanne_schema::model::Schema;
use voxanne_schema::object::ObjectKind;

pub use options::Options;
pub use unmodeled::Unmodeled;

use crate::connection::Connection;
use crate::error::Error;
use found::Found;
use kinds::set;
use scope::Scope;

/// What a database has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Introspection {
    /// Its objects, but those that the platform brings. Whose rows a table holds is not known.
    pub schema: Schema,
    /// What the objects refer to and no migration makes: roles, and what the platform has.
    pub existing: Schema,
    /// What there is besides, of which the model has no form. Sorted.
    pub unmodeled: Vec<Unmodeled>,
}

/// A set of rows: the query, and what reads one of them.
type Set = (String, fn(&str, &mut Found) -> Result<(), Error>);

/// Reads what a database has, in one read-only transaction of its own. Changes nothing.
///
/// # Errors
///
/// [`Error::Sql`], [`Error::ConnectionLost`]; [`Error::Catalog`] for what no PostgreSQL from 14 to 18 says.
pub async fn introspect(connection: &mut Connection, options: &Options) -> Result<Introspection, Error> {
    let scope = Scope::new(options, connection.server_version().unwrap_or_default());
    let sets = sets(&scope);
    let mut script = String::from(BEGIN);
    for (query, _) in &sets {
        script.push_str("SELECT row_to_json(q) FROM (\n");
        script.push_str(query);
        script.push_str("\n) AS q;\n");
    }
    script.push_str("COMMIT;");
    let before = BEGIN.matches(';').count();
    let mut found = Found::new(options.clone());
    let mut take = |statement: usize, text: &str| {
        let set = statement.checked_sub(before).and_then(|place| sets.get(place));
        set.map_or(Ok(()), |(_, read)| read(text, &mut found))
    };
    if let Err(error) = connection.query_each(&script, &mut take).await {
        // Where the server itself stopped, this ends what it began; what it stopped for is told.
        let _ = connection.execute("ROLLBACK").await;
        return Err(error);
    }
    Ok(found.finish())
}

/// What holds while the catalog is read: one moment of it, and names with their namespaces.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL jit = off;
SET LOCAL search_path = '';
SET LOCAL quote_all_identifiers = off;
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 1;
SET LOCAL datestyle = 'ISO';
SET LOCAL intervalstyle = 'postgres';
";

/// Every set, in order: names first, because all else refers to them.
fn sets(scope: &Scope) -> Vec<Set> {
    let mut sets = names::sets(scope);
    sets.push(depends::set(scope));
    let (last, first): (Vec<ObjectKind>, Vec<_>) =
        ObjectKind::ALL.iter().partition(|kind| is_about_others(**kind));
    for kind in first.into_iter().chain(last) {
        sets.push(dispatch_kind!(kind, Kind => set::<Kind>(scope)));
    }
    sets.push(unmodeled::set(scope));
    sets
}

/// Whether objects of a kind say something of others, which must have been found.
fn is_about_others(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Ownership | ObjectKind::Comment)
}

/// One row of a set.
fn row<'r, R: serde::Deserialize<'r>>(text: &'r str, what: &str) -> Result<R, Error> {
    serde_json::from_str(text).map_err(|error| Error::Catalog {
        what: what.to_owned(),
        reason: format!("{error}: {text}"),
    })
}
