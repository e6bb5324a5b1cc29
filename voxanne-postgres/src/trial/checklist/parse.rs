//! A file of checks as text: its preamble and its checks.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::files;
use super::heading::{Heading, heading};
use crate::trial::MaterialError;

/// A file of acceptance checks: a preamble, which is run once, and checks.
///
/// ```sql
/// create function pg_temp.columns_of(name text) returns text language sql as $$ … $$;
///
/// -- check 2: contacts has its columns in order
/// select pg_temp.columns_of('contacts') = 'id, org_id, name' as passed,
///        pg_temp.columns_of('contacts') as seen;
/// ```
///
/// Each check runs in a transaction of its own, which is rolled back. Its last statement must return
/// one row whose first two columns are `passed` and `seen`. A check that cannot be made here has a
/// column `skipped` that is true, or passes with a `seen` that begins with `skipped:`. What fails is
/// never skipped by its words.
///
/// Checks see the generated files as rows of the temporary table `voxanne_files (kind, name,
/// contents)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The file.
    pub path: PathBuf,
    /// What is run once, before the checks.
    pub(super) preamble: String,
    /// The checks, in order.
    pub(super) checks: Vec<Check>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) number: String,
    pub(super) title: String,
    /// The line of its heading, from 1.
    pub(super) line: usize,
    /// What it runs, after as many empty lines as stand before it in the file: so that a server that
    /// counts lines counts those of the file.
    pub(super) script: String,
}

/// Reads a file of checks.
fn parse(path: &Path, text: &str) -> Result<Checklist, Vec<MaterialError>> {
    let mut checklist = Checklist {
        path: path.to_owned(),
        preamble: String::new(),
        checks: Vec::new(),
    };
    let mut errors = Vec::new();
    let error = |line, message, text: &str| MaterialError::InvalidCheck {
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
    /// The files of checks of a folder, in the order of their names. A folder that is not there has
    /// none.
    ///
    /// # Errors
    ///
    /// Every file that cannot be read, and every line that is wrong in one.
    pub fn read(folder: &Path) -> Result<Vec<Self>, Vec<MaterialError>> {
        let mut checklists = Vec::new();
        let mut errors = Vec::new();
        for path in sql_files(folder).map_err(|error| vec![MaterialError::io(folder)(error)])? {
            match fs::read_to_string(&path) {
                Ok(text) => match parse(&path, &text) {
                    Ok(checklist) => checklists.push(checklist),
                    Err(found) => errors.extend(found),
                },
                Err(error) => errors.push(MaterialError::io(&path)(error)),
            }
        }
        if errors.is_empty() {
            Ok(checklists)
        } else {
            Err(errors)
        }
    }

    /// Whether its checks look at the generated files.
    #[must_use]
    pub fn looks_at_files(&self) -> bool {
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

/// The files of SQL of a folder, by name.
fn sql_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
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
        let place = |error: MaterialError| match error {
            MaterialError::InvalidCheck { line, message, .. } => (line, message),
            other => panic!("{other}"),
        };
        parse(Path::new("a.sql"), text).map_err(|errors| errors.into_iter().map(place).collect())
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
