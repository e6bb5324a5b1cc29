//! The statements that rename, and what takes them back.

use voxanne_schema::declare::Declared;
use voxanne_schema::dispatch_kind;
use voxanne_schema::model::{Member, Schema};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Identity, Object, ObjectId, Space};
use voxanne_schema::rename::{Named, Rename};

use super::{Renames, Renaming, Why, heirs};
use crate::kinds::Plan;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{ident, literal, qualified, routine};

/// A step for each rename, in order.
pub(crate) fn steps(renames: &Renames, declared: &Declared, original: &Schema) -> Vec<Step> {
    let mut explained = false;
    let steps = renames.all.iter().enumerate().map(|(place, renaming)| {
        let (done, rest) = renames.all.split_at(place);
        let mut statement = statement(&renaming.rename, done, rest);
        let first = before(&renaming.rename.from, done);
        for heir in heirs::reached(&first, original) {
            statement = statement.locks(LockMode::AccessExclusive, &heir);
        }
        match renaming.why {
            Why::Declared => {
                if let Some(message) = hazard(&first) {
                    statement = statement.hazard(HazardKind::NeedsTwoDeployments, message);
                }
            }
            Why::MakesRoom => {
                let name = renaming.rename.from.name().map_or("", Name::as_str);
                statement = statement.because(format!("Makes room: another is called {name} from here on."));
            }
            Why::Follows => {
                statement.purpose = Some(FOLLOWS);
                let by_rule = declared.reasons.contains_key(&renaming.rename.renamed().object());
                if !explained && !by_rule {
                    statement.reason = Some(FOLLOWS_IN_FULL.to_owned());
                    explained = true;
                }
            }
        }
        let follows = heirs::follows_parent(&first, original);
        let mut statements: Vec<Statement> = (!follows).then_some(statement).into_iter().collect();
        let columns = renaming.identities.iter();
        statements.extend(columns.filter_map(|column| sequence(&renaming.rename, column)));
        statements.extend(constraint_of(&renaming.rename, rest, &renames.schema));
        statements.extend(super::leaves::statements(
            &renaming.rename,
            rest.get(1..).unwrap_or_default(),
            &renames.schema,
        ));
        let delta = Delta::Rename(renaming.rename.clone());
        Step::new(Stage::Rename, statements, vec![delta])
    });
    steps.collect()
}

/// The constraint of a constraint trigger, by which `SET CONSTRAINTS` calls it and which keeps its name.
fn constraint_of(rename: &Rename, rest: &[Renaming], schema: &Schema) -> Option<Statement> {
    let Named::Object(ObjectId::Trigger(trigger)) = &rename.from else {
        return None;
    };
    let follow = |named: Named, next: &Renaming| next.rename.follow(&named);
    let Named::Object(last) = rest.iter().fold(rename.from.clone(), follow) else {
        return None;
    };
    let is_constraint = matches!(schema.get(&last), Some(Object::Trigger(it)) if it.constraint.is_some());
    let become_one = |from: &Name, to: &Name| {
        one_or_two_lines(
            &format!("ALTER TABLE {}", qualified(&trigger.table)),
            &format!("RENAME CONSTRAINT {} TO {};", ident(from), ident(to)),
        )
    };
    let (from, to) = (&trigger.name, &rename.to);
    is_constraint.then(|| Statement::new(become_one(from, to), become_one(to, from)))
}

/// What something was called before the renames that are done.
pub(super) fn before(named: &Named, done: &[Renaming]) -> Named {
    let done = done.iter().rev();
    done.fold(named.clone(), |named, done| done.rename.reversed().follow(&named))
}

/// Why names that nobody wrote are changed.
const FOLLOWS: &str = "the name follows that of the table or of a column";

/// The same, as a comment.
const FOLLOWS_IN_FULL: &str =
    "PostgreSQL leaves names like these as they are; they follow the table and its columns.";

/// What goes wrong for code that runs meanwhile. Names of constraints, indexes, triggers and policies
/// are hardly ever written in code.
fn hazard(named: &Named) -> Option<String> {
    let is_written = match named {
        Named::Column(..) | Named::Label(..) | Named::Attribute(..) => true,
        Named::Object(id) => dispatch_kind!(id.kind(), Kind => <Kind as Plan>::IS_CALLED),
    };
    let plain = named.to_string().replace('`', "");
    is_written.then(|| format!("code that names the {plain} fails from here on"))
}

