//! Foreign keys between entities, the role that each plays, and which one speaks for its pair.
//!
//! sea-orm knows one `Related` from one entity to another. Where several foreign keys join the
//! same two tables, the one that carries the tenant speaks for them; then the one that is named
//! after the other table (`contact_id` → `contacts`); then the one of more columns. Where two are
//! equal, none does: whichever we picked, the next foreign key could silently pick another.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use voxanne_schema::model::{ForeignKey, ReferentialAction, Table};
use voxanne_schema::name::QualifiedName;

use super::Entity;
use super::facts::{Facts, Keys, places};
use super::fields::MOST_COLUMNS;
use crate::entities::ident::{Noun, pascal};

/// A foreign key between two entities.
#[derive(Debug)]
pub(super) struct Edge {
    /// The entity that refers.
    pub(super) child: usize,
    /// The entity that is referred to.
    pub(super) parent: usize,
    /// The child's columns.
    pub(super) from: Vec<usize>,
    /// The parent's columns.
    pub(super) to: Vec<usize>,
    pub(super) on_delete: ReferentialAction,
    pub(super) on_update: ReferentialAction,
    /// Whether a parent has at most one such child.
    pub(super) one_to_one: bool,
    /// What the parent is to the child, `ReviewedBy`; nothing where it is just the parent.
    pub(super) role: Option<String>,
    rank: Rank,
}

/// How well a foreign key speaks for its pair of tables, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    carries_tenant: bool,
    named_after_parent: bool,
    columns: usize,
}

/// The foreign keys between entities, by child and then in the order of the child's columns. A key
/// that repeats another, or that sea-orm has no relation for, is left out.
pub(super) fn edges(entities: &[Entity<'_>], facts: &Facts<'_>) -> Vec<Edge> {
    let by_name: BTreeMap<&QualifiedName, usize> = entities
        .iter()
        .enumerate()
        .map(|(place, entity)| (&entity.table.name, place))
        .collect();
    let mut edges = Vec::new();
    for (child, entity) in entities.iter().enumerate() {
        let Some(keys) = facts.keys.get(&entity.table.name) else {
            continue;
        };
        let start = edges.len();
        let of_child = keys.foreign.iter().filter_map(|key| {
            let parent = *by_name.get(&key.references)?;
            edge(entities, (child, parent), key, keys)
        });
        edges.extend(of_child);
        edges[start..].sort_by(|a, b| (&a.from, a.parent, &a.to).cmp(&(&b.from, b.parent, &b.to)));
    }
    edges.dedup_by(|a, b| (a.child, a.parent, &a.from, &a.to) == (b.child, b.parent, &b.from, &b.to));
    edges
}

fn edge(entities: &[Entity<'_>], ends: (usize, usize), key: &ForeignKey, keys: &Keys<'_>) -> Option<Edge> {
    let (child, parent) = (entities[ends.0].table, entities[ends.1].table);
    let from = places(child, &key.columns)?;
    let to = places(parent, &key.referenced_columns)?;
    if from.is_empty() || from.len() != to.len() || from.len() > MOST_COLUMNS {
        return None;
    }
    let carries_tenant = child.tenant().is_some_and(|tenant| key.columns.contains(tenant));
    let telling: Vec<usize> = telling(child, parent, (&from, &to)).collect();
    let stem = stem(telling.iter().map(|place| child.columns[*place].name.as_str()));
    let named_after_parent = is_named_after(&stem, parent.name.name.as_str());
    let plain = named_after_parent || stem.is_empty();
    let role = || stem_of_fields(&entities[ends.0], &telling);
    Some(Edge {
        child: ends.0,
        parent: ends.1,
        rank: Rank {
            carries_tenant,
            named_after_parent,
            columns: from.len(),
        },
        one_to_one: is_one_to_one(key, keys),
        role: (!plain).then(role),
        from,
        to,
        on_delete: key.on_delete,
        on_update: key.on_update,
    })
}

/// The columns that tell what the parent is to the child: all but those of the tenant.
fn telling<'t>(
    child: &'t Table,
    parent: &'t Table,
    (from, to): (&'t [usize], &'t [usize]),
) -> impl Iterator<Item = usize> + 't {
    let is_tenant = |table: &Table, place: usize| table.tenant() == Some(&table.columns[place].name);
    from.iter()
        .zip(to)
        .filter(move |(from, to)| !is_tenant(child, **from) && !is_tenant(parent, **to))
        .map(|(from, _)| *from)
}

/// What the names of columns call the parent.
fn stem<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let stems: Vec<&str> = names
        .map(|name| name.strip_suffix("_id").unwrap_or(name))
        .collect();
    stems.join("_")
}

fn stem_of_fields(child: &Entity<'_>, places: &[usize]) -> String {
    pascal(
        &stem(
            places
                .iter()
                .map(|place| child.fields[*place].spelling.snake.as_str()),
        ),
        Noun::Column,
    )
}

/// Whether the stem is the table's name, or its singular as English makes it.
fn is_named_after(stem: &str, table: &str) -> bool {
    let Some(rest) = table.strip_prefix(stem) else {
        let singular = table.strip_suffix("ies").map(|start| (start, "y"));
        return singular.is_some_and(|(start, end)| stem.strip_suffix(end) == Some(start));
    };
    !stem.is_empty() && matches!(rest, "" | "s" | "es")
}

/// Whether the columns hold a key of the child, so that no two children share a parent.
fn is_one_to_one(key: &ForeignKey, keys: &Keys<'_>) -> bool {
    let primary = keys
        .primary
        .is_some_and(|columns| columns.iter().all(|column| key.columns.contains(column)));
    primary
        || keys
            .unique
            .iter()
            .any(|columns| columns.iter().all(|column| key.columns.contains(column)))
}

/// For every pair of entities that foreign keys join, by place: the one that speaks for it.
pub(super) fn speakers(edges: &[Edge]) -> BTreeMap<(usize, usize), Option<usize>> {
    let mut best: BTreeMap<(usize, usize), Option<usize>> = BTreeMap::new();
    let mut ranks: BTreeMap<(usize, usize), Rank> = BTreeMap::new();
    for (place, edge) in edges.iter().enumerate() {
        let pair = (edge.child.min(edge.parent), edge.child.max(edge.parent));
        let so_far = ranks
            .get(&pair)
            .map_or(Ordering::Greater, |rank| edge.rank.cmp(rank));
        match so_far {
            Ordering::Greater => {
                ranks.insert(pair, edge.rank);
                best.insert(pair, Some(place));
            }
            Ordering::Equal => {
                best.insert(pair, None);
            }
            Ordering::Less => {}
        }
    }
    // sea-orm would name the one table twice in a query.
    best.iter_mut()
        .filter(|(pair, _)| pair.0 == pair.1)
        .for_each(|(_, speaker)| *speaker = None);
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_after_a_table_in_the_singular() {
        assert!(is_named_after("contact", "contacts"));
        assert!(is_named_after("category", "categories"));
        assert!(is_named_after("status", "statuses"));
        assert!(is_named_after("staff", "staff"));
        assert!(!is_named_after("reviewed_by", "members"));
        assert!(!is_named_after("", "s"));
    }
}
