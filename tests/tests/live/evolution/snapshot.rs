//! What a case expects, in its folder: written with `UPDATE_CASES=1`, compared otherwise.

use std::fs::{self, File};
use std::io;

use voxanne_tests::cases::Case;

use super::journey::Journey;
use super::walk::{Seen, equal};

pub(crate) fn exists(case: &Case, file: &str) -> bool {
    case.folder().join(file).exists()
}

/// Compares a text with the file that expects it, or writes the file.
pub(crate) fn compare(case: &Case, file: &str, text: &str) -> Result<(), String> {
    let text = format!("{}\n", text.trim_end());
    let path = case.folder().join(file);
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != text && std::env::var_os("UPDATE_CASES").is_some() {
        return write(case, file, &text).map_err(|error| format!("{file}: {error}"));
    }
    equal(file, &expected, "what is generated", &text)
        .map_err(|diff| format!("{diff}\nrun with UPDATE_CASES=1, and read what changes"))
}

/// The build looks at the time of everything in the folder, and the file is no part of the build: it
/// gets the time of the definitions beside it.
fn write(case: &Case, file: &str, text: &str) -> io::Result<()> {
    let folder = case.folder();
    let time = folder.join("after.rs").metadata()?.modified()?;
    fs::write(folder.join(file), text)?;
    File::options()
        .append(true)
        .open(folder.join(file))?
        .set_modified(time)?;
    File::open(&folder)?.set_modified(time)
}

/// The migrations of the change, up and down, and what was seen on the way.
pub(crate) fn text(journey: &Journey, seen: &Seen) -> String {
    let mut text = String::new();
    for migration in &journey.second {
        text += &format!("-- ==== up ====\n{}\n", without_requirements(&migration.files.up));
    }
    for migration in journey.second.iter().rev() {
        text += &format!("-- ==== down ====\n{}\n", migration.files.down);
    }
    if journey.second.is_empty() {
        text += "-- Nothing changes.\n";
    }
    if !seen.shown.is_empty() {
        text += &format!("-- ==== shown after up ====\n{}\n", seen.shown);
    }
    if !seen.lost.is_empty() {
        let lines: Vec<String> = seen.lost.lines().map(|line| format!("-- {line}")).collect();
        text += &format!("-- ==== not brought back ====\n{}\n", lines.join("\n"));
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The block that asks for what a migration builds on is nearly the same in every file.
fn without_requirements(sql: &str) -> String {
    let cut = sql.split_once("DO $requires$").and_then(|(head, rest)| {
        let (_, tail) = rest.split_once("$requires$;")?;
        Some(format!("{head}DO $requires$ … $requires$;{tail}"))
    });
    cut.unwrap_or_else(|| sql.to_owned())
}
