//! Words of the command line that stand for values of ours.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use voxanne_codegen::migrations::Version;
use voxanne_codegen::plan::{HazardKind, Plain};

/// A hazard that may be allowed, by the word that messages use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AllowedHazard(pub(crate) HazardKind);

impl ValueEnum for AllowedHazard {
    fn value_variants<'a>() -> &'a [Self] {
        // The others are told and need no allowance, or are none of what definitions lead to.
        &[
            Self(HazardKind::DeletesData),
            Self(HazardKind::BlocksWriters),
            Self(HazardKind::NarrowsValues),
            Self(HazardKind::MovesColumns),
            Self(HazardKind::LooksLikeRename),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.label()))
    }
}

/// Which tables `--plain` names: all, where it names none.
pub(crate) fn plain(tables: Option<Vec<String>>) -> Plain {
    match tables {
        None => Plain::Nothing,
        Some(tables) if tables.is_empty() => Plain::Everything,
        Some(tables) => Plain::Tables(tables.into_iter().collect()),
    }
}

/// Reads a version.
pub(super) fn version(text: &str) -> Result<Version, String> {
    text.parse()
        .map_err(|()| "a version has 14 digits, such as 20250110000300".to_owned())
}

/// Reads a slug: a part of a file's name, made of lowercase words.
pub(super) fn slug(text: &str) -> Result<String, String> {
    let is_slug = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && text.len() <= 100;
    if is_slug {
        Ok(text.to_owned())
    } else {
        Err(
            "a slug is made of lowercase letters, digits and underscores, a letter first, 100 at most"
                .to_owned(),
        )
    }
}

/// Reads the name of a Rust module.
pub(super) fn module(text: &str) -> Result<String, String> {
    match slug(text) {
        Ok(name) if !matches!(name.as_str(), "mod" | "lib" | "main") => Ok(name),
        _ => Err("a module is named by lowercase letters, digits and underscores, a letter first".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_no_path() {
        assert!(slug("add_notes_2").is_ok());
        for wrong in ["", "_a", "2nd", "Add", "a b", "../a", "a/b", &"a".repeat(101)] {
            assert!(slug(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn whatever_needs_an_allowance_can_be_allowed() {
        let allowed: Vec<HazardKind> = AllowedHazard::value_variants()
            .iter()
            .map(|word| word.0)
            .collect();
        let needed: Vec<HazardKind> = HazardKind::ALL
            .into_iter()
            .filter(|kind| kind.needs_allowance() && *kind != HazardKind::StopsAtRows)
            .collect();
        assert_eq!(allowed, needed);
    }
}
