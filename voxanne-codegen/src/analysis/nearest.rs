//! What was perhaps meant: the word nearest to one that nobody has.

/// The candidate nearest to a word, if one is near: at most a third of it differs. Among equally
/// near ones, the first in the order of words.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted: Vec<char> = word.chars().collect();
    let limit = (wanted.len() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&wanted, candidate, limit)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many characters must be added, dropped or replaced, or two neighbours swapped, to make one
/// word of the other; nothing beyond the limit.
fn distance(wanted: &[char], candidate: &str, limit: usize) -> Option<usize> {
    let candidate: Vec<char> = candidate.chars().collect();
    if candidate.len().abs_diff(wanted.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (i, from) in wanted.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, to) in candidate.iter().enumerate() {
            let mut cost = (row[j] + usize::from(from != to))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            if i > 0 && j > 0 && *from == candidate[j - 1] && wanted[i - 1] == *to {
                cost = cost.min(before[j - 1] + 1);
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|cost| *cost <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_fingers_is_near() {
        let names = ["contacts", "appointments", "organizations"];
        assert_eq!(nearest("contcts", names), Some("contacts"));
        assert_eq!(nearest("contatcs", names), Some("contacts"));
        assert_eq!(nearest("invoices", names), None);
        assert_eq!(nearest("", names), None);
    }
}
