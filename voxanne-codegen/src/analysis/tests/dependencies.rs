//! Which objects a text needs.

use voxanne_schema::object::{Object, ObjectId};

use super::super::{BodyDependencies, analyze};
use super::{declared, domain, named, of_caller, plpgsql, policy, schema, short, sql, table, with_argument};

#[test]
fn every_way_to_name_an_object_is_seen() {
    let cases: &[(&str, &[&str])] = &[
        ("PERFORM 1 FROM public.contacts", &["table contacts"]),
        (
            "PERFORM 1 FROM x JOIN public.contacts c ON true, ONLY public.appointments",
            &["table appointments", "table contacts"],
        ),
        ("INSERT INTO public.contacts VALUES (1)", &["table contacts"]),
        (
            "INSERT INTO \"public\".\"contacts\" SELECT 1",
            &["table contacts"],
        ),
        ("UPDATE PUBLIC.Contacts SET a = 1", &["table contacts"]),
        (
            "DELETE FROM public . contacts USING public.appointments",
            &["table appointments", "table contacts"],
        ),
        (
            "SELECT (SELECT 1 FROM public.contacts) INTO n",
            &["table contacts"],
        ),
        (
            "IF EXISTS (SELECT FROM public.contacts) THEN NULL; END IF",
            &["table contacts"],
        ),
        (
            "FOR r IN SELECT * FROM public.contacts LOOP NULL; END LOOP",
            &["table contacts"],
        ),
        ("n := count(*) FROM public.contacts", &["table contacts"]),
        ("n := 'new'::public.lead_status_type", &["enum lead_status_type"]),
        (
            "n := CAST('new' AS public.lead_status_type[])",
            &["enum lead_status_type"],
        ),
        ("n := public.lead_status_type 'new'", &["enum lead_status_type"]),
        ("n := public.lead_status_type('new')", &["enum lead_status_type"]),
        ("n := ROW(1)::public.contacts", &["table contacts"]),
        ("n := 'public.contacts'::regclass", &["table contacts"]),
        ("LOCK TABLE public.contacts IN SHARE MODE", &["table contacts"]),
        ("TRUNCATE public.contacts", &["table contacts"]),
        ("CREATE TEMP TABLE t (LIKE public.contacts)", &["table contacts"]),
        (
            "MERGE INTO public.contacts USING public.appointments ON true WHEN MATCHED THEN DELETE",
            &["table appointments", "table contacts"],
        ),
        (
            "RETURN QUERY SELECT 1 UNION ALL SELECT 2 FROM public.contacts",
            &["table contacts"],
        ),
        (
            "n := ARRAY((SELECT 1) UNION (SELECT 2 FROM public.contacts))",
            &["table contacts"],
        ),
    ];
    for (statement, expected) in cases {
        let body = format!("BEGIN {statement}; END");
        assert_eq!(named(&plpgsql("f", &body)), *expected, "{statement}");
    }
}

#[test]
fn declarations_name_types_and_tables() {
    let body = "DECLARE a public.lead_status_type := 'new'; b public.contacts%ROWTYPE; c public.appointments.id%TYPE; d a%TYPE; BEGIN END";
    assert_eq!(
        named(&plpgsql("f", body)),
        ["enum lead_status_type", "table appointments", "table contacts"]
    );
}

#[test]
fn what_only_looks_like_a_name_is_none() {
    for statement in [
        "PERFORM contacts.id, public.contacts FROM x AS contacts",
        "contacts := 1",
        "contacts.id := public.contacts.id",
        "SELECT 1 INTO contacts FROM x",
        "RAISE NOTICE 'public.contacts %', contacts",
        "EXECUTE 'DELETE FROM public.contacts'",
        "NULL -- FROM public.contacts\n",
        "NULL /* FROM public.contacts */",
        "PERFORM $q$ FROM public.contacts $q$",
        "PERFORM 1 FROM other.contacts",
        "PERFORM contacts(1)",
        "FOR contacts IN SELECT 1 LOOP NULL; END LOOP",
        "UPDATE x SET contacts = 1",
        "INSERT INTO x (contacts) VALUES (1)",
    ] {
        let body = format!("DECLARE contacts int; BEGIN {statement}; END");
        assert_eq!(named(&plpgsql("f", &body)), [""; 0], "{statement}");
    }
}

#[test]
fn names_without_a_namespace_follow_the_search_path() {
    let body = "SELECT 'new'::lead_status_type FROM contacts";
    assert_eq!(named(&sql("f", body)), [""; 0]);
    assert_eq!(
        named(&of_caller(sql("f", body))),
        ["enum lead_status_type", "table contacts"]
    );
    let mut function = sql("f", body);
    function.search_path = Some(vec!["other".into(), "public".into(), "pg_temp".into()]);
    assert_eq!(named(&function), ["enum lead_status_type", "table contacts"]);
}

