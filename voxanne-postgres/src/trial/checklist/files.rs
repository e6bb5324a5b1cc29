//! The files that checks can look at: what was generated, as it stands on disk.
//!
//! They are the rows of `voxanne_files` in `pg_temp`, so that a check can hold them against the
//! database. A file of checks that does not name the table does not get it.

use voxanne_codegen::sql;

/// The table that holds the files.
const TABLE: &str = "voxanne_files";

/// A file that checks can look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// What it is called, without its folder.
    pub name: String,
    /// What it holds.
    pub contents: String,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// The way up of a migration.
    Migration,
    /// Its way down.
    Rollback,
    /// TypeScript types.
    TypeScript,
    /// A page on the schema, its policies or its functions.
    Document,
}

impl FileKind {
    /// The word that checks know it by.
    const fn label(self) -> &'static str {
        match self {
            Self::Migration => "migration",
            Self::Rollback => "rollback",
            Self::TypeScript => "typescript",
            Self::Document => "document",
        }
    }
}

/// Whether a script names the table.
pub(super) fn are_named(script: &str) -> bool {
    script.contains(TABLE)
}

/// What makes the table.
pub(super) fn script(files: &[File]) -> String {
    let mut script = format!(
        "CREATE TEMP TABLE {TABLE} (kind text NOT NULL, name text NOT NULL, contents text NOT NULL);\n\
         GRANT SELECT ON {TABLE} TO PUBLIC;\n"
    );
    let rows: Vec<String> = files
        .iter()
        .map(|file| {
            let values = [file.kind.label(), &file.name, &file.contents].map(sql::literal);
            format!("({})", values.join(", "))
        })
        .collect();
    if !rows.is_empty() {
        script.push_str(&format!("INSERT INTO {TABLE} VALUES\n{};\n", rows.join(",\n")));
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_row_whatever_it_holds() {
        let file = File {
            kind: FileKind::Document,
            name: "it's.md".to_owned(),
            contents: "a\\b\n".to_owned(),
        };
        let made = script(&[file]);
        assert!(
            made.ends_with("VALUES\n('document', 'it''s.md', E'a\\\\b\\n');\n"),
            "{made}"
        );
        assert!(!script(&[]).contains("INSERT"));
        assert!(are_named("select * from voxanne_files") && !are_named("select 1"));
    }
}
