//! Which syntax errors are told, where, and with which help.

use std::fmt::Write as _;

use voxanne_schema::diagnostic::Code;
use voxanne_schema::expression::{Expression, Operator};

use super::super::{SqlDiagnostic, check_sql};
use super::{declared, domain, plpgsql, policy, sql, table, wrong};

fn found(name: &str, language: &str, body: &str) -> Vec<SqlDiagnostic> {
    let function = super::function(name, language, body);
    check_sql(&declared(domain().into_iter().chain([function.into()])))
}

#[test]
fn an_error_is_told_at_its_token_with_a_help() {
    let cases = [
        ("BEGIN\n SELCT 1;\nEND", "SELCT", "did you mean `SELECT`"),
        (
            "BEGIN PERFORM a FORM public.contacts; END",
            "public",
            "did you mean `FROM`",
        ),
        ("BEGIN IF a THEN NULL; END;", ";", "close it with `END IF;`"),
        (
            "BEGIN IF a THEN NULL; ELSE IF b THEN NULL; END IF; END;",
            ";",
            "`ELSIF` does not",
        ),
        ("BEGIN LOOP NULL; END;\nEND", ";", "close it with `END LOOP;`"),
        (
            "BEGIN CASE a WHEN 1 THEN NULL; END;\nEND",
            ";",
            "ends with `END CASE;`",
        ),
        ("BEGIN n := f(1, (2); END", ";", "close it with `)`"),
        ("BEGIN\n n := 1\n RETURN n;\nEND", "n", "before `RETURN` with `;`"),
        (
            "BEGIN INSERT INTO public.contacts (a, b,) VALUES (1); END",
            ",",
            "take the comma away",
        ),
        ("BEGIN RAISE EXCEPTION 'it's'; END", "s", "written twice"),
        (
            "BEGIN UPDATE public.contacts SET a = 1 WEHRE b = 2; END",
            "WEHRE",
            "did you mean `WHERE`",
        ),
        ("BEGIN EXCEPTION WHEN OTHERS NULL; END", "NULL", "write `THEN`"),
        ("BEGIN NULL;", "", "close it with `END;`"),
        ("BEGIN v := 'abc; END;\n", "'abc; END;", "written twice"),
        ("BEGIN NULL; END; more", "more", "nothing may follow"),
        ("SELECT 1", "SELECT", "is a block"),
        (
            "BEGIN SELECT a INTO n FROM public.contacts WHERE AND b; END",
            "AND",
            "mend the text",
        ),
    ];
    for (body, token, help) in cases {
        let found = found("f", "plpgsql", body);
        let [one] = found.as_slice() else {
            panic!("{body}: {found:#?}");
        };
        assert_eq!(one.diagnostic.code, Code::SyntaxError, "{body}");
        assert_eq!(&one.text[one.range.clone()], token, "{body}");
        assert!(
            one.diagnostic.help.contains(help),
            "{body}: {}",
            one.diagnostic.help
        );
    }
}

#[test]
fn the_message_names_the_place_and_what_was_expected() {
    assert_eq!(
        wrong(&sql("f", "SELECT 1 FROM")),
        [
            "syntax_error: syntax error at the end of the body of function `public.f()`: expected a table; mend the text there, or just before"
        ]
    );
}

#[test]
fn the_place_is_right_behind_a_variable_that_was_taken_out() {
    let found = found(
        "f",
        "plpgsql",
        "BEGIN SELECT a INTO STRICT é.x, b FROM public.contacts WEHRE c = 1 AND; END",
    );
    let tokens: Vec<_> = found
        .iter()
        .map(|found| &found.text[found.range.clone()])
        .collect();
    assert_eq!(tokens, ["c"]);
}

#[test]
fn each_text_is_told_of_once_and_all_texts_are() {
    let functions = (0..40).map(|i| {
        let mut body = "BEGIN NULL; END".to_owned();
        if i % 10 == 3 {
            let _ = write!(body, "; x{i}");
        }
        plpgsql(&format!("f{i:02}"), &body).into()
    });
    let declared = declared(functions);
    let found: Vec<String> = check_sql(&declared)
        .iter()
        .map(|found| found.text[found.range.clone()].to_owned())
        .collect();
    assert_eq!(found, ["x3", "x13", "x23", "x33"]);
}

#[test]
fn an_error_that_begins_in_one_body_does_not_reach_another() {
    for (one, other) in [
        ("BEGIN 'a; END", "BEGIN 'b; END"),
        ("BEGIN NULL;", "END; BEGIN NULL; END"),
        ("", "BEGIN"),
    ] {
        let declared = declared([
            plpgsql("f", one).into(),
            plpgsql("g", other).into(),
            plpgsql("h", "BEGIN END").into(),
        ]);
        let wrong: Vec<_> = check_sql(&declared)
            .into_iter()
            .filter_map(|found| found.diagnostic.object)
            .collect();
        let named: Vec<_> = wrong.iter().map(super::short).collect();
        let both = ["function f", "function g"];
        assert_eq!(
            named,
            if one.is_empty() { &both[1..] } else { &both[..] },
            "{one}"
        );
    }
}

#[test]
fn a_fragment_is_one_expression() {
    let message = |fragment: &str| {
        let declared = declared([table("contacts").into(), policy("p", "contacts", fragment).into()]);
        check_sql(&declared)
            .into_iter()
            .map(|found| found.diagnostic)
            .next()
            .map(|found| (found.message, found.help))
    };
    for fragment in [
        "true",
        "org_id = (select auth.uid())",
        "a or\n b",
        "x::text <> '' /* -- */",
        "NEW.a IS NULL -- why\n AND b",
    ] {
        assert_eq!(message(fragment), None, "{fragment}");
    }
    for fragment in [
        "",
        "a b",
        "a, b",
        "a as b",
        "a) or (b",
        "a from t",
        "select 1",
        "a;",
        "a where b",
        "'a",
    ] {
        let (message, _) = message(fragment).expect(fragment);
        assert!(
            message.contains("the `using` expression of policy `p` on `public.contacts`"),
            "{message}"
        );
    }
    let operand = Expression::binary(
        Operator::Equal,
        Expression::raw("select 1"),
        Expression::raw("a b"),
    );
    let mut policy = policy("p", "contacts", "");
    policy.using = Some(operand);
    let found = check_sql(&declared([table("contacts").into(), policy.into()]));
    let texts: Vec<_> = found.iter().map(|found| found.text.as_str()).collect();
    assert_eq!(texts, ["a b"]);
    let (_, help) = message("select 1").expect("a query is no expression");
    assert_eq!(help, "put a query that is a value in parentheses: `(select …)`");
    let (message, _) = message("a > 0 -- positive").expect("a comment swallows");
    assert!(
        message.ends_with("the comment at its end swallows what is written after it"),
        "{message}"
    );
}

#[test]
fn a_fragment_in_many_places_is_told_of_once() {
    let objects = ["a", "b", "c"].map(|name| policy(name, "contacts", "org_id = ").into());
    let found = check_sql(&declared(objects.into_iter().chain([table("contacts").into()])));
    let helps: Vec<_> = found.iter().map(|found| found.diagnostic.help.as_str()).collect();
    assert_eq!(helps.len(), 1);
    assert!(helps[0].ends_with(
        "the same text stands in policy `b` on `public.contacts`, policy `c` on `public.contacts`"
    ));
}
