//! The statements that rename, and what takes them back.

use voxanne_schema::declare::Declared;
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::ObjectId;
use voxanne_schema::rename::{Named, Rename};

use super::{Renames, Renaming, Why};
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step};
use crate::sql::{ident, literal, qualified, signature};

/// A step for each rename, in order.
pub(crate) fn steps(renames: &Renames, declared: &Declared) -> Vec<Step> {
    let mut explained = false;
    let steps = renames.all.iter().map(|renaming| {
        let mut statements = statements(renaming);
        let first = statements.first_mut();
        match (renaming.why, first) {
            (Why::MakesRoom, Some(first)) => {
                let name = renaming.rename.from.name().map_or("", Name::as_str);
                first.reason = Some(format!("Makes room: another is called {name} from here on."));
            }
            (Why::Follows, Some(first)) => {
                first.purpose = Some(FOLLOWS);
                let rule = declared.reasons.get(&renaming.rename.renamed().object());
                if !explained && rule.is_none() {
                    first.reason = Some(FOLLOWS_IN_FULL.to_owned());
                    explained = true;
                }
            }
            (Why::Declared, Some(first)) => {
                let hazard = hazard(&renaming.rename);
                if let Some(message) = hazard {
                    *first = first.clone().hazard(HazardKind::NeedsTwoDeployments, message);
                }
            }
            (_, None) => {}
        }
        Step::new(
            Stage::Rename,
            statements,
            vec![Delta::Rename(renaming.rename.clone())],
        )
    });
    steps.collect()
}

/// Why names that nobody wrote are changed.
const FOLLOWS: &str = "the name follows that of the table or of a column";

/// The same, as a comment.
const FOLLOWS_IN_FULL: &str =
    "PostgreSQL leaves names like these as they are; they follow the table and its columns.";

/// What goes wrong for code that runs meanwhile. Names of constraints, indexes, triggers and policies
/// are hardly ever written in code.
fn hazard(rename: &Rename) -> Option<String> {
    let is_written = match &rename.from {
        Named::Column(..) | Named::Label(..) => true,
        Named::Object(id) => matches!(
            id,
            ObjectId::Namespace(_) | ObjectId::Enum(_) | ObjectId::Table(_) | ObjectId::Function(_)
        ),
    };
    is_written.then(|| format!("code that names the {} fails from here on", plain(&rename.from)))
}

/// A thing without backticks, as the head of a file writes it.
fn plain(named: &Named) -> String {
    named.to_string().replace('`', "")
}

fn statements(renaming: &Renaming) -> Vec<Statement> {
    let rename = &renaming.rename;
    let renamed = rename.renamed();
    let Some(from) = rename.from.name() else {
        return Vec::new();
    };
    let mut statement = Statement::new(sql(&rename.from, &rename.to), sql(&renamed, from));
    if let Some((mode, before, after)) = lock(&rename.from, &renamed) {
        statement = statement.locks(mode, &before);
        if let crate::plan::Undo::Statements(undo) = &mut statement.undo {
            for back in undo {
                for lock in &mut back.locks {
                    lock.table.clone_from(&after);
                }
            }
        }
    }
    let mut statements = vec![statement];
    statements.extend(renaming.identities.iter().map(|column| sequence(rename, column)));
    statements
}

/// The table that is locked, as it is called before and after.
fn lock(from: &Named, to: &Named) -> Option<(LockMode, QualifiedName, QualifiedName)> {
    match (from, to) {
        (Named::Object(ObjectId::Table(before)), Named::Object(ObjectId::Table(after))) => {
            Some((LockMode::AccessExclusive, before.clone(), after.clone()))
        }
        (Named::Column(table, _), _) => Some((LockMode::AccessExclusive, table.clone(), table.clone())),
        (
            Named::Object(
                ObjectId::Constraint(member) | ObjectId::Trigger(member) | ObjectId::Policy(member),
            ),
            _,
        ) => Some((
            LockMode::AccessExclusive,
            member.table.clone(),
            member.table.clone(),
        )),
        // An index is locked by itself, so that its table's readers and writers pass.
        (Named::Object(_) | Named::Label(..), _) => None,
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
        Named::Label(enumeration, label) => format!(
            "ALTER TYPE {} RENAME VALUE {} TO {};",
            qualified(enumeration),
            literal(label.as_str()),
            literal(to.as_str())
        ),
        Named::Object(id) => match id {
            ObjectId::Namespace(name) => format!("ALTER SCHEMA {} RENAME TO {new};", ident(name)),
            ObjectId::Enum(name) => format!("ALTER TYPE {} RENAME TO {new};", qualified(name)),
            ObjectId::Table(name) => format!("ALTER TABLE {} RENAME TO {new};", qualified(name)),
            ObjectId::Index(name) => format!("ALTER INDEX {} RENAME TO {new};", qualified(name)),
            ObjectId::Function(function) => {
                format!("ALTER FUNCTION {} RENAME TO {new};", signature(function))
            }
            ObjectId::Constraint(member) => one_or_two_lines(
                &format!("ALTER TABLE {}", qualified(&member.table)),
                &format!("RENAME CONSTRAINT {} TO {new};", ident(&member.name)),
            ),
            ObjectId::Trigger(member) => one_or_two_lines(
                &format!(
                    "ALTER TRIGGER {} ON {}",
                    ident(&member.name),
                    qualified(&member.table)
                ),
                &format!("RENAME TO {new};"),
            ),
            ObjectId::Policy(member) => one_or_two_lines(
                &format!(
                    "ALTER POLICY {} ON {}",
                    ident(&member.name),
                    qualified(&member.table)
                ),
                &format!("RENAME TO {new};"),
            ),
            // These have no name that could be renamed, and no rename of them is ever planned.
            ObjectId::Role(_)
            | ObjectId::Extension(_)
            | ObjectId::RowSecurity(_)
            | ObjectId::Grant(_)
            | ObjectId::Comment(_) => String::new(),
        },
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
fn sequence(rename: &Rename, column: &Name) -> Statement {
    let of = |table: &QualifiedName, column: &Name| {
        table.sibling(default_name(table.name.as_str(), column.as_str(), "seq"))
    };
    let (before, after) = match (&rename.from, rename.renamed()) {
        (Named::Object(ObjectId::Table(from)), Named::Object(ObjectId::Table(to))) => {
            (of(from, column), of(&to, column))
        }
        (Named::Column(table, from), Named::Column(_, to)) => (of(table, from), of(table, &to)),
        _ => return Statement::owned(""),
    };
    let alter = |from: &QualifiedName, to: &QualifiedName| {
        format!(
            "ALTER SEQUENCE {} RENAME TO {};",
            qualified(from),
            ident(&to.name)
        )
    };
    Statement::new(alter(&before, &after), alter(&after, &before)).serving(FOLLOWS)
}
