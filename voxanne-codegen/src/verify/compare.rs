//! The comparison that ends every verification: `compare.sql`, without what it says of kinds that a
//! file does not have. Shorter to read, and much faster to plan.
//!
//! A line of `--@` and kinds says what the lines after it are for, up to the next such line; one
//! without kinds, for all. What follows `UNION ALL` may turn out to be the first of its list.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Lines, with the kinds that they are for.
type Piece = (Vec<&'static str>, &'static str);

const MARK: &str = "--@";

/// How long it can be, in bytes.
pub(super) const LENGTH: usize = TEXT.len();

const TEXT: &str = include_str!("compare.sql");

static PIECES: LazyLock<Vec<Piece>> = LazyLock::new(|| {
    let (head, pieces) = TEXT.split_once(MARK).unwrap_or_default();
    let pieces = pieces.split(MARK).map(|piece| {
        let (kinds, lines) = piece.split_once('\n').unwrap_or_default();
        let kinds = kinds.split(',').map(str::trim).filter(|kind| !kind.is_empty());
        (kinds.collect(), lines)
    });
    [(Vec::new(), head)].into_iter().chain(pieces).collect()
});

/// Writes what compares objects of these kinds.
pub(super) fn write(kinds: &BTreeSet<&str>, text: &mut String) {
    for (of, lines) in PIECES.iter() {
        if of.is_empty() || of.iter().any(|kind| kinds.contains(kind)) {
            let begins_a_list = text.ends_with("(\n");
            let first = lines
                .split_once('\n')
                .filter(|(union, _)| begins_a_list && union.trim() == "UNION ALL");
            text.push_str(first.map_or(lines, |(_, lines)| lines));
        }
    }
}

#[cfg(test)]
mod tests {
    use voxanne_schema::object::ObjectKind;

    use super::*;

    #[test]
    fn pieces_are_of_kinds_that_there_are() {
        let labels: BTreeSet<&str> = ObjectKind::ALL.iter().map(|kind| kind.label()).collect();
        for (of, lines) in PIECES.iter() {
            assert!(of.iter().all(|kind| labels.contains(kind)), "{of:?}: {lines}");
        }
    }

    #[test]
    fn each_kind_has_a_list_that_begins_well() {
        for kind in ObjectKind::ALL {
            let mut text = String::new();
            write(&[kind.label()].into(), &mut text);
            assert!(
                !text.contains(MARK) && !text.contains("(\n        UNION ALL"),
                "{text}"
            );
            assert!(text.ends_with("ROLLBACK;\n"));
        }
    }
}
