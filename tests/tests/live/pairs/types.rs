//! The domains, composite types and sequences of a state.

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    Attribute, Composite, Domain, DomainCheck, GrantTarget, Privilege, PrivilegeScope, Sequence,
    SequenceOwner,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::besides::OwnerSketch;
use super::build::{grant, grantee};
use super::renamed::Thing;
use super::sketch::SequenceAttributes;
use super::state::{Shape, State};
use super::storage;
use super::values::Kind;

/// What there is of each, with grants.
pub(crate) fn of(state: State<'_>) -> Vec<Object> {
    let world = state.world;
    let mut objects: Vec<Object> = Vec::new();
    for place in 0..world.domains.len() {
        if let Some(domain) = domain(state, place) {
            objects.extend(usage(state, place, GrantTarget::Domain(domain.name.clone())));
            objects.push(domain.into());
        }
    }
    for place in 0..world.composites.len() {
        if let Some(composite) = composite(state, place) {
            objects.extend(usage(
                state,
                place,
                GrantTarget::Composite(composite.name.clone()),
            ));
            objects.push(composite.into());
        }
    }
    for place in 0..world.sequences.len() {
        if let Some(sequence) = sequence(state, place) {
            objects.extend(usage(state, place, GrantTarget::Sequence(sequence.name.clone())));
            objects.extend(owner(state, place).map(|(owner, _)| Object::from(owner)));
            objects.push(sequence.into());
        }
    }
    objects
}

/// Now and then somebody may use it.
fn usage(state: State<'_>, place: usize, on: GrantTarget) -> Option<Object> {
    let (_, fate) = state.world.comments.get(place)?;
    let number = fate.at(state.side)?;
    let usage = (Privilege::Usage, PrivilegeScope::Whole);
    Some(grant(on, grantee(usize::from(*number % 2)), [usage].into()).into())
}

pub(crate) fn domain_name(state: State<'_>, place: usize) -> QualifiedName {
    QualifiedName::public(state.called(Thing::Domain(place), &format!("Domain{place}")))
}

/// A domain that is there, as the type of a column; and whether it accepts null.
pub(crate) fn domain_kind(state: State<'_>, place: usize) -> Option<(Kind, bool)> {
    let sketch = state.world.domains.get(place)?;
    let attributes = sketch.fate.at(state.side)?;
    let base = state.simple_kind(attributes.base, place)?;
    Some((
        Kind::Domain(domain_name(state, place), Box::new(base)),
        attributes.nullable,
    ))
}

fn domain(state: State<'_>, place: usize) -> Option<Domain> {
    let sketch = &state.world.domains[place];
    let attributes = sketch.fate.at(state.side)?;
    let base = state.simple_kind(attributes.base, place)?;
    let there = |(number, fate): (usize, &super::fate::Fate<u8>)| {
        Some(DomainCheck {
            name: Name::from(format!("Domain{place}_check{number}")),
            condition: check(&base, *fate.at(state.side)?)?,
            validated: true,
        })
    };
    Some(Domain {
        name: domain_name(state, place),
        data_type: base.data_type(),
        collation: None,
        nullable: attributes.nullable,
        default: attributes.default.map(|variant| base.default(variant % 2)),
        checks: sketch.checks.iter().enumerate().filter_map(there).collect(),
    })
}

/// What all values satisfy.
fn check(base: &Kind, variant: u8) -> Option<Expression> {
    let number = base.is(&["integer", "bigint", "numeric"]);
    let text = base.is(&["text", "varchar"]);
    Some(Expression::raw(match variant {
        0 if number => "VALUE >= 0",
        1 if number => "VALUE < 1000",
        0 if text => "VALUE <> 'never'",
        1 if text => "char_length(VALUE) < 100",
        _ => return None,
    }))
}

pub(crate) fn composite_name(state: State<'_>, place: usize) -> QualifiedName {
    QualifiedName::public(state.called(Thing::Composite(place), &format!("pair{place}")))
}

pub(crate) fn sequence_name(state: State<'_>, place: usize) -> QualifiedName {
    QualifiedName::public(state.called(Thing::Sequence(place), &format!("numbers{place}")))
}

