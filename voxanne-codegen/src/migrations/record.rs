//! `plan/`: the typed changes of a migration, its parent, and the checksums of its files.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use voxanne_schema::name::QualifiedName;

use super::squashed::Squashed;
use super::version::MigrationName;
use crate::plan::{Delta, Hazard, Stage, TableLock, TransactionMode};

/// The layout of the records that this release writes, but for those of squashed migrations.
pub(crate) const FORMAT: u32 = 1;

/// The layout of a record that stands for others, and the latest one that this release knows.
pub(crate) const SQUASHED_FORMAT: u32 = 2;

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
    /// The tables that it changes plainly because somebody asked for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plain: Vec<QualifiedName>,
    /// The checksums of its files.
    pub checksums: Checksums,
    /// The migrations that it stands for, where it was made of others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub squashed: Option<Squashed>,
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
    let mut hexadecimal = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        for half in [byte >> 4, byte & 0xf] {
            hexadecimal.extend(char::from_digit(u32::from(half), 16));
        }
    }
    hexadecimal
}

impl Record {
    /// Whether every statement lies in its file.
    pub(super) fn fits(&self, up: &str, down: &str) -> bool {
        let lies_in = |statements: &[StatementRecord], file: &str| {
            let mut places = statements.iter().map(|statement| statement.at);
            places.all(|(from, to)| file.get(from..to).is_some())
        };
        lies_in(&self.statements, up) && lies_in(&self.undo, down)
    }

    /// The record as its file holds it: a field a line, and a change or statement a line, so that
    /// a reviewer's diff shows what changed.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Named one by one, so that a new one is not forgotten.
        let Self {
            format,
            name,
            parent,
            module,
            stage,
            part,
            transaction,
            undo_transaction,
            irreversible,
            plain,
            checksums: Checksums { up, down, verify },
            squashed,
            statements,
            undo,
            changes,
        } = self;
        let mut json = Json(Vec::with_capacity(USUAL));
        json.text("{\n");
        json.field("format", format);
        json.field("name", name);
        json.field("parent", parent);
        json.field("module", module);
        json.field("stage", stage);
        json.field("part", part);
        json.field("transaction", transaction);
        json.field("undo_transaction", undo_transaction);
        if !irreversible.is_empty() {
            json.lines("irreversible", irreversible, ",\n");
        }
        if !plain.is_empty() {
            json.lines("plain", plain, ",\n");
        }
        json.text(&format!(
            "  \"checksums\": {{\n    \"up\": \"{up}\",\n    \"down\": \"{down}\",\n    \"verify\": \"{verify}\"\n  }},\n"
        ));
        if let Some(Squashed {
            replaces,
            modules,
            former_names,
        }) = squashed
        {
            let mut inner = Json(Vec::new());
            inner.lines("replaces", replaces, ",\n");
            inner.lines("modules", modules, ",\n");
            inner.lines("former_names", former_names, "\n");
            json.object("squashed", &inner);
        }
        json.lines("statements", statements, ",\n");
        json.lines("undo", undo, ",\n");
        json.lines("changes", changes, "\n}\n");
        json.0.shrink_to_fit();
        String::from_utf8(json.0).unwrap_or_default()
    }
}

/// How long records of one new table become, in bytes: enough for most without growing.
const USUAL: usize = 16 * 1024;

/// A record under construction. Our own types always serialize: their keys are words, their numbers
/// finite; and memory is always written to.
struct Json(Vec<u8>);

impl Json {
    fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn value<T: Serialize>(&mut self, value: &T) {
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    fn field<T: Serialize>(&mut self, name: &str, value: &T) {
        self.text(&text!["  \"", name, "\": "]);
        self.value(value);
        self.text(",\n");
    }

    /// What another one holds, two spaces further in.
    fn object(&mut self, name: &str, inner: &Self) {
        self.text(&format!("  \"{name}\": {{\n"));
        for line in inner.0.split_inclusive(|byte| *byte == b'\n') {
            self.text("  ");
            self.0.extend_from_slice(line);
        }
        self.text("  },\n");
    }

    /// A list, a value a line.
    fn lines<T: Serialize>(&mut self, name: &str, values: &[T], end: &str) {
        self.text(&text!["  \"", name, "\": ["]);
        for (place, value) in values.iter().enumerate() {
            self.text(if place == 0 { "\n    " } else { ",\n    " });
            self.value(value);
        }
        self.text(if values.is_empty() { "]" } else { "\n  ]" });
        self.text(end);
    }
}
