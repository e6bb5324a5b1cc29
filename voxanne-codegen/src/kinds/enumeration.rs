//! Enum types.

use voxanne_schema::model::{DefaultTarget, Enum, Grantee};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::reshape;
use crate::sql::{grantee, literal, qualified};

/// Why everybody gets a privilege on a new enum.
const OPEN_TO_ALL: &str = "Enums are open to everybody, whatever default privileges say of new types.";

impl Plan for Enum {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = vec![Statement::new(create_sql(self), drop_sql(self))];
        statements.extend(open_to_all(self, context));
        Ok(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut back = vec![Statement::owned(create_sql(self))];
        back.extend(open_to_all(self, context));
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(back));
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

/// Nobody declares who may use an enum: everybody may, and nobody by name, whatever declared default
/// privileges say.
pub(crate) fn open_to_all(enumeration: &Enum, context: &Context<'_>) -> Vec<Statement> {
    let mut roles = context.defaulted_grantees(DefaultTarget::Types);
    let denied = roles.remove(&Grantee::Public);
    let name = qualified(&enumeration.name);
    let roles: Vec<String> = roles.into_iter().map(grantee).collect();
    let revoke = (!roles.is_empty()).then(|| {
        let sql = format!("REVOKE ALL ON TYPE {name} FROM {};", roles.join(", "));
        Statement::owned(sql).serving(NOTHING_BY_DEFAULT)
    });
    let grant = denied.then(|| {
        let sql = format!("GRANT USAGE ON TYPE {name} TO PUBLIC;");
        Statement::owned(sql).because(OPEN_TO_ALL)
    });
    revoke.into_iter().chain(grant).collect()
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
