//! A file of checks as text: its preamble and its checks.

use std::path::{Path, PathBuf};

use super::files;
use super::heading::{Heading, heading};

/// A file of checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checklist {
    /// The file.
    pub(crate) path: PathBuf,
    /// What is run once, before the checks.
    pub(crate) preamble: String,
    /// The checks, in order.
    pub(crate) checks: Vec<Check>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) number: String,
    pub(crate) title: String,
    /// The line of its heading, from 1.
    pub(crate) line: usize,
    /// What it runs, after as many empty lines as stand before it in the file: so that a server that
    /// counts lines counts those of the file.
    pub(crate) script: String,
}

/// What is wrong with a file of checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParseError {
    pub(crate) path: PathBuf,
    /// The line, from 1.
    pub(crate) line: usize,
    pub(crate) message: &'static str,
    /// The line itself.
    pub(crate) text: String,
}

/// Reads a file of checks.
pub(super) fn parse(path: &Path, text: &str) -> Result<Checklist, Vec<ParseError>> {
    let mut checklist = Checklist {
        path: path.to_owned(),
        preamble: String::new(),
        checks: Vec::new(),
    };
    let mut errors = Vec::new();
    let error = |line, message, text: &str| ParseError {
        path: path.to_owned(),
        line,
        message,
        text: text.to_owned(),
    };
    for (line, text) in (1..).zip(text.lines()) {
        match heading(text) {
            Heading::Check { number, title } => checklist.checks.push(Check::new(number, title, line)),
            Heading::Wrong(message) => errors.push(error(line, message, text)),
            Heading::None => {
                let into = checklist
                    .checks
                    .last_mut()
                    .map_or(&mut checklist.preamble, |check| &mut check.script);
                into.push_str(text);
                into.push('\n');
            }
        }
    }
    let empty = checklist.checks.iter().filter(|check| !has_sql(&check.script));
    errors.extend(empty.map(|check| error(check.line, "the check runs nothing", &check.title)));
    if checklist.checks.is_empty() && errors.is_empty() {
        errors.push(error(
            1,
            "the file holds no check",
            text.lines().next().unwrap_or_default(),
        ));
    }
    if errors.is_empty() {
        Ok(checklist)
    } else {
        Err(errors)
    }
}

impl Checklist {
    /// Whether its checks look at the generated files.
    pub(crate) fn looks_at_files(&self) -> bool {
        let checks = self.checks.iter().map(|check| &check.script);
        checks
            .chain([&self.preamble])
            .any(|script| files::are_named(script))
    }
}

impl Check {
    fn new(number: &str, title: &str, line: usize) -> Self {
        Self {
            number: number.to_owned(),
            title: title.to_owned(),
            line,
            script: "\n".repeat(line),
        }
    }
}

/// Whether a script has anything but comments of one line.
fn has_sql(script: &str) -> bool {
    script
        .lines()
        .map(str::trim)
        .any(|line| !line.is_empty() && !line.starts_with("--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Checklist, Vec<(usize, &'static str)>> {
        let errors =
            |errors: Vec<ParseError>| errors.iter().map(|error| (error.line, error.message)).collect();
        parse(Path::new("a.sql"), text).map_err(errors)
    }

    #[test]
    fn scripts_keep_the_lines_of_the_file() {
        let text = "set a = 1;\n\n-- check 1: one\nselect 1;\n-- check 2: two\n\nselect\n2;\n";
        let checklist = parsed(text).expect("the file is sound");
        assert_eq!(checklist.preamble, "set a = 1;\n\n");
        let found: Vec<_> = checklist
            .checks
            .iter()
            .map(|check| (check.line, check.script.as_str()))
            .collect();
        assert_eq!(found, [(3, "\n\n\nselect 1;\n"), (5, "\n\n\n\n\n\nselect\n2;\n")]);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let text = "-- check one: x\n-- check 2: nothing here\n-- really\n-- test 3: y\n";
        let errors = parsed(text).expect_err("the file is wrong");
        assert_eq!(
            errors.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [1, 4, 2]
        );
        assert_eq!(parsed("select 1;"), Err(vec![(1, "the file holds no check")]));
    }
}