#[test]
fn a_query_of_a_with_clause_hides_a_table_only_where_it_is_seen() {
    let cases: &[(&str, &[&str])] = &[
        ("WITH contacts AS (SELECT 1) SELECT * FROM contacts", &[]),
        (
            "WITH contacts AS (SELECT * FROM contacts) SELECT * FROM contacts",
            &["table contacts"],
        ),
        (
            "WITH RECURSIVE contacts AS (SELECT * FROM contacts) SELECT * FROM contacts",
            &[],
        ),
        (
            "WITH a AS (SELECT * FROM contacts), contacts AS (SELECT 1) SELECT 1 FROM a",
            &["table contacts"],
        ),
        (
            "WITH contacts AS (SELECT 1), a AS (SELECT * FROM contacts) SELECT 1 FROM a",
            &[],
        ),
        (
            "WITH contacts AS (SELECT 1) SELECT 1 UNION SELECT 2 FROM contacts UNION SELECT 3 FROM contacts",
            &[],
        ),
        (
            "WITH contacts AS (SELECT * FROM contacts) SELECT 1 UNION SELECT 2",
            &["table contacts"],
        ),
        (
            "WITH contacts AS (SELECT 1) INSERT INTO contacts SELECT * FROM contacts",
            &["table contacts"],
        ),
        (
            "SELECT (WITH contacts AS (SELECT 1) SELECT 1 FROM contacts) FROM contacts",
            &["table contacts"],
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(named(&of_caller(sql("f", body))), *expected, "{body}");
    }
}

#[test]
fn a_table_that_a_body_makes_for_itself_hides_one() {
    let body = "BEGIN CREATE TEMP TABLE contacts AS SELECT 1; DELETE FROM contacts; END";
    assert_eq!(named(&of_caller(plpgsql("f", body))), [""; 0]);
}

#[test]
fn a_call_names_every_overload_and_never_itself() {
    let objects: [Object; 4] = [
        sql("g", "SELECT 1").into(),
        with_argument(sql("g", "SELECT 1"), "int").into(),
        plpgsql("f", "BEGIN PERFORM public.g(1), public.f(); END").into(),
        plpgsql(
            "h",
            "BEGIN CALL public.f(); RETURN QUERY SELECT * FROM public.g(2) AS g; END",
        )
        .into(),
    ];
    let schema = schema(objects);
    let bodies = analyze(&[&schema]);
    let of = |name: &str| {
        let id = ObjectId::Function(plpgsql(name, "").signature());
        bodies.of(&id).map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(of("f"), ["function `public.g()`", "function `public.g(int)`"]);
    assert_eq!(
        of("h"),
        [
            "function `public.f()`",
            "function `public.g()`",
            "function `public.g(int)`"
        ]
    );
}

#[test]
fn fragments_name_objects_of_public() {
    let objects = domain().into_iter().chain([
        sql("auth_org_id", "SELECT NULL::uuid").into(),
        policy(
            "p",
            "contacts",
            "org_id = auth_org_id() AND EXISTS (SELECT 1 FROM organization_members m WHERE m.id = id)",
        )
        .into(),
    ]);
    let schema = schema(objects);
    let bodies = analyze(&[&schema]);
    let policy = ObjectId::Policy(voxanne_schema::model::Member::new(table("contacts").name, "p"));
    let named: Vec<String> = bodies.of(&policy).map(short).collect();
    assert_eq!(named, ["table organization_members", "function auth_org_id"]);
}

#[test]
fn both_sides_of_a_change_count() {
    let previous = schema([
        table("contacts").into(),
        sql("f", "SELECT 1 FROM public.contacts").into(),
    ]);
    let next = declared([
        table("appointments").into(),
        sql("f", "SELECT 1 FROM public.appointments").into(),
    ]);
    let id = ObjectId::Function(sql("f", "").signature());
    let named = |bodies: &BodyDependencies| bodies.of(&id).map(short).collect::<Vec<_>>();
    assert_eq!(
        named(&analyze(&[&previous, &next.schema])),
        ["table appointments", "table contacts"]
    );
}

#[test]
fn what_is_too_deep_for_the_parser_is_read_roughly() {
    let deep = format!(
        "SELECT {}1{} FROM public.contacts",
        "(".repeat(5_000),
        ")".repeat(5_000)
    );
    assert_eq!(named(&sql("f", &deep)), ["table contacts"]);
    let chained = format!("SELECT 1{} FROM public.contacts", " + 1".repeat(20_000));
    assert_eq!(named(&sql("f", &chained)), ["table contacts"]);
}
