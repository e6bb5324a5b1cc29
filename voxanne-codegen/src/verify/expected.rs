//! What is expected of one object that stands by itself, with all that belongs to it: a row of the
//! table that the comparison reads.

use voxanne_schema::model::{Constraint, PartitionKey, Table};
use voxanne_schema::object::{ObjectId, ObjectKind};

use super::constraint::rank;
use super::label::label;
use super::owner::Owner;
use crate::sql::{self, dollar_quoted, literal};

/// What the migration did to an object, and so what may stand on it besides what is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is new: nothing else.
    Created,
    /// It was there, and is described again as a whole: other things, but no other columns.
    Altered,
    /// It was there, and something was added to it: anything else.
    Existing,
    /// It may be missing.
    Optional,
    /// It must be missing.
    Dropped,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Altered => "altered",
            Self::Existing => "existing",
            Self::Optional => "optional",
            Self::Dropped => "dropped",
        }
    }
}

/// One row.
pub(super) struct Expected<'s> {
    pub(super) kind: &'static str,
    /// As `to_regclass` and its like read it.
    pub(super) name: String,
    /// The name of its twin.
    pub(super) twin_name: String,
    pub(super) state: State,
    /// The table, where its columns are expected too.
    pub(super) table: Option<&'s Table>,
    /// The constraints that stand inside the twin of the table.
    pub(super) inlined: Vec<&'s Constraint>,
    /// What the twin is partitioned by, where only parts are expected.
    pub(super) partition_by: Option<&'s PartitionKey>,
    statements: Vec<String>,
    facts: Vec<(String, Option<String>)>,
}

impl<'s> Expected<'s> {
    /// Nothing yet of an object.
    pub(super) fn new(owner: Owner<'s>, state: State) -> Self {
        Self {
            kind: owner.kind().label(),
            name: owner.name(),
            twin_name: owner.twin_name(),
            state,
            table: None,
            inlined: Vec::new(),
            partition_by: None,
            statements: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// A statement that makes a part of the twin.
    pub(super) fn twin(&mut self, statement: String) {
        self.statements.push(statement);
    }

    /// The twin of a view of which only parts are expected.
    pub(super) fn twin_of_view(&mut self) {
        if self.statements.is_empty() {
            let twin = format!(
                "CREATE VIEW {} AS SELECT * FROM {};",
                super::view::QUERY,
                self.name
            );
            self.statements.push(twin);
        }
    }

    /// Something that the comparison reads from the catalog in these words.
    pub(super) fn fact(&mut self, object: String, value: impl Into<String>) {
        self.facts.push((object, Some(value.into())));
    }

    /// Whether it says whom anything belongs to.
    pub(super) fn names_an_owner(&self) -> bool {
        let prefix = format!("{} of ", ObjectKind::Ownership.label());
        self.facts.iter().any(|(object, _)| object.starts_with(&prefix))
    }

    /// Something that the comparison must not find. Somebody owns everything.
    pub(super) fn gone(&mut self, id: &ObjectId) {
        if self.state != State::Dropped && id.kind() != ObjectKind::Ownership {
            self.facts.push((label(id), None));
        }
    }

    /// Writes the row.
    pub(super) fn write(&self, text: &mut String) {
        text.push_str("INSERT INTO voxanne_expected VALUES (");
        for word in [self.kind, &self.name, self.state.word()] {
            text.push_str(&literal(word));
            text.push_str(", ");
        }
        match self.whole_twin() {
            Some(twin) => text.push_str(&dollar_quoted(&twin, "twin")),
            None => text.push_str("NULL"),
        }
        text.push_str(", ");
        self.write_facts(text);
        text.push_str(");\n\n");
    }

    /// Every statement of the twin, the one that makes its table first.
    fn whole_twin(&self) -> Option<String> {
        let table = match self.table {
            Some(table) => {
                let mut inlined = self.inlined.clone();
                inlined.sort_by_key(|constraint| rank(constraint));
                Some(sql::create_table_as(table, &self.twin_name, &inlined))
            }
            None if self.statements.is_empty() => return None,
            // An index of a materialized view stands on its columns; what is described as a whole has
            // them already.
            None if self.kind == ObjectKind::Table.label() || self.is_part_of_view() => {
                let key = self
                    .partition_by
                    .map(|key| format!(" {}", sql::partition_by(key)));
                Some(format!(
                    "CREATE TABLE {} (LIKE {}){};",
                    self.twin_name,
                    self.name,
                    key.unwrap_or_default()
                ))
            }
            None => None,
        };
        let settings = self.table.into_iter().flat_map(|table| {
            let columns = sql::settings(&table.columns, &self.twin_name);
            columns
                .into_iter()
                .chain(sql::replica_identity(table, &self.twin_name))
        });
        let settings: Vec<String> = settings.collect();
        let mut twin = String::from("\n");
        for statement in table.iter().chain(&settings).chain(&self.statements) {
            twin.push_str(statement);
            twin.push('\n');
        }
        Some(twin)
    }

    fn is_part_of_view(&self) -> bool {
        self.kind == ObjectKind::MaterializedView.label()
            && !self
                .statements
                .iter()
                .any(|statement| statement.starts_with("CREATE TABLE "))
    }

    fn write_facts(&self, text: &mut String) {
        if self.facts.is_empty() {
            text.push_str("'{}'");
            return;
        }
        text.push_str("ARRAY[");
        for (place, (object, value)) in self.facts.iter().enumerate() {
            text.push_str(if place == 0 { "\n    [" } else { ",\n    [" });
            text.push_str(&literal(object));
            text.push_str(", ");
            match value {
                Some(value) => text.push_str(&literal(value)),
                None => text.push_str("NULL"),
            }
            text.push(']');
        }
        text.push_str("\n]");
    }
}
