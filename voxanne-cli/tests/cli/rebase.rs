//! Branches of migrations that were merged, and become one line again.

use voxanne_schema::Declaration;

use crate::sandbox::CONTACTS;
use crate::{
    Sandbox, clinics, clinics_with_notes, clinics_with_notes_and_phones, clinics_with_phones,
    clinics_with_phones_and_notes, clinics_without_contacts,
};

const NOTES: &str = "20250201000000_add_notes_to_contacts";
const PHONE: &str = "20250202000000_add_phone_to_contacts";

/// The folder of `clinics()` after the merge of two branches.
fn merged(ours: (Declaration, &[&str]), theirs: (Declaration, &[&str])) -> Sandbox {
    let folder = Sandbox::generated(clinics());
    let other = folder.branch();
    for (sandbox, (declaration, arguments)) in [(&folder, ours), (&other, theirs)] {
        let answered = sandbox.run(declaration, arguments);
        assert_eq!(answered.code, 0, "{answered:?}");
    }
    folder.merge(&other);
    folder
}

fn notes_and_phones() -> Sandbox {
    merged(
        (clinics_with_notes(), &["generate", "--at", "20250201000000"]),
        (clinics_with_phones(), &["generate", "--at", "20250202000000"]),
    )
}

fn migrations(sandbox: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(sandbox.path("migrations/plan"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn the_later_branch_moves_behind_the_other() {
    let sandbox = notes_and_phones();
    let answered = sandbox.run(clinics_with_notes_and_phones(), &["rebase"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    assert!(
        answered.stderr.contains("warning[moved]: "),
        "{}",
        answered.stderr
    );
    assert_eq!(sandbox.run(clinics_with_notes_and_phones(), &["check"]).code, 0);
    assert!(
        migrations(&sandbox).contains(&PHONE.to_owned()),
        "{:?}",
        migrations(&sandbox)
    );

    // The same bytes as if the second had been generated after the first.
    let line = Sandbox::generated(clinics());
    line.run(clinics_with_notes(), &["generate", "--at", "20250201000000"]);
    line.run(
        clinics_with_notes_and_phones(),
        &["generate", "--at", "20250202000000"],
    );
    for part in ["", "down/", "verify/"] {
        let file = format!("migrations/{part}{PHONE}.sql");
        assert_eq!(sandbox.read(&file), line.read(&file));
    }
    let plan = format!("migrations/plan/{PHONE}.json");
    assert_eq!(sandbox.read(&plan), line.read(&plan));
}

#[test]
fn the_branch_that_is_named_moves() {
    for named in ["20250201000000", NOTES] {
        let sandbox = notes_and_phones();
        let answered = sandbox.json(clinics_with_phones_and_notes(), &["rebase", named]);
        assert_eq!(answered["exit_code"], 0, "{answered}");
        assert_eq!(answered["result"]["moved"][0], NOTES);
        assert_eq!(answered["result"]["onto"], PHONE);
        assert_eq!(
            answered["result"]["migrations"][0],
            "20250202000100_add_notes_to_contacts"
        );
        assert_eq!(sandbox.run(clinics_with_phones_and_notes(), &["check"]).code, 0);
    }
}

#[test]
fn two_migrations_with_one_version_are_put_in_order() {
    let sandbox = merged(
        (clinics_with_notes(), &["generate", "--at", "20250201000000"]),
        (clinics_with_phones(), &["generate", "--at", "20250201000000"]),
    );
    let answered = sandbox.run(clinics_with_notes_and_phones(), &["rebase"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    assert_eq!(
        migrations(&sandbox)[2..],
        [NOTES, "20250201000100_add_phone_to_contacts"]
    );
}

#[test]
fn a_slug_that_was_chosen_is_kept() {
    let sandbox = merged(
        (clinics_with_notes(), &["generate", "--at", "20250201000000"]),
        (
            clinics_with_phones(),
            &["generate", "--at", "20250131000000", "--slug", "call_people_back"],
        ),
    );
    let answered = sandbox.run(clinics_with_notes_and_phones(), &["rebase", "20250131000000"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    assert_eq!(migrations(&sandbox)[3], "20250201000100_call_people_back");
}

#[test]
fn what_both_branches_change_is_named_and_nothing_is_done() {
    let sandbox = merged(
        (clinics_with_notes(), &["generate", "--at", "20250201000000"]),
        (
            clinics_with_notes(),
            &["generate", "--at", "20250202000000", "--slug", "add_remarks"],
        ),
    );
    let before = migrations(&sandbox);
    let answered = sandbox.run(clinics_with_notes(), &["rebase"]);
    assert_eq!((answered.code, answered.stdout.as_str()), (1, ""));
    for part in [
        "error[collides]: ",
        "both change column `public.contacts.notes`",
        "rebase --accept",
    ] {
        assert!(answered.stderr.contains(part), "{part}: {}", answered.stderr);
    }
    assert_eq!(migrations(&sandbox), before);

    // One of them has done it all.
    let answered = sandbox.run(clinics_with_notes(), &["rebase", "--accept"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    assert_eq!(migrations(&sandbox)[2..], [NOTES]);
    assert_eq!(sandbox.run(clinics_with_notes(), &["check"]).code, 0);
}

#[test]
fn what_one_branch_drops_and_the_other_needs_is_named() {
    let sandbox = merged(
        (
            clinics_without_contacts(),
            &["generate", "--at", "20250201000000", "--allow", "deletes_data"],
        ),
        (clinics_with_notes(), &["generate", "--at", "20250202000000"]),
    );
    let answered = sandbox.run(clinics_with_notes(), &["rebase"]);
    assert_eq!(answered.code, 1, "{answered:?}");
    let named = "one drops table `public.contacts`, and the other needs it";
    assert!(answered.stderr.contains(named), "{}", answered.stderr);
}

#[test]
fn a_branch_that_is_none() {
    let sandbox = notes_and_phones();
    let answered = sandbox.run(clinics_with_notes_and_phones(), &["rebase", CONTACTS]);
    assert_eq!(answered.code, 1, "{answered:?}");
    assert!(
        answered.stderr.contains("error[no_branch]: ")
            && answered
                .stderr
                .contains(&format!("these begin one: `{NOTES}`, `{PHONE}`")),
        "{}",
        answered.stderr
    );
}

#[test]
fn nothing_to_rebase() {
    let sandbox = Sandbox::generated(clinics());
    let answered = sandbox.run(clinics(), &["rebase"]);
    assert_eq!(
        (answered.code, answered.stdout.as_str()),
        (
            0,
            "nothing to rebase: every migration comes after the one before it\n"
        )
    );
}

#[test]
fn whatever_else_is_wrong_comes_first() {
    let sandbox = notes_and_phones();
    let file = format!("migrations/{NOTES}.sql");
    sandbox.write(&file, "select 1;\n");
    let answered = sandbox.run(clinics_with_notes_and_phones(), &["rebase"]);
    assert_eq!(answered.code, 1, "{answered:?}");
    assert!(
        answered.stderr.contains("error[edited_file]: "),
        "{}",
        answered.stderr
    );
}
