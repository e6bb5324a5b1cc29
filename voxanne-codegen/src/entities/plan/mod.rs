//! What to write, before any Rust is written: which tables become entities, what everything is
//! called, which columns tell rows apart, and how the entities reach each other.

mod bridges;
mod enums;
mod facts;
mod fields;
mod relations;
mod roles;

use std::collections::BTreeSet;

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::model::{Schema, Table};
use voxanne_schema::name::QualifiedName;

use self::facts::Facts;
use self::fields::Key;
use super::column_type::EnumPlaces;
use super::ident::Noun;
use super::options::EntityOptions;
use super::reserved;
use super::spelling::{Speller, Spelling, short_names};

pub(super) use self::bridges::Bridge;
pub(super) use self::enums::EnumType;
pub(super) use self::fields::{Field, KeySource, Written};
pub(super) use self::relations::{Cardinality, Reach, Relation};

/// Everything that is to be written.
#[derive(Debug)]
pub(super) struct Plan<'s> {
    /// The entities, by name of the table.
    pub(super) entities: Vec<Entity<'s>>,
    /// The enums, by name.
    pub(super) enums: Vec<EnumType<'s>>,
    /// Tables without an entity, because no key tells their rows apart.
    pub(super) keyless: Vec<&'s QualifiedName>,
    /// Enums whose columns stay text.
    pub(super) textual: Vec<&'s QualifiedName>,
}

/// An entity to write.
#[derive(Debug)]
pub(super) struct Entity<'s> {
    pub(super) table: &'s Table,
    /// Its module, and the name of it in relations and in the prelude.
    pub(super) spelling: Spelling,
    pub(super) comment: Option<&'s str>,
    pub(super) fields: Vec<Field<'s>>,
    pub(super) key: KeySource,
    pub(super) relations: Vec<Relation>,
    pub(super) bridges: Vec<Bridge>,
    /// Unique constraints over several columns that are never null.
    pub(super) unique: BTreeSet<Vec<usize>>,
    /// Whether it is a view, which is only read.
    pub(super) view: bool,
    /// Whether a sibling module has its `ActiveModelBehavior`.
    pub(super) own_behavior: bool,
}

impl<'s> Plan<'s> {
    pub(super) fn of(schema: &'s Schema, views: &BTreeSet<QualifiedName>, options: &EntityOptions) -> Self {
        let facts = Facts::of(schema);
        let tables: Vec<&Table> = schema
            .tables()
            .filter(|table| options.wants_table(table))
            .collect();
        let columns = tables.iter().flat_map(|table| &table.columns);
        let used: BTreeSet<&QualifiedName> = columns
            .filter_map(|column| under_domains(&column.data_type, schema).user_name())
            .collect();
        let (enums, textual) = enums::enums(schema, &facts, &used, options);
        let places = EnumPlaces {
            enums: enums
                .iter()
                .enumerate()
                .map(|(place, e)| (&e.definition.name, place))
                .collect(),
            domains: schema
                .domains()
                .map(|domain| (&domain.name, schema.values_of(&domain.data_type)))
                .collect(),
        };
        let mut keyless = Vec::new();
        let mut keyed = Vec::new();
        for table in tables {
            match fields::key(table, facts.keys.get(&table.name), &places) {
                Some(key) => keyed.push((table, key)),
                None => keyless.push(&table.name),
            }
        }
        let mut entities = named(keyed, &facts, &places, options);
        for entity in &mut entities {
            entity.view = views.contains(&entity.table.name);
        }
        relations::relate(&mut entities, &facts, &enums);
        Self {
            entities,
            enums,
            keyless,
            textual,
        }
    }

    /// Whether anything has a comment of the database.
    pub(super) fn has_comments(&self) -> bool {
        let of_entity = |entity: &Entity<'_>| {
            entity.comment.is_some() || entity.fields.iter().any(|field| field.comment.is_some())
        };
        self.entities.iter().any(of_entity) || self.enums.iter().any(|e| e.comment.is_some())
    }

    /// Whether an identifier has other letters than ASCII's.
    pub(super) fn has_other_scripts(&self) -> bool {
        let of_entity = |entity: &Entity<'_>| {
            !entity.spelling.snake.is_ascii()
                || entity.fields.iter().any(|field| !field.spelling.snake.is_ascii())
        };
        let of_enum =
            |e: &EnumType<'_>| !e.ident.is_ascii() || e.variants.iter().any(|variant| !variant.is_ascii());
        self.entities.iter().any(of_entity) || self.enums.iter().any(of_enum)
    }
}

/// The type that a domain narrows, whatever the dimensions.
fn under_domains<'s>(mut of: &'s DataType, schema: &'s Schema) -> &'s DataType {
    while let BaseType::Domain(name) = &of.base
        && let Some(domain) = schema.domain(name)
    {
        of = &domain.data_type;
    }
    of
}

/// The entities without their relations.
fn named<'s>(
    keyed: Vec<(&'s Table, Key)>,
    facts: &Facts<'s>,
    places: &EnumPlaces<'s>,
    options: &EntityOptions,
) -> Vec<Entity<'s>> {
    let siblings = options.sibling_modules.iter().map(String::as_str);
    let reserved = reserved::MODULES
        .iter()
        .chain(reserved::RUST)
        .copied()
        .chain(siblings);
    let names: Vec<&QualifiedName> = keyed.iter().map(|(table, _)| &table.name).collect();
    let short = short_names(&names);
    let short: Vec<&str> = short.iter().map(AsRef::as_ref).collect();
    let spellings = Speller::without(reserved).spell(&short, Noun::Table);
    keyed
        .into_iter()
        .zip(spellings)
        .map(|((table, key), spelling)| Entity {
            table,
            spelling,
            comment: facts.tables.get(&table.name).and_then(|comments| comments.own),
            unique: fields::composite_keys(table, facts.keys.get(&table.name), &key),
            fields: fields::fields(table, facts, places, &key),
            key: key.source,
            relations: Vec::new(),
            bridges: Vec::new(),
            view: false,
            own_behavior: options.own_behavior.contains(&table.name),
        })
        .collect()
}
