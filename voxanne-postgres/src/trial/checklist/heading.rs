//! The line that a check begins with: `-- check <number>: <title>`.

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heading<'l> {
    /// No heading at all.
    None,
    /// The beginning of a check.
    Check {
        /// Digits, with further digits after full stops.
        number: &'l str,
        title: &'l str,
    },
    /// What looks like a heading and is none, with what is wrong with it.
    Wrong(&'static str),
}

/// Reads a line. Headings stand at its very beginning, so that an indented comment may say anything.
pub(super) fn heading(line: &str) -> Heading<'_> {
    let Some(comment) = line.strip_prefix("--") else {
        return Heading::None;
    };
    let words = comment.trim_start();
    let word_end = words
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(words.len());
    let (word, rest) = words.split_at(word_end);
    if word == "check" {
        return check(comment, rest);
    }
    match numbered(rest.trim_start()) {
        _ if word.is_empty() => Heading::None,
        Some((_, after)) if word.eq_ignore_ascii_case("check") || after.starts_with(':') => {
            Heading::Wrong("this looks like the heading of a check, and is none")
        }
        _ => Heading::None,
    }
}

fn check<'l>(comment: &'l str, rest: &'l str) -> Heading<'l> {
    if !comment.starts_with(" check ") {
        return Heading::Wrong("the heading is not spaced as it should be");
    }
    let Some((number, rest)) = numbered(rest.trim_start()) else {
        return Heading::Wrong("the heading has no number");
    };
    let Some(title) = rest.strip_prefix(':') else {
        return Heading::Wrong("the heading has no colon after its number");
    };
    match title.trim() {
        "" => Heading::Wrong("the heading has no title"),
        title => Heading::Check { number, title },
    }
}

/// The number that a text begins with, and what comes after it.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let is_number = number.split('.').all(|part| !part.is_empty());
    is_number.then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_has_a_number_and_a_title() {
        let check = |number, title| Heading::Check { number, title };
        assert_eq!(
            heading("-- check 2: contacts has its columns"),
            check("2", "contacts has its columns")
        );
        assert_eq!(heading("-- check 10.3:  a: b "), check("10.3", "a: b"));
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "",
            "select 1; -- check 1: not here",
            "  -- check 1: indented",
            "-- checks that nothing is lost",
            "-- Check that nothing is lost",
            "-- 3: three",
            "-- in 3 steps: one, two",
            "--",
            "-- ------- 5: ---",
        ] {
            assert_eq!(heading(line), Heading::None, "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_told() {
        for line in [
            "-- check",
            "-- check that nothing is lost",
            "-- check 1 title",
            "-- check 1:",
            "-- check 1.: title",
            "-- check .1: title",
            "--check 1: title",
            "--  check 1: title",
            "-- check\t1: title",
            "-- Check 1: title",
            "-- chekc 1: title",
            "-- test 4: title",
        ] {
            assert!(matches!(heading(line), Heading::Wrong(_)), "{line}");
        }
    }
}
