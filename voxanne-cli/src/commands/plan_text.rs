//! A plan as a person reads it.

use std::collections::BTreeMap;

use voxanne_codegen::AccessChange;
use voxanne_codegen::plan::{PlannedMigration, Statement, TableLock, TransactionMode, Undo};

use voxanne_schema::declare::Declared;

use super::count;
use crate::output::Sink;

/// How much of a statement is shown on its one line.
const WIDTH: usize = 92;

/// A migration that is to be shown.
pub(super) struct Shown<'s> {
    pub(super) name: String,
    pub(super) planned: &'s PlannedMigration,
    pub(super) access: &'s [AccessChange],
}

/// Writes every migration, and what it all comes to.
pub(super) fn write(sink: &mut Sink<'_>, migrations: &[Shown<'_>], declared: &Declared) {
    for shown in migrations {
        head(sink, shown);
        let planned = shown.planned;
        let statements = planned
            .steps
            .iter()
            .flat_map(|step| step.statements.iter().map(move |of| (step, of)));
        for (place, (step, statement)) in statements.enumerate() {
            self::statement(sink, place + 1, statement, &step.why(statement, declared));
        }
        sink.line(&"");
    }
    foot(sink, migrations);
}

fn head(sink: &mut Sink<'_>, shown: &Shown<'_>) {
    let planned = shown.planned;
    let palette = sink.palette;
    let (name, dim) = (palette.name, palette.dim);
    let mode = match planned.transaction {
        TransactionMode::Inside => "in one transaction",
        TransactionMode::Alone => "outside of a transaction",
    };
    let statements = count(planned.statements().count(), "statement");
    let part = match planned.parts {
        1 => String::new(),
        parts => format!("part {} of {parts}, ", planned.part + 1),
    };
    let back = match planned.undo.len() {
        0 => String::new(),
        number => format!("; {} to take it back", count(number, "statement")),
    };
    let migration = &shown.name;
    sink.text(format_args!(
        "{name}{migration}{name:#}\n{dim}{part}{statements}, {mode}{back}{dim:#}\n"
    ));
    let warning = palette.warning;
    for change in shown.access {
        sink.text(format_args!("{warning}access{warning:#}: {change}\n"));
    }
    let error = palette.error;
    for why in &planned.irreversible {
        sink.text(format_args!("{error}no way back{error:#}: {why}\n"));
    }
}

fn statement(sink: &mut Sink<'_>, number: usize, statement: &Statement, why: &str) {
    let palette = sink.palette;
    sink.text(format_args!("\n{number:>4}  {}\n", one_line(&statement.sql)));
    let mut detail = |style: anstyle::Style, word: &str, text: &str| {
        sink.text(format_args!("      {style}{word:<6}{style:#} {text}\n"));
    };
    detail(palette.dim, "why", &why.replace('\n', " "));
    for lock in &statement.locks {
        detail(palette.dim, "lock", &lock_text(lock));
    }
    if statement.transaction == TransactionMode::Alone {
        detail(palette.dim, "alone", "cannot run in a transaction");
    }
    for hazard in &statement.hazards {
        detail(
            palette.warning,
            "hazard",
            &format!("{}: {}", hazard.kind.label(), hazard.message),
        );
    }
    match &statement.undo {
        Undo::Statements(statements) => {
            for undo in statements {
                detail(palette.dim, "back", &one_line(&undo.sql));
            }
        }
        Undo::WithOwner => detail(palette.dim, "back", "goes with what it belongs to"),
        Undo::Stays(why) => detail(palette.dim, "back", why),
        Undo::Impossible(why) => detail(palette.error, "back", &format!("none: {why}")),
    }
}

fn lock_text(lock: &TableLock) -> String {
    let how = if lock.long {
        "while it works"
    } else {
        "for a moment"
    };
    format!("{} on {}, {how}", lock.mode.label(), lock.table)
}

/// The beginning of a statement, and how much is left out.
fn one_line(sql: &str) -> String {
    let mut lines = sql.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default().trim();
    let more = lines.count();
    let short: String = first.chars().take(WIDTH).collect();
    let cut = if short.len() < first.len() { " …" } else { "" };
    match more {
        0 => format!("{short}{cut}"),
        more => format!("{short}{cut} … {}", count(more, "more line")),
    }
}

fn foot(sink: &mut Sink<'_>, migrations: &[Shown<'_>]) {
    let statements: Vec<&Statement> = migrations
        .iter()
        .flat_map(|shown| shown.planned.statements())
        .collect();
    let mut hazards: BTreeMap<&str, usize> = BTreeMap::new();
    for hazard in statements.iter().flat_map(|statement| &statement.hazards) {
        *hazards.entry(hazard.kind.label()).or_default() += 1;
    }
    let hazards: Vec<String> = hazards
        .iter()
        .map(|(kind, number)| format!("{kind} × {number}"))
        .collect();
    let hazards = if hazards.is_empty() {
        "no hazards".to_owned()
    } else {
        format!("hazards: {}", hazards.join(", "))
    };
    let (migrations, statements) = (
        count(migrations.len(), "migration"),
        count(statements.len(), "statement"),
    );
    sink.text(format_args!("{migrations}, {statements}; {hazards}\n"));
}
