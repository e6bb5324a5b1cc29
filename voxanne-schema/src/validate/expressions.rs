//! What may stand in an expression, by the place where it stands. PostgreSQL refuses the rest.
//!
//! SQL text is opaque here; it is parsed when the schema is generated.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::expression::{Expression, FunctionName};
use crate::model::Volatility;
use crate::name::Name;
use crate::object::ObjectId;

/// A place for an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Default,
    Generated,
    Check,
    IndexKey,
    IndexFilter,
    Policy,
    TriggerCondition,
    Backfill,
}

/// What is wrong in a place.
#[derive(Clone, Copy, Debug)]
enum Fault<'e> {
    Column(&'e Name),
    Row(&'e Name),
    Subquery,
    NotImmutable(&'e Name),
}

/// Reports the first thing in the expression that cannot stand in its place. `what` names the
/// place with its object: ``the default of `created_at` ``.
pub(super) fn check(
    expression: &Expression,
    place: Place,
    object: impl FnOnce() -> ObjectId,
    what: impl FnOnce() -> String,
    findings: &mut Findings,
) {
    let mut fault = None;
    expression.walk(&mut |part| {
        if fault.is_none() {
            fault = place.fault(part);
        }
    });
    if let Some(fault) = fault {
        let message = format!("{} {}", what(), fault.text());
        findings.report(Code::InvalidRule, object(), message, place.help(fault));
    }
}

impl Place {
    fn fault(self, part: &Expression) -> Option<Fault<'_>> {
        match part {
            Expression::Column(name) => (!self.has_columns()).then_some(Fault::Column(name)),
            Expression::RowColumn { column, .. } => {
                (self != Self::TriggerCondition).then_some(Fault::Row(column))
            }
            Expression::Once(_) | Expression::SoleValue { .. } => {
                (!self.has_subqueries()).then_some(Fault::Subquery)
            }
            Expression::Call {
                function, volatility, ..
            } => (self.is_immutable() && *volatility != Volatility::Immutable)
                .then_some(Fault::NotImmutable(name(function))),
            Expression::NextValue(name) => self.is_immutable().then_some(Fault::NotImmutable(&name.name)),
            Expression::Literal(_)
            | Expression::Binary { .. }
            | Expression::And(_)
            | Expression::Or(_)
            | Expression::Not(_)
            | Expression::IsNull(_)
            | Expression::IsNotNull(_)
            | Expression::In { .. }
            | Expression::Cast { .. }
            | Expression::Raw { .. } => None,
        }
    }

    const fn has_columns(self) -> bool {
        !matches!(self, Self::Default | Self::TriggerCondition)
    }

    const fn has_subqueries(self) -> bool {
        matches!(self, Self::Policy | Self::Backfill)
    }

    const fn is_immutable(self) -> bool {
        matches!(self, Self::Generated | Self::IndexKey | Self::IndexFilter)
    }

    fn help(self, fault: Fault<'_>) -> String {
        match (fault, self) {
            (Fault::Column(name), Self::TriggerCondition) => {
                format!("say of which row: `c.{name}.old()` or `c.{name}.new_value()`")
            }
            (Fault::Column(name), _) => format!(
                "give a constant or a call; a value made from `{name}` is a generated column, `#[col(generated = …)]`"
            ),
            (Fault::Row(name), _) => format!("name the column itself: `c.{name}`"),
            (Fault::Subquery, _) => {
                "call a function that looks it up, or keep the rule in a trigger: `r.trigger(\"…\")`"
                    .to_owned()
            }
            (Fault::NotImmutable(_), Self::IndexFilter) => {
                "compare with constants, and leave what changes with time to the query".to_owned()
            }
            (Fault::NotImmutable(name), _) => format!(
                "leave `{name}` out, or declare it `#[function(immutable)]` if its result never changes"
            ),
        }
    }
}

impl Fault<'_> {
    fn text(self) -> String {
        match self {
            Self::Column(name) => format!("names the column `{name}`, which has no value there"),
            Self::Row(name) => format!("names `{name}` of an old or new row, which only a trigger has"),
            Self::Subquery => "looks into a table, which PostgreSQL refuses there".to_owned(),
            Self::NotImmutable(name) => format!("calls `{name}`, whose result may change"),
        }
    }
}

/// The bare name of a function.
pub(super) fn name(function: &FunctionName) -> &Name {
    match function {
        FunctionName::System(name) => name,
        FunctionName::User(signature) => &signature.name.name,
    }
}
