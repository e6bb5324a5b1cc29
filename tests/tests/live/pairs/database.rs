//! What is the database's in a state: publications, default privileges, event triggers.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{
    DefaultPrivileges, DefaultPrivilegesId, DefaultTarget, EventTrigger, Function, Privilege, Publication,
    PublishedOperation, PublishedTable, ReplicaIdentity, Returns, SchemaEvent, TriggerEnabled,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::besides::{EventSketch, PublicationAttributes};
use super::build::grantee;
use super::functions::plain;
use super::parts;
use super::renamed::Thing;
use super::sketch::Attributes;
use super::state::{Shape, State, TableState};
use super::storage;

/// What is there of each.
pub(crate) fn of(state: State<'_>) -> Vec<Object> {
    let besides = &state.world.besides;
    let mut objects = Vec::new();
    for (place, fate) in besides.publications.iter().enumerate() {
        if let Some(attributes) = fate.at(state.side) {
            objects.push(publication(state, place, attributes).into());
        }
    }
    let mut taken = BTreeSet::new();
    for sketch in &besides.defaults {
        if let Some(privileges) = sketch.fate.at(state.side)
            && let Some(defaults) = defaults(state, sketch.id, *privileges)
            && taken.insert(defaults.id.clone())
        {
            objects.push(defaults.into());
        }
    }
    for (place, sketch) in besides.events.iter().enumerate() {
        objects.extend(event(state, place, sketch));
    }
    objects
}

pub(crate) fn publication_name(state: State<'_>, place: usize) -> Name {
    state.called(
        Thing::Publication(place),
        &format!("{}{place}", ["told", "Told "][place % 2]),
    )
}

fn publication(state: State<'_>, place: usize, attributes: &PublicationAttributes) -> Publication {
    let PublicationAttributes {
        all_tables,
        namespace,
        operations,
        via_root,
        ..
    } = *attributes;
    let there = state.tables();
    let untold = |table: &TableState<'_>| {
        storage::of_table(table.storage).replica_identity == ReplicaIdentity::Nothing
    };
    let namespaces: BTreeSet<Name> = state
        .namespace()
        .filter(|_| namespace && !all_tables)
        .into_iter()
        .collect();
    let is_told = |table: &&TableState<'_>| {
        let mut numbers = attributes.tables.iter();
        !all_tables
            && !storage::is_unlogged(table.storage)
            && !state.is_parent(table)
            && numbers.any(|(number, _)| state.is_of(*number, table))
    };
    let listed: Vec<&TableState<'_>> = there.iter().filter(is_told).collect();
    // Nothing tells which rows change of a table that has no identity.
    let has = |table: &&TableState<'_>| {
        all_tables
            || namespaces.contains(&table.name.namespace)
            || listed.iter().any(|listed| listed.name == table.name)
    };
    let inserts_alone = there.iter().filter(has).any(untold);
    let all = PublishedOperation::ALL.into_iter().enumerate();
    let mut operations: BTreeSet<PublishedOperation> = all
        .filter(|(bit, _)| operations >> bit & 1 == 1)
        .map(|(_, operation)| operation)
        .collect();
    if inserts_alone {
        operations = [PublishedOperation::Insert].into();
    }
    let published = |table: &&TableState<'_>| {
        let variant = attributes
            .tables
            .iter()
            .find(|(number, _)| state.is_of(*number, table));
        let variant = variant.map_or(0, |(_, variant)| *variant);
        let whole = namespaces.is_empty();
        (
            table.name.clone(),
            published(state, table, variant, whole, via_root),
        )
    };
    let tables: BTreeMap<QualifiedName, PublishedTable> = listed.iter().map(published).collect();
    Publication {
        name: publication_name(state, place),
        all_tables,
        tables,
        namespaces,
        operations,
        via_root,
    }
}

