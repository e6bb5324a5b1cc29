//! `plan/`: the typed changes of a migration, its parent, and the checksums of its files.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::version::MigrationName;
use crate::plan::{Delta, Hazard, Stage, TableLock, TransactionMode};

/// The layout of the record that this release writes.
pub(crate) const FORMAT: u32 = 1;

/// What is known of a written migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The layout of this record.
    pub format: u32,
    /// What the migration is called.
    pub name: MigrationName,
    /// The migration that it comes after; none for the first.
    pub parent: Option<MigrationName>,
    /// The module whose change it is, by its first slug.
    pub module: String,
    /// The stage of the module's change.
    pub stage: Stage,
    /// Which of how many files of the module's change it is, from 1.
    pub part: (usize, usize),
    /// Whether the way up runs in a transaction.
    pub transaction: TransactionMode,
    /// Whether the way down runs in a transaction.
    pub undo_transaction: TransactionMode,
    /// Why some of it cannot be taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub irreversible: Vec<String>,
    /// The checksums of its files.
    pub checksums: Checksums,
    /// The statements of the way up.
    pub statements: Vec<StatementRecord>,
    /// The statements of the way down.
    pub undo: Vec<StatementRecord>,
    /// What it does to the model, in order.
    pub changes: Vec<Delta>,
}

/// SHA-256 of each file, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksums {
    /// Of the way up.
    pub up: String,
    /// Of the way down.
    pub down: String,
    /// Of the verification.
    pub verify: String,
}

/// Where a statement stands in its file, and what a runner must know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// The bytes of the file that hold it, from and to.
    pub at: (usize, usize),
    /// Whether it may run in a transaction.
    pub transaction: TransactionMode,
    /// The locks that it takes on tables that exist before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<TableLock>,
    /// What can go wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<Hazard>,
    /// What removes the remains of a run that was killed inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clean_up: Option<String>,
}

/// The checksum of a file.
#[must_use]
pub fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Record {
    /// The record as its file holds it: a field a line, and a change or statement a line, so that
    /// a reviewer's diff shows what changed.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::from("{\n");
        let mut field = |name: &str, value: String| {
            json.push_str(&format!("  \"{name}\": {value},\n"));
        };
        field("format", self.format.to_string());
        field("name", to_line(&self.name));
        field("parent", to_line(&self.parent));
        field("module", to_line(&self.module));
        field("stage", to_line(&self.stage));
        field("part", to_line(&self.part));
        field("transaction", to_line(&self.transaction));
        field("undo_transaction", to_line(&self.undo_transaction));
        if !self.irreversible.is_empty() {
            field("irreversible", to_lines(&self.irreversible));
        }
        let sums = [
            ("up", &self.checksums.up),
            ("down", &self.checksums.down),
            ("verify", &self.checksums.verify),
        ];
        let sums: Vec<String> = sums
            .iter()
            .map(|(name, sum)| format!("    \"{name}\": \"{sum}\""))
            .collect();
        field("checksums", format!("{{\n{}\n  }}", sums.join(",\n")));
        field("statements", to_lines(&self.statements));
        field("undo", to_lines(&self.undo));
        json.push_str(&format!("  \"changes\": {}\n}}\n", to_lines(&self.changes)));
        json
    }
}

/// One value on one line. Our own types always serialize: their keys are words, their numbers finite.
fn to_line<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn to_lines<T: Serialize>(values: &[T]) -> String {
    if values.is_empty() {
        return "[]".to_owned();
    }
    let lines: Vec<String> = values
        .iter()
        .map(|value| format!("    {}", to_line(value)))
        .collect();
    format!("[\n{}\n  ]", lines.join(",\n"))
}
