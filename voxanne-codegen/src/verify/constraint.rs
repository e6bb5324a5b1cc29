//! Constraints: inside the twin of the table; a foreign key is a fact, because that of a temporary
//! table can only refer to another temporary table.

use voxanne_schema::model::{Constraint, ConstraintDefinition, ForeignKey, ReferentialAction};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe, ObjectId};

use super::Expect;
use super::expected::{Expected, State};
use super::label::label;
use crate::sql::{self, ident};

impl Expect for Constraint {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        if let ConstraintDefinition::ForeignKey(key) = &self.definition {
            into.fact(label(&ObjectId::Constraint(self.id())), foreign_key(key, self));
        } else if into.state == State::Existing || !self.validated {
            into.twin(add(self, &into.twin_name));
        } else {
            into.inlined.push(self);
        }
    }
}

/// The rank of a constraint inside `CREATE TABLE`, as the migration writes it.
pub(super) const fn rank(constraint: &Constraint) -> u8 {
    match constraint.definition {
        ConstraintDefinition::PrimaryKey(_) => 0,
        ConstraintDefinition::Unique { .. } => 1,
        ConstraintDefinition::Exclude(_) => 2,
        ConstraintDefinition::Check(_) => 3,
        ConstraintDefinition::ForeignKey(_) => 4,
    }
}

fn add(constraint: &Constraint, table: &str) -> String {
    let unproven = if constraint.validated { "" } else { " NOT VALID" };
    let (name, definition) = (ident(&constraint.name), sql::constraint(constraint));
    text![
        "ALTER TABLE ",
        table,
        "\n    ADD CONSTRAINT ",
        name,
        " ",
        definition,
        unproven,
        ";"
    ]
}

/// A foreign key with raw names, as the comparison puts it together from the catalog's columns.
fn foreign_key(key: &ForeignKey, constraint: &Constraint) -> String {
    let mut text = format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        raw(&key.columns),
        key.references,
        raw(&key.referenced_columns)
    );
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if action != ReferentialAction::NoAction {
            text.push_str(&text![" ON ", event, " ", action.sql()]);
        }
    }
    if let Some(deferral) = constraint.deferral.sql() {
        text.push_str(&format!(" {deferral}"));
    }
    if !constraint.validated {
        text.push_str(" NOT VALID");
    }
    text
}

fn raw(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
    names.join(", ")
}
