//! What was perhaps meant: the name nearest to one that nobody has.

use std::cmp::Ordering;

/// The candidate nearest to the text, if one is near: at most a third of the text differs. Among
/// equally near ones, the first in the order of names.
pub(super) fn nearest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = (text.chars().count() / 3).max(1);
    let wanted: Vec<char> = text.chars().collect();
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&wanted, candidate, limit)?, candidate)))
        .min_by(|(near, a), (far, b)| near.cmp(far).then_with(|| a.cmp(b)))
        .map(|(_, candidate)| candidate)
}

/// How many characters must be added, dropped or replaced, or two neighbours swapped, to make one
/// text of the other; nothing beyond the limit.
fn distance(wanted: &[char], candidate: &str, limit: usize) -> Option<usize> {
    if candidate.len().abs_diff(wanted.len()) > limit && candidate.is_ascii() {
        return None;
    }
    let candidate: Vec<char> = candidate.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (i, from) in wanted.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, to) in candidate.iter().enumerate() {
            let replaced = row[j] + usize::from(from != to);
            let mut cost = replaced.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *from == candidate[j - 1] && wanted[i - 1] == *to {
                cost = cost.min(before[j - 1] + 1);
            }
            next.push(cost);
        }
        if next.iter().all(|cost| *cost > limit) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    let cost = row[candidate.len()];
    (cost.cmp(&limit) != Ordering::Greater).then_some(cost)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_fingers_is_near() {
        let names = ["contacts", "appointments", "organizations"];
        assert_eq!(nearest("contatcs", names), Some("contacts"));
        assert_eq!(nearest("appointment", names), Some("appointments"));
        assert_eq!(nearest("invoices", names), None);
    }

    #[test]
    fn the_first_of_two_equally_near_names_wins() {
        assert_eq!(nearest("lead", ["load", "lend"]), Some("lend"));
    }
}