/// What is told of a table: the columns of its key and one more, or rows by their key.
fn published(
    state: State<'_>,
    table: &TableState<'_>,
    variant: u8,
    may_have_columns: bool,
    via_root: bool,
) -> PublishedTable {
    let mut parts = parts::of_table(state, table).into_iter();
    let by_index = parts.any(|part| matches!(part, Object::Index(index) if index.replica_identity));
    let by_key = storage::of_table(table.storage).replica_identity.is_default() && !by_index;
    let by_key = by_key && (table.partitioned.is_none() || via_root);
    let mut told = PublishedTable::default();
    if by_key && variant % 2 == 1 && may_have_columns {
        told.columns = parts::primary_key(table);
        let more = table
            .pick(variant / 4)
            .filter(|it| !matches!(it.shape, Shape::Generated(_)));
        let more = more.filter(|it| !told.columns.contains(&it.name));
        told.columns.extend(more.map(|it| it.name.clone()));
    }
    if by_key && variant % 4 >= 2 {
        let key = table.columns.first().and_then(Option::as_ref);
        told.filter = key.map(|key| key.kind.selects(&key.name, variant / 4));
    }
    told
}

/// Default privileges by their number: on what, whose, where, for whom.
fn defaults(state: State<'_>, (on, place, to): (u8, u8, u8), privileges: u8) -> Option<DefaultPrivileges> {
    let on = match on % 5 {
        0 => DefaultTarget::Tables,
        1 => DefaultTarget::Sequences,
        2 => DefaultTarget::Functions,
        3 => DefaultTarget::Types,
        _ => DefaultTarget::Namespaces,
    };
    let namespace = match place % 3 {
        _ if on == DefaultTarget::Namespaces => None,
        1 => Some(Name::new("public")),
        2 => Some(state.namespace()?),
        _ => None,
    };
    let id = DefaultPrivilegesId {
        creator: (place / 3 % 2 == 1).then(|| Name::new("writer")),
        namespace,
        on,
        grantee: grantee(usize::from(to)),
    };
    let is_own = id.creator.is_some() && id.grantee == grantee(1);
    if is_own && id.namespace.is_none() {
        return None;
    }
    // Debian's server does not know what came later.
    let known = id.on.privileges().iter().filter(|of| **of != Privilege::Maintain);
    let known = known.enumerate();
    let chosen = known.filter(|(bit, _)| privileges >> bit & 1 == 1);
    let privileges: BTreeSet<_> = chosen.map(|(_, privilege)| *privilege).collect();
    (privileges != id.built_in()).then_some(DefaultPrivileges {
        id,
        privileges,
        to_owner: false,
    })
}

pub(crate) fn event_name(state: State<'_>, place: usize) -> Name {
    state.called(
        Thing::Event(place),
        &format!("{}{place}", ["watches", "Watches "][place % 2]),
    )
}

/// An event trigger and its function.
fn event(state: State<'_>, place: usize, sketch: &EventSketch) -> Vec<Object> {
    let (Some(attributes), Some(note)) = (sketch.fate.at(state.side), sketch.body.at(state.side)) else {
        return Vec::new();
    };
    let definer = attributes.enabled % 2 == 1;
    let of_function = Attributes {
        body: *note,
        stable: false,
        definer,
        strict: false,
    };
    let name = QualifiedName::public(Name::from(format!("watch{place}")));
    let function = Function {
        returns: Returns::EventTrigger,
        language: Name::new("plpgsql"),
        ..plain(
            name,
            &of_function,
            format!("BEGIN\n    -- Note {note}.\n    NULL;\nEND;"),
        )
    };
    let (event, tag) = match attributes.event % 4 {
        0 => (SchemaEvent::DdlCommandStart, "CREATE TABLE"),
        1 => (SchemaEvent::DdlCommandEnd, "ALTER TABLE"),
        2 => (SchemaEvent::SqlDrop, "DROP TABLE"),
        _ => (SchemaEvent::TableRewrite, "ALTER TABLE"),
    };
    let trigger = EventTrigger {
        name: event_name(state, place),
        event,
        tags: attributes.tagged.then(|| tag.to_owned()).into_iter().collect(),
        function: function.signature(),
        enabled: match attributes.enabled % 4 {
            0 => TriggerEnabled::Origin,
            1 => TriggerEnabled::Always,
            2 => TriggerEnabled::Replica,
            _ => TriggerEnabled::Disabled,
        },
    };
    vec![function.into(), trigger.into()]
}
