//! How findings look in the user's own files.

use std::path::Path;

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::{Code, Diagnostic, Location};
use voxanne_schema::object::ObjectId;

use super::super::{Colour, check, render};
use super::{declared, plpgsql, sql, table};

/// A function whose declaration stands on a line of `src/lib.rs`.
fn at_line(line: u32, body: &str) -> (Declared, ObjectId) {
    let function = plpgsql("f", body);
    let id = ObjectId::Function(function.signature());
    let mut declared = declared([table("contacts").into(), function.into()]);
    let file = "src/lib.rs".to_owned();
    declared.locations.insert(id.clone(), Location { file, line });
    (declared, id)
}

fn rendered(declared: &Declared, path: &str, file: &str) -> String {
    let read = |asked: &Path| (asked == Path::new(path)).then(|| file.to_owned());
    render(declared, &check(declared), &read, Colour::Never)
}

#[test]
fn a_literal_is_shown_in_its_own_file() {
    let body = "\n    BEGIN\n        RETRUN NEW;\n    END;\n";
    let (declared, _) = at_line(2, body);
    let file = format!("use x;\nsql_fn! {{\n    fn f() -> Trigger {{ r#\"{body}\"# }}\n}}\n");
    let expected = "\
error[syntax_error]: syntax error at `RETRUN` in the body of function `public.f()`: expected a statement
 --> src/lib.rs:5:9
  |
5 |         RETRUN NEW;
  |         ^^^^^^ expected a statement
  |
  = help: did you mean `RETURN` where it says `RETRUN`?";
    assert_eq!(rendered(&declared, "src/lib.rs", &file), expected);
}

#[test]
fn a_literal_with_escapes_is_shown_in_its_own_file() {
    let (declared, _) = at_line(1, "BEGIN\n\"A\" := public.nothing(); END");
    let file = "fn f() { \"BEGIN\\n\\\"A\\\" := public.nothing(); END\" }";
    assert!(rendered(&declared, "src/lib.rs", file).contains("src/lib.rs:1:27"));
}

#[test]
fn a_body_of_its_own_file_is_shown_there() {
    let (mut declared, id) = at_line(7, "BEGIN\n  NUL;\nEND");
    let ObjectId::Function(signature) = id else {
        panic!("a function")
    };
    declared
        .body_files
        .insert(ObjectId::Function(signature), "sql/f.sql".to_owned());
    let shown = rendered(&declared, "src/sql/f.sql", "BEGIN\n  NUL;\nEND");
    assert!(shown.contains(" --> src/sql/f.sql:2:3"), "{shown}");
}

#[test]
fn a_text_that_is_found_nowhere_is_shown_by_itself() {
    let (declared, _) = at_line(1, "BEGIN\n  PERFORM f(\nEND");
    let shown = rendered(&declared, "src/lib.rs", "concat!(\"BEGIN\", …)");
    assert!(shown.contains(" --> function `public.f()`:3:1"), "{shown}");
    assert!(shown.contains("^^^ "), "{shown}");
}

#[test]
fn other_diagnostics_are_shown_at_their_line() {
    let declared = declared([table("contacts").into()]);
    let location = Location {
        file: "src/a.rs".to_owned(),
        line: 2,
    };
    let id = ObjectId::Table(table("contacts").name);
    let of =
        |code| Diagnostic::new(code, id.clone(), "what is wrong", "what to write").at(Some(location.clone()));
    let diagnostics = [
        of(Code::UnclassifiedTable),
        Diagnostic::general(Code::DuplicateIndex, "general", "nothing"),
    ];
    let read = |_: &Path| Some("a\n    struct B;\n".to_owned());
    let expected = "\
error[unclassified_table]: what is wrong
 --> src/a.rs:2:5
  |
2 |     struct B;
  |     ^^^^^^^^^ table `public.contacts`
  |
  = help: what to write

warning[duplicate_index]: general
 |
 = help: nothing";
    assert_eq!(render(&declared, &diagnostics, &read, Colour::Never), expected);
    let unread = render(&declared, &diagnostics[..1], &|_| None, Colour::Never);
    assert!(
        unread.contains("note: table `public.contacts` is declared at src/a.rs:2"),
        "{unread}"
    );
}

#[test]
fn colour_is_only_on_request() {
    let declared = declared([sql("f", "SELECT 1 FROM").into()]);
    let coloured = |colour| render(&declared, &check(&declared), &|_| None, colour).contains('\u{1b}');
    assert!(!coloured(Colour::Never));
    assert!(coloured(Colour::Always));
}
