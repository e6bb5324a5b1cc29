//! TypeScript types and the pages on the schema: written, checked, and shown to acceptance checks.

use voxanne_cli::Project;
use voxanne_schema::Declaration;

use crate::sandbox::{Answered, FIRST};
use crate::{Sandbox, clinics, clinics_with_notes};

const CHECK: &str = "\
-- check 1: the generated files are there
select array_agg(kind || ' ' || name order by kind, name) @> array[
           'document functions.md', 'document policies.md', 'document schema.md', 'typescript clinics.ts'
       ]
       and count(*) filter (where kind = 'migration') = count(*) filter (where kind = 'rollback')
       and bool_or(contents ~ 'Tables: \\{') as passed,
       count(*)::text as seen
from voxanne_files;
";

fn run(sandbox: &Sandbox, declaration: Declaration, arguments: &[&str]) -> Answered {
    let project = Project::new(declaration, sandbox.path(""))
        .typescript("types/clinics.ts")
        .documents("docs");
    sandbox.run_project(project, arguments)
}

#[test]
fn they_follow_the_definitions_and_check_says_when_they_do_not() {
    let sandbox = Sandbox::new();
    let first = run(&sandbox, clinics(), &["generate", "--at", FIRST]);
    assert_eq!(first.code, 0, "{first:?}");
    for file in [
        "types/clinics.ts",
        "docs/functions.md",
        "docs/policies.md",
        "docs/schema.md",
    ] {
        assert!(
            first.stdout.contains(&format!("wrote   $ROOT/{file}\n")),
            "{first:?}"
        );
    }
    assert_eq!(run(&sandbox, clinics(), &["check"]).code, 0);

    let ahead = run(&sandbox, clinics_with_notes(), &["check"]);
    assert_eq!(ahead.code, 1);
    assert!(ahead.stdout.contains("+++ $ROOT/types/clinics.ts\n"), "{ahead:?}");
    assert!(ahead.stdout.contains("+          notes: string"), "{ahead:?}");

    sandbox.write("docs/policies.md", "anybody may do anything\n");
    let edited = run(&sandbox, clinics(), &["check"]);
    assert_eq!(edited.code, 1);
    assert!(
        edited.stdout.contains("\n-anybody may do anything\n"),
        "{edited:?}"
    );
}

#[test]
fn acceptance_checks_see_them() {
    let sandbox = Sandbox::new();
    run(&sandbox, clinics(), &["generate", "--at", FIRST]);
    sandbox.write("acceptance/1_files.sql", CHECK);
    let answered = run(&sandbox, clinics(), &["try"]);
    assert_eq!(answered.code, 0, "{answered:?}");

    sandbox.remove("types/clinics.ts");
    let answered = run(&sandbox, clinics(), &["try"]);
    assert_eq!(answered.code, 1, "{answered:?}");
}