/// An attribute of a composite type, if both are there.
pub(crate) fn attribute(state: State<'_>, place: usize, number: usize) -> Option<(Name, Kind)> {
    let sketch = state.world.composites.get(place)?;
    let kind = sketch.attributes.get(number)?.at(state.side)?;
    let kind = match kind.checked_sub(Kind::OF_SYSTEM + 3) {
        Some(_) => domain_kind(state, number % state.world.domains.len().max(1))?.0,
        None => state.simple_kind(*kind, number)?,
    };
    let name = format!("{}{number}", ["x", "Part"][number % 2]);
    Some((state.called(Thing::Attribute(place, number), &name), kind))
}

/// The attributes of a composite type that is there.
pub(crate) fn attributes(state: State<'_>, place: usize) -> Option<Vec<(Name, Kind)>> {
    let sketch = state.world.composites.get(place)?;
    sketch.fate.at(state.side)?;
    let before = State {
        side: super::fate::Side::Before,
        ..state
    };
    let of = |state: State<'_>, number: usize| attribute(state, place, number);
    let numbers = || 0..sketch.attributes.len();
    let is_old = |number: &usize| of(before, *number).is_some();
    // New ones stand last.
    let old = numbers().filter(is_old);
    let new = numbers().filter(|number| !is_old(number));
    let all: Vec<(Name, Kind)> = old.chain(new).filter_map(|number| of(state, number)).collect();
    (!all.is_empty()).then_some(all)
}

/// A composite type that is there, as the type of a column.
pub(crate) fn composite_kind(state: State<'_>, place: usize) -> Option<Kind> {
    let kinds = attributes(state, place)?.into_iter().map(|(_, kind)| kind);
    Some(Kind::Composite(composite_name(state, place), kinds.collect()))
}

fn composite(state: State<'_>, place: usize) -> Option<Composite> {
    let attribute = |(name, kind): (Name, Kind)| Attribute {
        name,
        data_type: kind.data_type(),
    };
    Some(Composite {
        name: composite_name(state, place),
        attributes: attributes(state, place)?.into_iter().map(attribute).collect(),
    })
}

/// The first sequence that is there.
pub(crate) fn numbers(state: State<'_>) -> Option<QualifiedName> {
    sequence(state, 0).map(|sequence| sequence.name)
}

/// What a sequence belongs to, and whether that is kept out of the log.
fn owner(state: State<'_>, place: usize) -> Option<(SequenceOwner, bool)> {
    let count = state.world.sequences.len().max(1);
    let of = |sketch: &&OwnerSketch| usize::from(sketch.sequence) % count == place;
    let mut fates = state.world.besides.owners.iter().filter(of);
    let (table, column) = *fates.find_map(|sketch| sketch.fate.at(state.side))?;
    let table = state.table(usize::from(table) % state.world.tables.len().max(1))?;
    let column = table.pick(column).filter(|it| it.shape != Shape::Identity)?;
    let sequence = sequence_name(state, place);
    let owner = SequenceOwner {
        table: table.name.clone(),
        column: column.name.clone(),
        sequence,
    };
    let is_beside = owner.sequence.namespace == owner.table.namespace;
    is_beside.then(|| (owner, storage::is_unlogged(table.storage)))
}

fn sequence(state: State<'_>, place: usize) -> Option<Sequence> {
    let attributes = state.world.sequences.get(place)?.at(state.side)?;
    let SequenceAttributes {
        small,
        increment,
        cache,
        cycle,
        start,
    } = attributes;
    let name = sequence_name(state, place);
    let data_type = DataType::system(if *small { "integer" } else { "bigint" });
    let (min, max) = Sequence::bounds(&data_type, 1);
    Some(Sequence {
        increment: 1 + i64::from(*increment),
        cache: 1 + i64::from(*cache),
        cycle: *cycle,
        start: 1 + i64::from(*start),
        min,
        max,
        unlogged: owner(state, place).is_some_and(|(_, unlogged)| unlogged),
        ..Sequence::new(name, data_type)
    })
}
