//! Which bounds of partitions meet. Values are compared where their order is the same in every database:
//! whole numbers, booleans, dates and moments of one form, uuids. Of texts only equality is known, for their
//! order hangs on a collation; what is not known here PostgreSQL tells when it makes the partition.

use std::cmp::Ordering;

use crate::expression::{Expression, Literal};
use crate::model::{BoundValue, PartitionBound};

/// What two partitions of one table both hold, and what to do about it.
pub(super) fn overlap(
    first: &PartitionBound,
    second: &PartitionBound,
) -> Option<(&'static str, &'static str)> {
    match (first, second) {
        (PartitionBound::Default, PartitionBound::Default) => Some((
            "both hold what no other partition holds",
            "keep one of them: a table has one default partition",
        )),
        (
            PartitionBound::Range { from, to },
            PartitionBound::Range {
                from: other_from,
                to: other_to,
            },
        ) => {
            let meet = order(from, other_to)? == Ordering::Less && order(other_from, to)? == Ordering::Less;
            meet.then_some((
                "hold the same rows, for their ranges overlap",
                "let one end where the other begins: the lower end is in the range and the upper is not",
            ))
        }
        (PartitionBound::List(values), PartitionBound::List(others)) => {
            let same = values
                .iter()
                .any(|value| others.iter().any(|other| is_same(value, other)));
            same.then_some((
                "hold the same rows, for both list a value",
                "list each value in one partition",
            ))
        }
        (
            PartitionBound::Hash { modulus, remainder },
            PartitionBound::Hash {
                modulus: other_modulus,
                remainder: other_remainder,
            },
        ) => hashes((*modulus, *remainder), (*other_modulus, *other_remainder)),
        _ => None,
    }
}

/// Whether no row can be within both, where that is known.
pub(crate) fn disjoint(first: &PartitionBound, second: &PartitionBound) -> Option<bool> {
    if let (
        PartitionBound::Range { from, to },
        PartitionBound::Range {
            from: other_from,
            to: other_to,
        },
    ) = (first, second)
    {
        let meet = order(from, other_to)? == Ordering::Less && order(other_from, to)? == Ordering::Less;
        return Some(!meet);
    }
    Some(overlap(first, second).is_none())
}

fn hashes(first: (u32, u32), second: (u32, u32)) -> Option<(&'static str, &'static str)> {
    let (small, large) = (first.0.min(second.0), first.0.max(second.0));
    if small == 0 {
        return None;
    }
    if large % small != 0 {
        return Some((
            "have moduli of which none divides the other",
            "take one modulus for all, or its double where a partition is split",
        ));
    }
    (first.1 % small == second.1 % small).then_some((
        "hold the same rows, for their remainders meet",
        "give each remainder to one partition",
    ))
}

/// How two ends of ranges stand to each other, where that is known.
pub(crate) fn order(left: &[BoundValue], right: &[BoundValue]) -> Option<Ordering> {
    for (left, right) in left.iter().zip(right) {
        let order = match (left, right) {
            (BoundValue::Least, BoundValue::Least) | (BoundValue::Most, BoundValue::Most) => {
                return Some(Ordering::Equal);
            }
            (BoundValue::Least, _) | (_, BoundValue::Most) => Ordering::Less,
            (BoundValue::Most, _) | (_, BoundValue::Least) => Ordering::Greater,
            (BoundValue::Value(left), BoundValue::Value(right)) => order_of_values(left, right)?,
        };
        if order != Ordering::Equal {
            return Some(order);
        }
    }
    Some(Ordering::Equal)
}

/// Whether a value, or the other infinity, stands behind an infinity.
pub(super) fn leaves_infinity(end: &[BoundValue]) -> bool {
    end.windows(2).any(|pair| match pair {
        [BoundValue::Value(_), _] | [] | [_] => false,
        [first, second, ..] => first != second,
    })
}

fn order_of_values(left: &Expression, right: &Expression) -> Option<Ordering> {
    if left == right {
        return Some(Ordering::Equal);
    }
    let (Expression::Literal(left), Expression::Literal(right)) = (left, right) else {
        return None;
    };
    match (left, right) {
        (Literal::Integer(left), Literal::Integer(right)) => Some(left.cmp(right)),
        (Literal::Boolean(left), Literal::Boolean(right)) => Some(left.cmp(right)),
        (
            Literal::Typed { text, data_type },
            Literal::Typed {
                text: other,
                data_type: other_type,
            },
        ) if data_type == other_type && is_ordered_as_text(text, other, data_type) => Some(text.cmp(other)),
        _ => None,
    }
}

