//! Renames that cannot be meant. Whether one is still to be done only the written migrations show.

use std::collections::BTreeMap;

use super::findings::Findings;
use crate::declare::Declared;
use crate::diagnostic::Code;
use crate::rename::Named;

pub(super) fn check(declared: &Declared, findings: &mut Findings) {
    let mut taken: BTreeMap<Named, &Named> = BTreeMap::new();
    for (now, from) in &declared.renames {
        let source = now.called(from);
        let mut refuse = |message: String, help: &str| {
            findings.report(Code::InvalidRename, now.object(), message, help);
        };
        if from.as_str().is_empty() || from.is_too_long() {
            refuse(
                format!("{now} is renamed from `{from}`, which is no name"),
                "write the name that it had, of 1 to 63 bytes",
            );
        } else if source == *now {
            refuse(
                format!("{now} is renamed from itself"),
                "write the name that it had before, or leave `renamed_from` out",
            );
        } else if source.is_in(&declared.schema) && !declared.renames.contains_key(&source) {
            refuse(
                format!("{now} is renamed from `{from}`, and {source} is declared as well"),
                "if it is done, leave `renamed_from` out; if both are to be there, one of them is new and renamed from nothing",
            );
        } else if let Some(first) = taken.get(&source) {
            refuse(
                format!("{first} and {now} are both renamed from `{from}`"),
                "say `renamed_from` of the one that keeps the rows; the other is new",
            );
        }
        taken.entry(source).or_insert(now);
    }
}
