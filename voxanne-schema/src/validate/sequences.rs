//! Sequences and identity columns: what PostgreSQL refuses in the way they count.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::{Column, Sequence, Table};
use crate::object::ObjectId;

pub(super) fn check(sequence: &Sequence, findings: &mut Findings) {
    let name = &sequence.name;
    let mut refuse = |message: String, help: String| {
        findings.report(Code::InvalidRule, ObjectId::Sequence(name.clone()), message, help);
    };
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
