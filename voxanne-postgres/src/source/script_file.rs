//! A file of SQL as some tool wrote it: what is for `psql` or for another tool is taken out, its lines kept,
//! so that every place in it is still the file's.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::SourceError;
use crate::script::statements;

/// A file of SQL, to be run statement by statement.
#[derive(Clone, Debug)]
pub(super) struct ScriptFile {
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// Whether rows of `COPY` were left out.
    pub(super) left_rows_out: bool,
}

/// Lines behind which the way down stands, with the line that must stand before them.
const WAYS_DOWN: [(&str, &str); 3] = [
    ("-- migrate:up", "-- migrate:down"),
    ("-- +goose up", "-- +goose down"),
    ("-- +migrate up", "-- +migrate down"),
];

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<ScriptFile, SourceError> {
    let text = fs::read_to_string(path).map_err(SourceError::io(path))?;
    let text = text.trim_start_matches('\u{feff}');
    let (text, left_rows_out) = for_a_server(text);
    let file = ScriptFile {
        path: path.to_owned(),
        text,
        left_rows_out,
    };
    match command(&file.text) {
        None => Ok(file),
        Some((line, command)) => Err(SourceError::Command {
            path: file.path,
            line,
            command,
        }),
    }
}

/// The text without what no server reads, and whether rows were among that.
fn for_a_server(text: &str) -> (String, bool) {
    let mut kept = String::with_capacity(text.len());
    let (mut copies, mut left_out, mut down) = (false, false, false);
    let has = |marker: &str| text.lines().any(|line| line.trim().eq_ignore_ascii_case(marker));
    let ends: Vec<&str> = WAYS_DOWN
        .iter()
        .filter(|(up, _)| has(up))
        .map(|(_, down)| *down)
        .collect();
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        down |= ends
            .iter()
            .any(|end| plain.trim_start().eq_ignore_ascii_case(end));
        let restricts = plain.starts_with("\\restrict ") || plain.starts_with("\\unrestrict ");
        let begins = plain.starts_with("COPY ") && plain.ends_with("FROM stdin;");
        if copies || down || restricts || begins {
            kept.push_str(if line.ends_with('\n') { "\n" } else { "" });
            left_out |= begins;
            copies = begins || (copies && plain != "\\.");
        } else {
            kept.push_str(line);
        }
    }
    (kept, left_out)
}

/// The first command of psql, which begins where a statement would.
fn command(text: &str) -> Option<(usize, String)> {
    let found = statements(text)
        .into_iter()
        .find(|range| text[range.start..].starts_with('\\'))?;
    let line = text[..found.start].matches('\n').count() + 1;
    let command = text[found.start..].lines().next().unwrap_or_default();
    Some((line, command.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_others_leaves_its_lines_empty() {
        let dump =
            "\\restrict x\nSELECT 1;\nCOPY public.t (a) FROM stdin;\n'\t;\n\\.\nSELECT 2;\n\\unrestrict x\n";
        assert_eq!(
            for_a_server(dump),
            ("\nSELECT 1;\n\n\n\nSELECT 2;\n\n".to_owned(), true)
        );
        let up_and_down = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n";
        assert_eq!(for_a_server(up_and_down).0, "-- migrate:up\nSELECT 1;\n\n\n");
        let alone = "-- migrate:down\nSELECT 2;\n";
        assert_eq!(for_a_server(alone).0, alone);
    }

    #[test]
    fn a_command_of_psql_is_found_where_it_is_one() {
        assert_eq!(
            command("SELECT 1;\n\\i other.sql\n"),
            Some((2, "\\i other.sql".to_owned()))
        );
        assert_eq!(command("DO $$\n\\i other.sql\n$$;"), None);
        assert_eq!(command("SELECT '\n\\d';"), None);
    }
}
