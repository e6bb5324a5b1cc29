//! Migrations that no folder keeps, as one script that plain `psql -v ON_ERROR_STOP=1 -f` runs: a part
//! for each, with its transaction around it where it has one.

use super::render::{Draft, mode};
use super::script::Script;
use crate::plan::TransactionMode;

/// What a session needs before the first statement, whoever runs it: names are UTF-8, texts hold
/// backslashes as they are, and the bodies of functions are taken as they stood in the state that the
/// script leads to.
const SETTINGS: [&str; 3] = [
    "SET client_encoding = 'UTF8';",
    "SET standard_conforming_strings = on;",
    "SET check_function_bodies = off;",
];

/// The way there. Empty where there is nothing to do.
pub(crate) fn up(drafts: &[Draft<'_>]) -> String {
    there("The way from one state to another", &[], drafts)
}

/// The way back where it was planned as a way there, and what no way brings back.
pub(crate) fn back(drafts: &[Draft<'_>], lost: &[&str]) -> String {
    there("The way back to what there was", lost, drafts)
}

fn there(what: &str, lost: &[&str], drafts: &[Draft<'_>]) -> String {
    let parts: Vec<_> = drafts
        .iter()
        .filter(|draft| draft.planned().statements().next().is_some())
        .collect();
    let mut script = begun(what, lost, parts.len());
    for (place, draft) in parts.iter().enumerate() {
        let planned = draft.planned();
        part(
            &mut script,
            planned.transaction,
            (place, parts.len()),
            |script, head| {
                if head {
                    draft.notes_up(script);
                } else {
                    draft.statements_up(script);
                }
            },
        );
    }
    script.text
}

/// The way back, the last part first. Empty where there is nothing to take back.
pub(crate) fn down(drafts: &[Draft<'_>]) -> String {
    let parts: Vec<_> = drafts
        .iter()
        .rev()
        .filter(|draft| !draft.planned().undo.is_empty())
        .collect();
    let mut script = begun("The way back to what there was", &[], parts.len());
    for (place, draft) in parts.iter().enumerate() {
        let mode = mode(&draft.planned().undo);
        part(&mut script, mode, (place, parts.len()), |script, head| {
            if head {
                draft.notes_down(script);
            } else {
                draft.statements_down(script);
            }
        });
    }
    script.text
}

/// The head of a script of so many parts.
fn begun(what: &str, lost: &[&str], parts: usize) -> Script {
    let mut script = Script::new();
    if parts == 0 {
        return script;
    }
    script.line(&format!(
        "-- {what}, written by voxanne: psql -v ON_ERROR_STOP=1 -f this-file"
    ));
    if parts > 1 {
        script.line(&format!(
            "-- In {parts} parts. Where one stops, those before it stay: compare again, and go on from there."
        ));
    }
    for lost in lost {
        script.line(&format!("-- Not brought back: {lost}."));
    }
    script.blank();
    for setting in SETTINGS {
        script.line(setting);
    }
    script
}

/// One part; `write` writes its head, and then its statements.
fn part(
    script: &mut Script,
    mode: TransactionMode,
    (place, parts): (usize, usize),
    write: impl Fn(&mut Script, bool),
) {
    script.blank();
    let inside = mode == TransactionMode::Inside;
    if parts > 1 {
        let how = if inside {
            "in one transaction"
        } else {
            "outside of any transaction block"
        };
        script.line(&format!("-- Part {} of {parts}, {how}.", place + 1));
    }
    write(script, true);
    if !inside {
        write(script, false);
        return;
    }
    script.line("BEGIN;");
    script.lock_timeout();
    write(script, false);
    script.blank();
    script.line("COMMIT;");
}