/// The rename and what takes it back. Of the table that is locked the heads of the files speak as it is
/// called when they begin.
fn statement(rename: &Rename, done: &[Renaming], rest: &[Renaming]) -> Statement {
    let renamed = rename.renamed();
    let back = rename.reversed();
    let mut undo = Statement::owned(sql(&renamed, &back.to));
    let mut statement = Statement::owned(sql(&rename.from, &rename.to));
    if let Some(table) = locked(&rename.from) {
        let table = Named::Object(ObjectId::Table(table.clone()));
        let after = rest
            .iter()
            .fold(table.clone(), |table, next| next.rename.follow(&table));
        if let (Named::Object(ObjectId::Table(first)), Named::Object(ObjectId::Table(last))) =
            (before(&table, done), after)
        {
            statement = statement.locks(LockMode::AccessExclusive, &first);
            undo = undo.locks(LockMode::AccessExclusive, &last);
        }
    }
    statement.undo = Undo::Statements(vec![undo]);
    statement
}

/// The table that a rename locks, as it is called before it.
fn locked(from: &Named) -> Option<&QualifiedName> {
    match from {
        Named::Column(table, _) => Some(table),
        Named::Object(id) => match id.identity() {
            Identity::Qualified(name) if id.kind().space() == Space::Rows => Some(name),
            Identity::Member(member) => Some(&member.table),
            // An index is locked by itself, so that its table's readers and writers pass.
            _ => None,
        },
        Named::Label(..) | Named::Attribute(..) => None,
    }
}

/// The statement that renames.
fn sql(named: &Named, to: &Name) -> String {
    let new = ident(to);
    match named {
        Named::Column(table, column) => one_or_two_lines(
            &format!("ALTER TABLE {}", qualified(table)),
            &format!("RENAME COLUMN {} TO {new};", ident(column)),
        ),
        Named::Attribute(composite, attribute) => format!(
            "ALTER TYPE {} RENAME ATTRIBUTE {} TO {new};",
            qualified(composite),
            ident(attribute)
        ),
        Named::Label(enumeration, label) => format!(
            "ALTER TYPE {} RENAME VALUE {} TO {};",
            qualified(enumeration),
            literal(label.as_str()),
            literal(to.as_str())
        ),
        Named::Object(ObjectId::Partition(member)) => format!(
            "ALTER TABLE {} RENAME TO {new};",
            qualified(&member.table.sibling(member.name.clone()))
        ),
        Named::Object(ObjectId::Constraint(member)) => one_or_two_lines(
            &format!("ALTER TABLE {}", qualified(&member.table)),
            &format!("RENAME CONSTRAINT {} TO {new};", ident(&member.name)),
        ),
        Named::Object(id) => {
            let keywords = id.kind().keywords();
            match id.identity() {
                Identity::Named(name) => format!("ALTER {keywords} {} RENAME TO {new};", ident(name)),
                Identity::Qualified(name) => format!("ALTER {keywords} {} RENAME TO {new};", qualified(name)),
                Identity::Routine(of) => format!("ALTER {} RENAME TO {new};", routine(id.kind(), of)),
                Identity::Member(Member { table, name }) => one_or_two_lines(
                    &format!("ALTER {keywords} {} ON {}", ident(name), qualified(table)),
                    &format!("RENAME TO {new};"),
                ),
                // These have no name that could be renamed, and no rename of them is ever planned.
                Identity::OfTable(_)
                | Identity::Owned(_)
                | Identity::Grant(_)
                | Identity::Default(_)
                | Identity::Comment(_) => String::new(),
            }
        }
    }
}

fn one_or_two_lines(head: &str, action: &str) -> String {
    let separator = if head.len() + action.len() < crate::sql::WIDTH {
        " "
    } else {
        "\n    "
    };
    format!("{head}{separator}{action}")
}

/// The sequence of an identity column gets the name that a fresh build would give it.
fn sequence(rename: &Rename, column: &Name) -> Option<Statement> {
    let of = |table: &QualifiedName, column: &Name| {
        table.sibling(default_name(table.name.as_str(), column.as_str(), "seq"))
    };
    let (before, after) = match (&rename.from, rename.renamed()) {
        (Named::Object(ObjectId::Table(from)), Named::Object(ObjectId::Table(to))) => {
            (of(from, column), of(&to, column))
        }
        (Named::Column(table, from), Named::Column(_, to)) => (of(table, from), of(table, &to)),
        _ => return None,
    };
    let alter = |from: &QualifiedName, to: &QualifiedName| {
        format!(
            "ALTER SEQUENCE {} RENAME TO {};",
            qualified(from),
            ident(&to.name)
        )
    };
    let statement = Statement::new(alter(&before, &after), alter(&after, &before));
    (before != after).then(|| statement.serving(FOLLOWS))
}
