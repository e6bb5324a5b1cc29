//! Aggregates: whether their functions fit together.

use super::facts::Facts;
use super::findings::Findings;
use crate::data_type::DataType;
use crate::diagnostic::Code;
use crate::model::{Aggregate, Signature};
use crate::object::ObjectId;

pub(super) fn check(facts: &Facts<'_>, aggregate: &Aggregate, findings: &mut Findings) {
    let name = &aggregate.name;
    let state = &aggregate.state;
    let next: Vec<&DataType> = std::iter::once(state).chain(&aggregate.arguments).collect();
    let wanted = [
        (Some(&aggregate.transition), next, Some(state), "next state"),
        (aggregate.end.as_ref(), vec![state], None, "value"),
        (
            aggregate.combine.as_ref(),
            vec![state, state],
            Some(state),
            "state of two",
        ),
    ];
    for (function, takes, gives, what) in wanted {
        let Some(function) = function else { continue };
        let taken = function.arguments.iter().eq(takes.iter().copied());
        if taken && gives.is_none_or(|gives| is_given(facts, function, gives)) {
            continue;
        }
        let takes: Vec<String> = takes.iter().map(ToString::to_string).collect();
        let gives = gives.map_or_else(String::new, |gives| format!(" and give `{gives}`"));
        findings.report(
            Code::InvalidRule,
            ObjectId::Aggregate(aggregate.signature()),
            format!("`{function}` cannot make the {what} of the aggregate `{name}`"),
            format!("it must take `({})`{gives}", takes.join(", ")),
        );
    }
}

/// Whether a function gives a type, as far as it is known.
fn is_given(facts: &Facts<'_>, function: &Signature, wanted: &DataType) -> bool {
    facts
        .function(function)
        .is_none_or(|function| function.value() == Some(wanted))
}
