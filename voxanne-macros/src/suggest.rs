//! "Did you mean …?"

/// The candidate that was most likely meant, if one is near: by a typing mistake, or because only its
/// first words were written.
pub(crate) fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let allowed = (written.chars().count() / 3).max(1);
    let cost = |candidate: &str| match candidate.strip_prefix(written) {
        Some(rest) if !written.is_empty() && rest.starts_with('_') => 1,
        _ => distance(written, candidate),
    };
    candidates
        .into_iter()
        .map(|candidate| (cost(candidate), candidate))
        .filter(|(cost, _)| *cost <= allowed)
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, candidate)| candidate)
}

/// A list of names, each in backticks.
pub(crate) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// "did you mean …?" when something is near, and on a line of its own all there is.
pub(crate) fn help(written: &str, kind: &str, names: &[&str]) -> String {
    let all = match names {
        [] => format!("there are no {kind}"),
        [one] => format!("there is only `{one}`"),
        names => format!("the {kind} are {}", list(names.iter().copied())),
    };
    match nearest(written, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?\nnote: {all}"),
        None => all,
    }
}

/// Edits between two words; swapping two neighbours is one edit.
///
/// The optimal string alignment distance: <https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance>
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=right.len()).collect();
    for i in 1..=left.len() {
        for j in 1..=right.len() {
            let changed = usize::from(left[i - 1] != right[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let words = ["primary_key", "unique", "default"];
        assert_eq!(nearest("primray_key", words), Some("primary_key"));
        assert_eq!(nearest("uniqe", words), Some("unique"));
        assert_eq!(nearest("references", words), None);
        assert_eq!(nearest("primary", words), Some("primary_key"));
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn a_swap_is_one_edit() {
        assert_eq!(distance("pirmary", "primary"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn help_lists_everything() {
        assert_eq!(
            help("orgid", "columns", &["id", "org_id"]),
            "did you mean `org_id`?\nnote: the columns are `id`, `org_id`"
        );
        assert_eq!(help("x", "columns", &["id"]), "there is only `id`");
        assert_eq!(help("x", "columns", &[]), "there are no columns");
    }
}
