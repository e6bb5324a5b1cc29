//! How tables, columns and indexes of a state are stored, by numbers of which most say nothing.

use voxanne_schema::data_type::DataType;
use voxanne_schema::model::{
    ColumnStorage, Compression, IndexMethod, Parameters, ReplicaIdentity, SequenceOptions, Strategy,
    TableStorage,
};
use voxanne_schema::name::QualifiedName;

use super::values::Kind;

/// Whether a table of that number is kept out of the log.
pub(crate) fn is_unlogged(number: u8) -> bool {
    number % 8 == 3
}

pub(crate) fn of_table(number: u8) -> TableStorage {
    let parameters: &[(&str, &str)] = match number % 8 {
        1 => &[("fillfactor", "70")],
        2 => &[("autovacuum_enabled", "false")],
        _ => &[],
    };
    TableStorage {
        parameters: named(parameters),
        unlogged: is_unlogged(number),
        replica_identity: match number % 8 {
            4 => ReplicaIdentity::Full,
            5 => ReplicaIdentity::Nothing,
            _ => ReplicaIdentity::Default,
        },
    }
}

/// The collation and the storage of a column of that type.
pub(crate) fn of_column(kind: &Kind, number: u8) -> (Option<QualifiedName>, ColumnStorage) {
    let long = Strategy::of(&kind.values()) != Strategy::Plain && !kind.is_enum();
    let collation = match number {
        1 => Some("C"),
        2 => Some("POSIX"),
        _ => None,
    };
    let storage = ColumnStorage {
        statistics: (number == 3).then_some(250),
        strategy: match number {
            4 if long => Some(Strategy::External),
            5 if long => Some(Strategy::Main),
            _ => None,
        },
        compression: match number {
            6 if long => Some(Compression::Pglz),
            7 if long => Some(Compression::Lz4),
            _ => None,
        },
    };
    (
        collation.filter(|_| has_collation(&kind.values())).map(system),
        storage,
    )
}

/// How an identity column counts.
pub(crate) fn counting(number: u8) -> SequenceOptions {
    let (increment, start, cache) = match number {
        1 => (Some(5), None, None),
        2 => (None, Some(1000), Some(20)),
        3 => (Some(2), Some(7), None),
        _ => (None, None, None),
    };
    SequenceOptions {
        increment,
        start,
        cache,
        cycle: number == 4,
        ..Default::default()
    }
}

/// The parameters of an index of that method.
pub(crate) fn of_index(method: IndexMethod, number: u8) -> Parameters {
    named(match (method, number % 8) {
        (IndexMethod::Btree | IndexMethod::Hash, 1) => &[("fillfactor", "80")],
        (IndexMethod::Btree, 2) => &[("deduplicate_items", "off")],
        (IndexMethod::Gin, 1 | 2) => &[("fastupdate", "off")],
        (IndexMethod::Brin, 1 | 2) => &[("pages_per_range", "32")],
        _ => &[],
    })
}

/// The collation of a key over values of that type.
pub(crate) fn of_key(kind: &Kind, number: u8) -> Option<QualifiedName> {
    (number % 8 == 5 && has_collation(&kind.values())).then(|| system("C"))
}

fn has_collation(values: &DataType) -> bool {
    ["text", "varchar"].into_iter().any(|name| match &values.base {
        voxanne_schema::data_type::BaseType::System(base) => base.as_str() == name,
        _ => false,
    })
}

fn system(name: &str) -> QualifiedName {
    QualifiedName::new("pg_catalog", name)
}

fn named(parameters: &[(&str, &str)]) -> Parameters {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    parameters.iter().map(owned).collect()
}
