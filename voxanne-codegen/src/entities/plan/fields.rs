//! The columns of an entity: what their fields are called, what type they have, and which of them
//! tell rows apart.

use std::collections::BTreeSet;

use voxanne_schema::expression::{Expression, FunctionName};
use voxanne_schema::model::{Column, Identity, Table};
use voxanne_schema::name::Name;

use super::facts::{Facts, Keys, places};
use crate::entities::column_type::{ColumnType, EnumPlaces, column_type};
use crate::entities::ident::Noun;
use crate::entities::spelling::{Speller, Spelling};

/// The most columns that sea-orm takes in a key or a relation.
pub(super) const MOST_COLUMNS: usize = 12;

/// A field of a model.
#[derive(Debug)]
pub(in crate::entities) struct Field<'s> {
    pub(in crate::entities) column: &'s Column,
    /// The field, and the variant of `Column`.
    pub(in crate::entities) spelling: Spelling,
    pub(in crate::entities) comment: Option<&'s str>,
    pub(in crate::entities) column_type: ColumnType,
    pub(in crate::entities) in_key: bool,
    /// Whether the column alone tells rows apart, besides the key.
    pub(in crate::entities) unique: bool,
    pub(in crate::entities) written: Written,
}

/// Who gives a column its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::entities) enum Written {
    /// An insert or an update, or else the default.
    ByClient,
    /// The server, unless an insert gives a value.
    Numbered,
    /// The server alone, which numbers the rows.
    AlwaysNumbered,
    /// The server alone, from other columns.
    Computed,
}

/// The columns that tell rows apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) places: Vec<usize>,
    pub(super) source: KeySource,
}

/// What makes columns a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::entities) enum KeySource {
    Primary,
    /// The table has no primary key; these are unique and never null.
    Unique,
}

/// The columns that sea-orm may take as the primary key: the primary key itself, or else the
/// shortest key that is never null. A table without either gets no entity, because an update or a
/// delete of one model could reach several rows.
pub(super) fn key(table: &Table, keys: Option<&Keys<'_>>, enums: &EnumPlaces<'_>) -> Option<Key> {
    let keys = keys?;
    let fits = |places: &Vec<usize>| {
        (1..=MOST_COLUMNS).contains(&places.len())
            && places
                .iter()
                .all(|place| column_type(&table.columns[*place].data_type, enums).fits_a_key())
    };
    let primary = keys
        .primary
        .and_then(|columns| places(table, columns))
        .filter(fits);
    if let Some(places) = primary {
        return Some(Key {
            places,
            source: KeySource::Primary,
        });
    }
    let unique = keys
        .unique
        .iter()
        .filter_map(|columns| places(table, columns.iter().copied()));
    let unique = unique
        .filter(|places| never_null(table, places) && fits(places))
        .min_by_key(Vec::len)?;
    Some(Key {
        places: unique,
        source: KeySource::Unique,
    })
}

fn never_null(table: &Table, places: &[usize]) -> bool {
    places.iter().all(|place| !table.columns[*place].nullable)
}

/// Keys of several columns that are never null, besides the one that sea-orm calls primary; each
/// in the order of the table's columns, and once.
pub(super) fn composite_keys(table: &Table, keys: Option<&Keys<'_>>, key: &Key) -> BTreeSet<Vec<usize>> {
    let sorted = |mut places: Vec<usize>| {
        places.sort_unstable();
        places
    };
    let unique = keys.map_or(&[][..], |keys| &keys.unique);
    unique
        .iter()
        .filter_map(|columns| places(table, columns.iter().copied()))
        .filter(|places| places.len() > 1 && *places != key.places && never_null(table, places))
        .map(sorted)
        .collect()
}

/// The fields of the model, in the order of the columns.
pub(super) fn fields<'s>(
    table: &'s Table,
    facts: &Facts<'s>,
    enums: &EnumPlaces<'s>,
    key: &Key,
) -> Vec<Field<'s>> {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let comments = facts.tables.get(&table.name);
    let unique = facts.keys.get(&table.name).map_or(&[][..], |keys| &keys.unique);
    Speller::default()
        .spell(&names, Noun::Column)
        .into_iter()
        .zip(&table.columns)
        .enumerate()
        .map(|(place, (spelling, column))| Field {
            column,
            spelling,
            comment: comments.and_then(|comments| comments.column(&column.name)),
            column_type: column_type(&column.data_type, enums),
            in_key: key.places.contains(&place),
            unique: key.places != [place] && is_unique(unique, &column.name),
            written: written(column),
        })
        .collect()
}

fn is_unique(unique: &[Vec<&Name>], column: &Name) -> bool {
    unique.iter().any(|columns| **columns == [column])
}

fn written(column: &Column) -> Written {
    if column.generated.is_some() {
        return Written::Computed;
    }
    match column.identity {
        Some(Identity::Always) => Written::AlwaysNumbered,
        Some(Identity::ByDefault) => Written::Numbered,
        None if takes_from_a_sequence(column) => Written::Numbered,
        None => Written::ByClient,
    }
}

/// Whether the default is the next number of a sequence, as `serial` writes it.
fn takes_from_a_sequence(column: &Column) -> bool {
    match &column.default {
        Some(Expression::Call {
            function: FunctionName::System(name),
            ..
        }) => name == "nextval",
        Some(Expression::NextValue(_)) => true,
        Some(Expression::Raw { sql, .. }) => sql.starts_with("nextval("),
        _ => false,
    }
}
