//! What is expected of one object that stands by itself, with all that belongs to it: a row of the
//! table that the comparison reads.

use voxanne_schema::model::{Constraint, Table};
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
    kind: &'static str,
    /// As `to_regclass` and its like read it.
    pub(super) name: String,
    /// The name of its twin.
    pub(super) twin_name: String,
    pub(super) state: State,
    /// The table, where its columns are expected too.
    pub(super) table: Option<&'s Table>,
    /// The constraints that stand inside the twin of the table.
    pub(super) inlined: Vec<&'s Constraint>,
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
            statements: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// A statement that makes a part of the twin.
    pub(super) fn twin(&mut self, statement: String) {
        self.statements.push(statement);
    }

    /// Something that the comparison reads from the catalog in these words.
    pub(super) fn fact(&mut self, object: String, value: impl Into<String>) {
        self.facts.push((object, Some(value.into())));
    }

    /// Something that the comparison must not find.
    pub(super) fn gone(&mut self, id: &ObjectId) {
        if self.state != State::Dropped {
            self.facts.push((label(id), None));
        }
    }

    /// Writes the row.
    pub(super) fn write(&self, text: &mut String) {
        let (kind, name, state) = (
            literal(self.kind),
            literal(&self.name),
            literal(self.state.word()),
        );
        let twin = self
            .whole_twin()
            .map_or_else(|| "NULL".to_owned(), |twin| dollar_quoted(&twin, "twin"));
        let facts = self.listed_facts();
        text.push_str(&format!(
            "INSERT INTO voxanne_expected VALUES ({kind}, {name}, {state}, {twin}, {facts});\n\n"
        ));
    }

    /// Every statement of the twin, the one that makes its table first.
    fn whole_twin(&self) -> Option<String> {
        let mut twin = String::from("\n");
        if let Some(table) = self.table {
            let mut inlined = self.inlined.clone();
            inlined.sort_by_key(|constraint| rank(constraint));
            twin.push_str(&sql::create_table_as(table, &self.twin_name, &inlined));
            twin.push('\n');
        } else if self.statements.is_empty() {
            return None;
        } else if self.kind == ObjectKind::Table.label() {
            twin.push_str(&format!(
                "CREATE TABLE {} (LIKE {});\n",
                self.twin_name, self.name
            ));
        }
        for statement in &self.statements {
            twin.push_str(statement);
            twin.push('\n');
        }
        Some(twin)
    }

    fn listed_facts(&self) -> String {
        if self.facts.is_empty() {
            return "'{}'".to_owned();
        }
        let facts: Vec<String> = self
            .facts
            .iter()
            .map(|(object, value)| {
                let value = value.as_deref().map_or_else(|| "NULL".to_owned(), literal);
                format!("    [{}, {value}]", literal(object))
            })
            .collect();
        format!("ARRAY[\n{}\n]", facts.join(",\n"))
    }
}
