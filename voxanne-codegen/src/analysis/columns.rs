//! Which columns the query of a view names. What is written as `name.column` can be looked up where
//! the name means one relation in the whole query; of the rest it is enough to know which words could
//! be columns.

use std::collections::BTreeSet;
use std::ops::Range;

use voxanne_schema::model::Schema;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::catalog::Catalog;
use super::reading::Reading;
use super::reference::{ReferenceKind, fold};
use super::token::{Token, tokens};

/// The columns that every table has without a declaration.
const SYSTEM: &[&str] = &["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];

/// The words that may stand behind a relation and are no alias of it.
const NO_ALIAS: &[&str] = &[
    "cross",
    "except",
    "fetch",
    "for",
    "full",
    "group",
    "having",
    "inner",
    "intersect",
    "join",
    "left",
    "limit",
    "natural",
    "offset",
    "on",
    "order",
    "right",
    "tablesample",
    "union",
    "using",
    "where",
    "window",
];

/// A column that a query names and no relation of the name before it has.
#[derive(Debug)]
pub(super) struct Lacking<'s> {
    pub(super) relation: &'s ObjectId,
    pub(super) column: Name,
    pub(super) range: Range<usize>,
}

/// The names of the columns of a relation that the model knows.
pub(super) fn columns<'s>(schema: &'s Schema, id: &ObjectId) -> Option<Vec<&'s Name>> {
    if let Object::Table(table) = schema.get(id)? {
        return Some(table.columns.iter().map(|column| &column.name).collect());
    }
    let columns = schema.view_columns(id)?;
    Some(columns.iter().map(|column| &column.name).collect())
}

/// Every word of a text that can be a name, as the catalog keeps it.
pub(super) fn words(sql: &str) -> BTreeSet<Name> {
    let names = tokens(sql).into_iter().filter(Token::is_name);
    names.filter_map(|token| fold(token.text(sql))).collect()
}

/// The columns that a query names of relations that do not have them.
pub(super) fn lacking<'s>(
    sql: &str,
    reading: &Reading,
    catalog: &Catalog<'s>,
    schema: &Schema,
) -> Vec<Lacking<'s>> {
    let tokens = tokens(sql);
    let query = Query { sql, tokens: &tokens };
    let aliases = query.aliases(reading, catalog);
    let opaque = query.opaque();
    let mut lacking = Vec::new();
    for place in 0..tokens.len() {
        let Some((name, column, range)) = query.qualified(place) else {
            continue;
        };
        let relations: Vec<&ObjectId> = aliases
            .iter()
            .filter(|(alias, _)| *alias == name)
            .map(|(_, relation)| *relation)
            .collect();
        let Some(relation) = relations.first().filter(|_| !opaque.contains(&name)) else {
            continue;
        };
        let has =
            |relation: &&ObjectId| columns(schema, relation).is_none_or(|columns| columns.contains(&&column));
        if !relations.iter().any(has) && !SYSTEM.contains(&column.as_str()) {
            lacking.push(Lacking {
                relation,
                column,
                range,
            });
        }
    }
    lacking
}

/// The text of a query with its tokens.
struct Query<'q> {
    sql: &'q str,
    tokens: &'q [Token],
}

impl Query<'_> {
    fn name(&self, place: usize) -> Option<Name> {
        let token = self.tokens.get(place).filter(|token| token.is_name())?;
        fold(token.text(self.sql))
    }

    fn is_symbol(&self, place: usize, symbol: u8) -> bool {
        self.tokens
            .get(place)
            .is_some_and(|token| token.is_symbol(symbol))
    }

    fn is_word(&self, place: usize, words: &[&str]) -> bool {
        self.tokens
            .get(place)
            .is_some_and(|token| token.is_one_of(self.sql, words))
    }

    /// What each relation of the query is called in it. One whose columns are renamed is left out.
    fn aliases<'s>(&self, reading: &Reading, catalog: &Catalog<'s>) -> Vec<(Name, &'s ObjectId)> {
        let mut aliases = Vec::new();
        let relations = reading
            .references
            .iter()
            .filter(|reference| reference.kind == ReferenceKind::Relation);
        for reference in relations {
            let [relation] = catalog.find(reference, None)[..] else {
                continue;
            };
            let mut next = self
                .tokens
                .partition_point(|token| token.start < reference.range.end);
            if self.is_word(next, &["as"]) {
                next += 1;
            }
            let alias = self.name(next).filter(|_| !self.is_word(next, NO_ALIAS));
            if alias.is_some() && self.is_symbol(next + 1, b'(') {
                continue;
            }
            aliases.push((alias.unwrap_or_else(|| reference.path.name.clone()), relation));
        }
        aliases
    }

    /// Names that mean something else than a relation somewhere: a common table, a subquery, the rows
    /// of a function.
    fn opaque(&self) -> BTreeSet<Name> {
        let mut opaque = BTreeSet::new();
        for place in 0..self.tokens.len() {
            let common = self.is_word(place + 1, &["as"])
                && (self.is_symbol(place + 2, b'(') || self.is_word(place + 2, &["materialized", "not"]));
            if common || self.is_symbol(place + 1, b'(') {
                opaque.extend(self.name(place));
            }
            if self.is_symbol(place, b')') {
                let alias = place + 1 + usize::from(self.is_word(place + 1, &["as"]));
                opaque.extend(self.name(alias));
            }
        }
        opaque
    }

    /// `name.column`, and where the column stands: not the end of a longer path, nor a call.
    fn qualified(&self, place: usize) -> Option<(Name, Name, Range<usize>)> {
        let before = place.checked_sub(1);
        let apart = before.is_none_or(|before| !self.is_symbol(before, b'.'))
            && !self.is_symbol(place + 3, b'.')
            && !self.is_symbol(place + 3, b'(');
        if !apart || !self.is_symbol(place + 1, b'.') {
            return None;
        }
        let column = self.tokens.get(place + 2)?;
        Some((self.name(place)?, self.name(place + 2)?, column.start..column.end))
    }
}
