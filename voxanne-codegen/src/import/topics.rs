//! Which objects stand in one file: tables that point at each other, the types and functions that they alone
//! use, and what belongs to all.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::Schema;
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use crate::entities::ident::{Noun, escaped, file_stem, snake};

/// As many tables as one file has at most, where they can be told apart.
const MOST_TABLES: usize = 12;

/// The topic of each object that stands by itself.
pub(super) fn topics(schema: &Schema) -> BTreeMap<ObjectId, String> {
    let tables = of_tables(schema);
    let mut topics: BTreeMap<ObjectId, String> = BTreeMap::new();
    for (table, topic) in &tables {
        topics.insert(ObjectId::Table(table.clone()), topic.clone());
    }
    let users = users(schema, &topics);
    for (id, object) in schema.objects() {
        let general = match object {
            Object::Enum(_) | Object::Domain(_) | Object::Composite(_) | Object::Sequence(_) => "types",
            Object::Function(_) | Object::Procedure(_) => "functions",
            Object::View(_) | Object::MaterializedView(_) => "views",
            _ => continue,
        };
        let of_one = match users.get(id) {
            Some(users) if users.len() == 1 => users.first(),
            _ => None,
        };
        let topic = of_one.cloned().unwrap_or_else(|| general.to_owned());
        topics.insert(id.clone(), topic);
    }
    topics
}

/// The topics whose tables use an object: by the type of a column, by a trigger.
fn users(schema: &Schema, topics: &BTreeMap<ObjectId, String>) -> BTreeMap<ObjectId, BTreeSet<String>> {
    let mut users: BTreeMap<ObjectId, BTreeSet<String>> = BTreeMap::new();
    let mut use_by = |id: ObjectId, table: &QualifiedName| {
        if let Some(topic) = topics.get(&ObjectId::Table(table.clone())) {
            users.entry(id).or_default().insert(topic.clone());
        }
    };
    for table in schema.tables() {
        for column in &table.columns {
            if let Some(id) = column.data_type.object() {
                use_by(id, &table.name);
            }
            if let Some(voxanne_schema::expression::Expression::NextValue(name)) = &column.default {
                use_by(ObjectId::Sequence(name.clone()), &table.name);
            }
        }
    }
    for (_, object) in schema.objects() {
        if let Object::SequenceOwner(owner) = object {
            use_by(ObjectId::Sequence(owner.sequence.clone()), &owner.table);
        }
    }
    for trigger in schema.triggers() {
        use_by(ObjectId::Function(trigger.function.clone()), &trigger.table);
    }
    users
}

/// Tables in clusters of those that point at each other. A table that many point at is a topic of its own
/// where a cluster would be too large, and who points at several stands with the one that fewest point at.
fn of_tables(schema: &Schema) -> BTreeMap<QualifiedName, String> {
    let mut points_at: BTreeMap<&QualifiedName, BTreeSet<&QualifiedName>> = BTreeMap::new();
    let mut pointed: BTreeMap<&QualifiedName, usize> = BTreeMap::new();
    for table in schema.tables() {
        points_at.entry(&table.name).or_default();
        for parent in &table.inherits {
            points_at.entry(&table.name).or_default().insert(parent);
        }
    }
    for constraint in schema.constraints() {
        if let Some(key) = constraint.foreign_key()
            && key.references != constraint.table
            && key.references.namespace == constraint.table.namespace
            && schema.table(&key.references).is_some()
        {
            points_at
                .entry(&constraint.table)
                .or_default()
                .insert(&key.references);
        }
    }
    for target in points_at.values().flatten() {
        *pointed.entry(target).or_default() += 1;
    }
    let mut cluster: BTreeMap<&QualifiedName, &QualifiedName> = BTreeMap::new();
    for members in connected(&points_at) {
        let heads: Vec<&QualifiedName> = if members.len() <= MOST_TABLES {
            let head = members
                .iter()
                .max_by_key(|table| (pointed.get(*table).copied(), std::cmp::Reverse(*table)));
            head.copied().into_iter().collect()
        } else {
            let is_head = |table: &&&QualifiedName| pointed.get(**table).copied().unwrap_or_default() >= 3;
            members.iter().filter(is_head).copied().collect()
        };
        for table in &members {
            let head = if let [head] = heads.as_slice() {
                head
            } else {
                head_of(table, &heads, &points_at, &pointed)
            };
            cluster.insert(table, head);
        }
    }
    let mut sizes: BTreeMap<&QualifiedName, usize> = BTreeMap::new();
    cluster
        .values()
        .for_each(|head| *sizes.entry(head).or_default() += 1);
    cluster
        .into_iter()
        .map(|(table, head)| {
            let alone = sizes.get(head) == Some(&1) && sizes.len() > MOST_TABLES;
            let topic = if alone {
                "others".to_owned()
            } else {
                head.name.as_str().to_owned()
            };
            let topic = if table.namespace == "public" {
                topic
            } else {
                format!("{}_{topic}", table.namespace)
            };
            (table.clone(), file_of(&topic))
        })
        .collect()
}

/// The head that a table belongs to: itself, or the one among those on its way that fewest point at.
fn head_of<'n>(
    table: &'n QualifiedName,
    heads: &[&'n QualifiedName],
    points_at: &BTreeMap<&'n QualifiedName, BTreeSet<&'n QualifiedName>>,
    pointed: &BTreeMap<&'n QualifiedName, usize>,
) -> &'n QualifiedName {
    let (mut at, mut seen) = (table, BTreeSet::new());
    while !heads.contains(&at) && seen.insert(at) {
        let targets = points_at.get(at).into_iter().flatten();
        let next =
            targets.min_by_key(|target| (!heads.contains(target), pointed.get(*target).copied(), **target));
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The tables that are reached from each other, whichever way they point.
fn connected<'n>(
    points_at: &BTreeMap<&'n QualifiedName, BTreeSet<&'n QualifiedName>>,
) -> Vec<BTreeSet<&'n QualifiedName>> {
    let mut beside: BTreeMap<&QualifiedName, BTreeSet<&'n QualifiedName>> = BTreeMap::new();
    for (from, targets) in points_at {
        for to in targets {
            beside.entry(from).or_default().insert(to);
            beside.entry(to).or_default().insert(from);
        }
    }
    let (mut seen, mut clusters) = (BTreeSet::new(), Vec::new());
    for &first in points_at.keys() {
        if seen.contains(first) {
            continue;
        }
        let (mut members, mut open) = (BTreeSet::new(), vec![first]);
        while let Some(table) = open.pop() {
            if seen.insert(table) {
                members.insert(table);
                open.extend(beside.get(table).into_iter().flatten().copied());
            }
        }
        clusters.push(members);
    }
    clusters
}

/// The topic as the name of a module and of its file, apart from those that mean something else.
fn file_of(topic: &str) -> String {
    const OTHERS: &[&str] = &[
        "database",
        "elsewhere",
        "functions",
        "lib",
        "main",
        "mod",
        "roles",
        "types",
        "unsaid",
        "views",
    ];
    let stem = file_stem(&snake(topic, Noun::Table));
    if OTHERS.contains(&stem.as_str()) || escaped(&stem) != stem {
        format!("{stem}_tables")
    } else {
        stem
    }
}
