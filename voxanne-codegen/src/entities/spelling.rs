//! The names of things that stand together: in two cases, and no two alike.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use voxanne_schema::name::QualifiedName;

use super::ident::{Noun, snake};

/// The two spellings of one name: `booked_calls` and `BookedCalls`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// For fields and modules, without `r#`.
    pub(super) snake: String,
    /// For types and variants, as sea-orm's macros derive it from the other.
    pub(super) pascal: String,
}

/// Names without their namespace where that is clear: those of `public`, and those that no other
/// namespace has.
pub(super) fn short_names<'n>(names: &[&'n QualifiedName]) -> Vec<Cow<'n, str>> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *count.entry(name.name.as_str()).or_default() += 1;
    }
    let short = |name: &&'n QualifiedName| {
        if name.namespace == "public" || count.get(name.name.as_str()) == Some(&1) {
            Cow::Borrowed(name.name.as_str())
        } else {
            Cow::Owned(format!("{}_{}", name.namespace, name.name))
        }
    };
    names.iter().map(short).collect()
}

/// Identifiers that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    /// These are taken from the start.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self(texts.into_iter().map(str::to_owned).collect())
    }

    /// Whether the identifier is taken.
    pub(super) fn has(&self, text: &str) -> bool {
        self.0.contains(text)
    }

    /// Takes the first of the candidates that is free, and otherwise the last one with a number.
    pub(super) fn take(&mut self, candidates: impl IntoIterator<Item = String>) -> String {
        let mut last = String::new();
        for candidate in candidates {
            if self.0.insert(candidate.clone()) {
                return candidate;
            }
            last = candidate;
        }
        let mut number = 2_usize;
        loop {
            let candidate = format!("{last}{number}");
            if self.0.insert(candidate.clone()) {
                return candidate;
            }
            number += 1;
        }
    }
}

/// Gives names their two spellings, no two alike. What differs in Pascal case differs in snake
/// case, so only the former is watched.
#[derive(Clone, Debug, Default)]
pub(super) struct Speller {
    /// Words that mean something else, in either case.
    reserved: Taken,
    taken: Taken,
}

impl Speller {
    /// These words mean something else.
    pub(super) fn without<'t>(reserved: impl IntoIterator<Item = &'t str>) -> Self {
        Self {
            reserved: Taken::of(reserved),
            taken: Taken::default(),
        }
    }

    /// Spells the names. One that is an identifier already keeps it.
    pub(super) fn spell(mut self, names: &[&str], noun: Noun) -> Vec<Spelling> {
        let wanted: Vec<Spelling> = names.iter().map(|name| self.wanted(name, noun)).collect();
        let distinct: BTreeSet<&str> = wanted.iter().map(|spelling| spelling.pascal.as_str()).collect();
        if distinct.len() == wanted.len() {
            return wanted;
        }
        let mut spellings = vec![None; names.len()];
        for as_it_is in [true, false] {
            for ((name, wanted), spelling) in names.iter().zip(&wanted).zip(&mut spellings) {
                if spelling.is_none() && (!as_it_is || *name == wanted.snake) {
                    *spelling = Some(self.apart(wanted));
                }
            }
        }
        spellings.into_iter().flatten().collect()
    }

    fn wanted(&self, name: &str, noun: Noun) -> Spelling {
        let spelling = Spelling::of(snake(name, noun));
        if self.reserved.has(&spelling.snake) || self.reserved.has(&spelling.pascal) {
            Spelling::of(format!("{}_{}", spelling.snake, noun.snake()))
        } else {
            spelling
        }
    }

    /// The spelling, with a number where it is taken.
    fn apart(&mut self, wanted: &Spelling) -> Spelling {
        let mut spelling = wanted.clone();
        let mut number = 2_usize;
        while !self.taken.0.insert(spelling.pascal.clone()) {
            spelling = Spelling::of(format!("{}_{number}", wanted.snake));
            number += 1;
        }
        spelling
    }
}

impl Spelling {
    fn of(snake: String) -> Self {
        let pascal = snake.to_upper_camel_case();
        Self { snake, pascal }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_meet_stay_apart_and_the_plain_one_keeps_its_name() {
        let spelled = Speller::default().spell(&["Foo", "foo", "foo_1", "foo1", "FOO"], Noun::Column);
        let snake: Vec<_> = spelled.iter().map(|s| s.snake.as_str()).collect();
        let pascal: Vec<_> = spelled.iter().map(|s| s.pascal.as_str()).collect();
        assert_eq!(snake, ["foo_2", "foo", "foo_1", "foo1_2", "foo_3"]);
        assert_eq!(pascal, ["Foo2", "Foo", "Foo1", "Foo12", "Foo3"]);
    }

    #[test]
    fn a_word_that_means_something_else_gets_a_noun() {
        let spelled =
            Speller::without(["prelude", "Result"]).spell(&["prelude", "result", "results"], Noun::Table);
        let snake: Vec<_> = spelled.iter().map(|s| s.snake.as_str()).collect();
        assert_eq!(snake, ["prelude_table", "result_table", "results"]);
    }

    #[test]
    fn a_namespace_shows_only_where_it_must() {
        let (a, b) = (QualifiedName::public("users"), QualifiedName::new("crm", "users"));
        let c = QualifiedName::new("crm", "leads");
        assert_eq!(short_names(&[&a, &b, &c]), ["users", "crm_users", "leads"]);
    }
}
