//! Enum types.

use voxanne_schema::model::Enum;
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::reshape;
use crate::sql::{literal, qualified};

impl Plan for Enum {
    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::new(create_sql(self), drop_sql(self));
        Ok(vec![Step::new(
            Stage::Expand,
            vec![statement],
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::new(drop_sql(self), create_sql(self));
        let delta = Delta::Drop(ObjectId::Enum(self.name.clone()));
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let next = pair.next;
        // What removes or reorders labels has happened before.
        if !reshape::is_extended(pair.previous, next) {
            return Ok(Alteration::Recreate);
        }
        let mut statements: Vec<Statement> = next
            .labels
            .iter()
            .enumerate()
            .filter(|(_, label)| !pair.previous.labels.contains(label))
            .map(|(place, label)| add_label(next, place, label))
            .collect();
        let back = reshape::without_labels(next, pair.previous, context);
        if let (Some(first), Ok((back, guards))) = (statements.first_mut(), back) {
            first.undo = Undo::Statements(back);
            first.guards = guards;
        }
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Labels,
            statements,
            vec![Delta::alter(next.clone())],
        )]))
    }
}

fn add_label(enumeration: &Enum, place: usize, label: &Name) -> Statement {
    let before = place
        .checked_sub(1)
        .and_then(|place| enumeration.labels.get(place));
    let position = match before {
        Some(neighbour) => format!("AFTER {}", literal(neighbour.as_str())),
        None => enumeration
            .labels
            .get(1)
            .map(|neighbour| format!("BEFORE {}", literal(neighbour.as_str())))
            .unwrap_or_default(),
    };
    let sql = format!(
        "ALTER TYPE {} ADD VALUE {} {position};",
        qualified(&enumeration.name),
        literal(label.as_str())
    );
    // The first of them brings the whole type back.
    Statement::owned(sql)
}

fn create_sql(enumeration: &Enum) -> String {
    let labels: Vec<String> = enumeration
        .labels
        .iter()
        .map(|label| literal(label.as_str()))
        .collect();
    let one_line = labels.join(", ");
    let head = format!("CREATE TYPE {} AS ENUM (", qualified(&enumeration.name));
    if head.len() + one_line.len() < crate::sql::WIDTH - 2 {
        format!("{head}{one_line});")
    } else {
        format!("{head}\n    {}\n);", labels.join(",\n    "))
    }
}

fn drop_sql(enumeration: &Enum) -> String {
    format!("DROP TYPE {};", qualified(&enumeration.name))
}
