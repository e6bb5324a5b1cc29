//! The relations of every entity, both ways, each with its name.

use heck::ToUpperCamelCase;
use voxanne_schema::model::ReferentialAction;

use super::Entity;
use super::bridges;
use super::enums::EnumType;
use super::facts::Facts;
use super::roles::{Edge, edges, speakers};
use crate::entities::column_type::Scalar;
use crate::entities::reserved;
use crate::entities::spelling::Taken;

/// A variant of `Relation`.
#[derive(Clone, Debug)]
pub(in crate::entities) struct Relation {
    pub(in crate::entities) variant: String,
    pub(in crate::entities) cardinality: Cardinality,
    /// The entity at the other end.
    pub(in crate::entities) target: usize,
    /// Columns of this entity.
    pub(in crate::entities) from: Vec<usize>,
    /// Columns of the other.
    pub(in crate::entities) to: Vec<usize>,
    pub(in crate::entities) reach: Reach,
    pub(in crate::entities) on_delete: ReferentialAction,
    pub(in crate::entities) on_update: ReferentialAction,
}

/// Which end of a foreign key a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::entities) enum Cardinality {
    /// This entity refers to the other.
    BelongsTo,
    /// At most one of the other refers to this entity.
    HasOne,
    /// Any number of the other refer to this entity.
    HasMany,
}

/// How code gets from this entity to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::entities) enum Reach {
    /// By `Related`: this relation speaks for the two entities.
    Related,
    /// By name alone.
    Named {
        /// The type that is `Linked`.
        link: String,
        /// The variant at the other end.
        reverse: String,
    },
}

/// Gives the entities their relations and their bridges.
pub(super) fn relate(entities: &mut [Entity<'_>], facts: &Facts<'_>, enums: &[EnumType<'_>]) {
    let edges = edges(entities, facts);
    let speakers = speakers(&edges);
    let speaks: Vec<bool> = (0..edges.len())
        .map(|place| {
            let edge = &edges[place];
            speakers.get(&(edge.child.min(edge.parent), edge.child.max(edge.parent))) == Some(&Some(place))
        })
        .collect();
    let names = name(entities, &edges, &speaks);
    let mut links = Links {
        taken: vec![None; entities.len()],
        enums,
    };
    for ((edge, speaks), (forward, backward)) in edges.iter().zip(speaks).zip(&names) {
        let mut reach = |place: usize, variant: &str, reverse: &str| {
            if speaks {
                return Reach::Related;
            }
            Reach::Named {
                link: links.name(&entities[place], place, variant),
                reverse: reverse.to_owned(),
            }
        };
        let to_parent = reach(edge.child, forward, backward);
        let to_child = reach(edge.parent, backward, forward);
        entities[edge.child]
            .relations
            .push(belongs_to(edge, forward, to_parent));
        entities[edge.parent]
            .relations
            .push(has(edge, backward, to_child));
    }
    bridges::bridge(entities, &edges, &names, &speakers, &mut links);
    for entity in entities {
        entity
            .relations
            .sort_by_key(|relation| relation.cardinality != Cardinality::BelongsTo);
    }
}

fn belongs_to(edge: &Edge, variant: &str, reach: Reach) -> Relation {
    Relation {
        variant: variant.to_owned(),
        cardinality: Cardinality::BelongsTo,
        target: edge.parent,
        from: edge.from.clone(),
        to: edge.to.clone(),
        reach,
        on_delete: edge.on_delete,
        on_update: edge.on_update,
    }
}

fn has(edge: &Edge, variant: &str, reach: Reach) -> Relation {
    Relation {
        variant: variant.to_owned(),
        cardinality: if edge.one_to_one {
            Cardinality::HasOne
        } else {
            Cardinality::HasMany
        },
        target: edge.child,
        from: edge.to.clone(),
        to: edge.from.clone(),
        reach,
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
    }
}

/// The variants of every edge, at the child and at the parent. The one that speaks for its pair is
/// named after the other table, any other one after its columns.
fn name(entities: &[Entity<'_>], edges: &[Edge], speaks: &[bool]) -> Vec<(String, String)> {
    let mut taken = vec![Taken::default(); entities.len()];
    let mut names = vec![(String::new(), String::new()); edges.len()];
    for by_table in [true, false] {
        for ((edge, speaks), names) in edges.iter().zip(speaks).zip(&mut names) {
            if *speaks != by_table {
                continue;
            }
            let (child, parent) = (&entities[edge.child], &entities[edge.parent]);
            let (forward, backward) = if by_table {
                (
                    vec![parent.spelling.pascal.clone()],
                    vec![child.spelling.pascal.clone()],
                )
            } else {
                by_columns(edge, child, parent)
            };
            names.0 = taken[edge.child].take(forward);
            names.1 = taken[edge.parent].take(backward);
        }
    }
    names
}

/// Names for an edge that does not speak for its pair, the best one first.
fn by_columns(edge: &Edge, child: &Entity<'_>, parent: &Entity<'_>) -> (Vec<String>, Vec<String>) {
    let columns: String = edge
        .from
        .iter()
        .map(|place| child.fields[*place].spelling.pascal.as_str())
        .collect();
    // The spelling of sea-orm's dense format, which changes some names of other scripts.
    let spelled = |name: String| name.to_upper_camel_case();
    let long = |entity: &Entity<'_>| spelled(format!("{}By{columns}", entity.spelling.pascal));
    match &edge.role {
        Some(role) => {
            let by = if role.ends_with("By") { "" } else { "By" };
            let backward = spelled(format!("{}{by}{role}", child.spelling.pascal));
            (vec![role.clone(), long(parent)], vec![backward, long(child)])
        }
        None => (vec![long(parent)], vec![long(child)]),
    }
}

/// Names for types that are `Linked`, apart from the types that the file of the entity has already,
/// and from its fields: in a script without cases they could be the same, and then what the macros
/// bind to a field's name would be taken for the type.
pub(super) struct Links<'p, 's> {
    taken: Vec<Option<Taken>>,
    enums: &'p [EnumType<'s>],
}

impl Links<'_, '_> {
    /// A name for a type in the file of the entity at that place.
    pub(super) fn name(&mut self, entity: &Entity<'_>, place: usize, wanted: &str) -> String {
        let enums = self.enums;
        let taken = self.taken[place].get_or_insert_with(|| names_in(entity, enums));
        taken.take([wanted.to_owned(), format!("{wanted}Link")])
    }
}

fn names_in(entity: &Entity<'_>, enums: &[EnumType<'_>]) -> Taken {
    let fields = entity.fields.iter().map(|field| field.spelling.snake.as_str());
    let enums = entity
        .fields
        .iter()
        .filter_map(|field| match field.column_type.scalar {
            Scalar::Enum(place) => enums.get(place).map(|e| e.ident.as_str()),
            _ => None,
        });
    let reserved = reserved::RUST.iter().chain(reserved::SEA_ORM).copied();
    Taken::of(reserved.chain(fields).chain(enums))
}