/// Whether two texts of a type sort as their values do.
fn is_ordered_as_text(text: &str, other: &str, data_type: &crate::data_type::DataType) -> bool {
    let moment = ["date", "timestamp", "timestamptz"]
        .iter()
        .any(|name| data_type.is_system(name));
    let of_one_form = is_moment(text) && is_moment(other) && form(text) == form(other);
    // Two moments of different zones are not compared; one form ends in one zone.
    let zone = |text: &str| text.get(19..).map(str::to_owned);
    moment && of_one_form && zone(text) == zone(other)
}

/// A text with each digit as `0`.
fn form(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect()
}

fn is_same(left: &Expression, right: &Expression) -> bool {
    left == right || order_of_values(left, right) == Some(Ordering::Equal)
}

/// The text of a constant of a day or a moment that is none.
pub(super) fn no_moment(value: &Expression) -> Option<&str> {
    let Expression::Literal(Literal::Typed { text, data_type }) = value else {
        return None;
    };
    let typed = ["date", "timestamp", "timestamptz"]
        .iter()
        .any(|name| data_type.is_system(name));
    let infinite = matches!(text.as_str(), "infinity" | "-infinity");
    (typed && !infinite && !is_moment(text)).then_some(text.as_str())
}

/// Whether a text begins with a day: `2026-01-31`.
fn is_moment(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    let mut parts = day.split('-');
    let mut number = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits);
        part.and_then(|part| part.parse::<u32>().ok())
    };
    let (year, month, of_month) = (number(4), number(2), number(2));
    year.is_some()
        && month.is_some_and(|month| (1..=12).contains(&month))
        && of_month.is_some_and(|of_month| (1..=31).contains(&of_month))
        && text.get(10..11).is_none_or(|next| matches!(next, "T" | " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::IntoExpr;
    use crate::typed::functions::{date, timestamptz};

    fn range(from: &str, to: &str) -> PartitionBound {
        let value = |text| vec![BoundValue::Value(date(text).into_expression())];
        PartitionBound::Range {
            from: value(from),
            to: value(to),
        }
    }

    #[test]
    fn ranges_that_touch_do_not_overlap() {
        let january = range("2026-01-01", "2026-02-01");
        assert!(overlap(&january, &range("2026-02-01", "2026-03-01")).is_none());
        assert!(overlap(&january, &range("2026-01-31", "2026-03-01")).is_some());
        let all = PartitionBound::Range {
            from: vec![BoundValue::Least],
            to: vec![BoundValue::Most],
        };
        assert!(overlap(&january, &all).is_some());
    }

    #[test]
    fn moments_of_two_zones_are_not_compared() {
        let value = |text| vec![BoundValue::Value(timestamptz(text).into_expression())];
        let (utc, berlin) = (value("2026-01-01T00:00:00Z"), value("2025-12-31T23:30:00-05:00"));
        assert_eq!(order(&utc, &berlin), None);
        assert_eq!(order(&utc, &value("2026-01-02T00:00:00Z")), Some(Ordering::Less));
    }

    #[test]
    fn texts_are_known_to_be_the_same_or_nothing() {
        let value = |text: &str| vec![BoundValue::Value(text.into_expr().into_expression())];
        assert_eq!(order(&value("a"), &value("B")), None);
        assert_eq!(order(&value("a"), &value("a")), Some(Ordering::Equal));
    }

    #[test]
    fn hashes_meet_by_their_remainders() {
        let hash = |modulus, remainder| PartitionBound::Hash { modulus, remainder };
        assert!(overlap(&hash(4, 0), &hash(4, 1)).is_none());
        assert!(overlap(&hash(2, 0), &hash(4, 2)).is_some());
        assert!(overlap(&hash(2, 0), &hash(4, 3)).is_none());
        assert!(overlap(&hash(2, 0), &hash(3, 1)).is_some());
    }

    #[test]
    fn days_have_months() {
        assert_eq!(
            no_moment(&date("2026-13-01").into_expression()),
            Some("2026-13-01")
        );
        assert_eq!(no_moment(&date("2026-12-01").into_expression()), None);
        assert_eq!(no_moment(&date("infinity").into_expression()), None);
    }
}
