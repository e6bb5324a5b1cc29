//! Sequences: what PostgreSQL refuses in one.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::Sequence;
use crate::object::ObjectId;

pub(super) fn check(sequence: &Sequence, findings: &mut Findings) {
    let (least, most) = Sequence::range(&sequence.data_type);
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
    if sequence.increment == 0 {
        refuse(
            format!("the sequence `{name}` does not move"),
            "write `increment = 1`, or below zero to count down".to_owned(),
        );
    }
    if sequence.min < least || sequence.max > most || sequence.min >= sequence.max {
        refuse(
            format!(
                "the sequence `{name}` counts from {} to {}",
                sequence.min, sequence.max
            ),
            format!(
                "`min` is below `max`, and both lie between {least} and {most}, the numbers of `{}`",
                sequence.data_type
            ),
        );
    } else if sequence.start < sequence.min || sequence.start > sequence.max {
        refuse(
            format!("the sequence `{name}` starts at {}", sequence.start),
            format!("`start` lies between {} and {}", sequence.min, sequence.max),
        );
    }
    if sequence.cache < 1 {
        refuse(
            format!("the sequence `{name}` keeps {} numbers", sequence.cache),
            "write `cache = 1`, or more".to_owned(),
        );
    }
}
