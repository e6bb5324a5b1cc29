//! Sequences and identity columns: what PostgreSQL refuses in the way they count.

use super::facts::Facts;
use super::findings::Findings;
use super::ownerships;
use crate::diagnostic::Code;
use crate::model::{Column, Sequence, SequenceOwner, Table};
use crate::object::{Object, ObjectId};

pub(super) fn check(facts: &Facts<'_>, sequence: &Sequence, findings: &mut Findings) {
    let name = &sequence.name;
    let mut refuse = |message: String, help: String| {
        findings.report(Code::InvalidRule, ObjectId::Sequence(name.clone()), message, help);
    };
    if let Some((table, column)) = facts.declared.schema.identity_called(name) {
        refuse(
            format!(
                "the sequence `{name}` is called as that of the identity `{}.{}` is",
                table.name, column.name
            ),
            "give it another name: `#[sequence(name = \"…\")]`".to_owned(),
        );
    }
    let known = ["smallint", "integer", "bigint"];
    if !known.iter().any(|known| sequence.data_type.is_system(known)) {
        refuse(
            format!("the sequence `{name}` counts in `{}`", sequence.data_type),
            "a sequence counts in `i16`, `i32` or `i64`: `pub struct OrderNo(i64);`".to_owned(),
        );
        return;
    }
    check_numbers(sequence, &format!("the sequence `{name}`"), &mut refuse);
}

/// What an identity column says of its numbers.
pub(super) fn check_identity(table: &Table, column: &Column, findings: &mut Findings) {
    let (of, name) = (&table.name, &column.name);
    let mut refuse = |message: String, help: String| {
        findings.report(Code::InvalidRule, ObjectId::Table(of.clone()), message, help);
    };
    if column.identity.is_none() {
        if !column.sequence_options.is_default() {
            refuse(
                format!("the column `{of}.{name}` says how it counts, and is no identity"),
                "write `#[col(identity(start = 1000))]`".to_owned(),
            );
        }
        return;
    }
    let what = format!("the identity `{of}.{name}`");
    let options = &column.sequence_options;
    let sequence = options.sequence(of.sibling(name.clone()), column.data_type.clone());
    check_numbers(&sequence, &what, &mut refuse);
}

/// The numbers fit together, and into their type.
fn check_numbers(sequence: &Sequence, what: &str, refuse: &mut impl FnMut(String, String)) {
    let (least, most) = Sequence::range(&sequence.data_type);
    if sequence.increment == 0 {
        refuse(
            format!("{what} does not move"),
            "write `increment = 1`, or below zero to count down".to_owned(),
        );
    }
    if sequence.min < least || sequence.max > most || sequence.min >= sequence.max {
        refuse(
            format!("{what} counts from {} to {}", sequence.min, sequence.max),
            format!(
                "`min` is below `max`, and both lie between {least} and {most}, the numbers of `{}`",
                sequence.data_type
            ),
        );
    } else if sequence.start < sequence.min || sequence.start > sequence.max {
        refuse(
            format!("{what} starts at {}", sequence.start),
            format!("`start` lies between {} and {}", sequence.min, sequence.max),
        );
    }
    if sequence.cache < 1 {
        refuse(
            format!("{what} keeps {} numbers", sequence.cache),
            "write `cache = 1`, or more".to_owned(),
        );
    }
}

/// What PostgreSQL asks of a sequence that belongs to a column: the two live and are kept together.
pub(super) fn check_owner(facts: &Facts<'_>, owner: &SequenceOwner, findings: &mut Findings) {
    ownerships::check_grants_on_sequence(facts, owner, findings);
    let (name, of) = (&owner.sequence, &owner.table);
    let whole = format!("the sequence `{name}` belongs to `{of}.{}`", owner.column);
    let mut refuse = |why: &str, help: String| {
        let id = ObjectId::Sequence(name.clone());
        findings.report(Code::InvalidRule, id, format!("{whole}, {why}"), help);
    };
    if name.namespace != of.namespace {
        let namespace = &of.namespace;
        refuse(
            "in another namespace",
            format!("PostgreSQL keeps both in one: `#[sequence(namespace = \"{namespace}\")]`"),
        );
    }
    let Some(table) = facts.table(of).map(|own| own.table) else {
        return;
    };
    let column = table.column(&owner.column);
    if column.is_some_and(|column| column.identity.is_some()) {
        refuse(
            "an identity, which has a sequence of its own",
            "write `default = nextval::<…>()` in place of `identity`, or take `owned_by` away".to_owned(),
        );
    }
    let id = ObjectId::Sequence(name.clone());
    let Some(Object::Sequence(sequence)) = facts.declared.schema.get(&id) else {
        return;
    };
    match (sequence.unlogged, table.storage.unlogged) {
        (false, true) => refuse(
            "which is not logged",
            "PostgreSQL keeps both alike: `#[sequence(unlogged)]`".to_owned(),
        ),
        (true, false) => refuse(
            "which is logged",
            "PostgreSQL keeps both alike: take `unlogged` away, or write `r.unlogged()`".to_owned(),
        ),
        (true, true) | (false, false) => {}
    }
}
