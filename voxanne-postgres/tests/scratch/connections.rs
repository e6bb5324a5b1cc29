//! Sessions: how they fail to open, and what they report.

use std::time::{Duration, Instant};

use sea_orm::sqlx::Arguments as _;
use sea_orm::sqlx::postgres::PgArguments;
use voxanne_postgres::{
    Connection, DumpOptions, Error, Location, Notice, NoticeLevel, ResultSet, ScratchOptions, ScratchServer,
    dump_schema,
};

use crate::{fresh, one, refused, run_blocking, server};

#[tokio::test]
async fn a_refused_login_names_user_and_reason() {
    let mut session = fresh("logins").await;
    session
        .execute("create role no_login; create role walled login")
        .await
        .unwrap();
    session
        .execute("revoke connect on database logins from public")
        .await
        .unwrap();
    for (user, code) in [
        ("no_login", "28000"),
        ("nobody_there", "28000"),
        ("walled", "42501"),
    ] {
        let error = refused(&server().url_as("logins", user)).await;
        assert!(matches!(&error, Error::LoginRefused { .. }), "{error:?}");
        assert_eq!(error.code(), Some(code));
        assert!(error.to_string().contains(user), "{error}");
        assert!(error.help().is_some());
    }
}

#[test]
fn a_wrong_password_is_refused_and_not_shown() {
    let server = ScratchServer::start(&ScratchOptions::default()).unwrap();
    let hba = server.data_dir().join("pg_hba.conf");
    let rules = std::fs::read_to_string(&hba).unwrap();
    std::fs::write(&hba, format!("local all ann scram-sha-256\n{rules}")).unwrap();
    run_blocking(async {
        let mut session = Connection::connect(&server.url("postgres")).await.unwrap();
        session
            .execute("create role ann login password 'r1ght'; select pg_reload_conf()")
            .await
            .unwrap();
        let with = |password: &str| format!("{}&password={password}", server.url_as("postgres", "ann"));
        // The reload takes effect in the server's own time.
        let since = Instant::now();
        while Connection::connect(&with("wr0ng")).await.is_ok() {
            assert!(since.elapsed() < Duration::from_secs(60));
        }
        let error = refused(&with("wr0ng")).await;
        assert_eq!(error.code(), Some("28P01"));
        assert!(
            !format!("{error} {error:?} {:?}", error.help()).contains("wr0ng"),
            "{error}"
        );
        assert!(error.help().unwrap().contains("PGPASSWORD"));
        Connection::connect(&with("r1ght")).await.unwrap();
        let dump = dump_schema(&with("r1ght"), &DumpOptions::default())
            .await
            .unwrap();
        assert!(dump.contains("PostgreSQL database dump"));
        let error = dump_schema(&with("wr0ng"), &DumpOptions::default())
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Program { .. }) && !format!("{error:?}").contains("wr0ng"),
            "{error:?}"
        );
    });
}

#[tokio::test]
async fn each_way_of_not_connecting_has_its_own_message() {
    let error = refused(&server().url("no_such_database")).await;
    assert!(
        matches!(&error, Error::DatabaseMissing { database, .. } if database == "no_such_database"),
        "{error}"
    );
    assert_eq!(
        error.help().unwrap(),
        "create it with `createdb no_such_database`, or correct the name in the URL"
    );

    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let error = refused(&format!("postgres://ann:s3cret@127.0.0.1:{port}/app")).await;
    assert!(matches!(&error, Error::Unreachable { .. }), "{error}");
    assert!(error.to_string().starts_with(&format!(
        "no server answers at `postgres://ann:***@127.0.0.1:{port}/app`"
    )));

    let error = refused(
        &server()
            .url("postgres")
            .replace("sslmode=disable", "sslmode=require"),
    )
    .await;
    assert!(matches!(&error, Error::Tls { .. }), "{error:?}");
    assert!(error.help().is_some());

    let error = refused("app").await;
    assert!(matches!(&error, Error::InvalidUrl { .. }), "{error}");
    assert!(
        error
            .help()
            .unwrap()
            .contains("postgresql://user:password@host:5432/database")
    );
}

#[tokio::test]
async fn an_error_says_where_in_the_script_it_arose() {
    let mut session = fresh("errors").await;
    let script = "create table t (n int primary key);\n\n-- é: two bytes, one character\ninsert into t values (1);\n  select 'é', m from t;\n";
    let Error::Sql(error) = session.execute(script).await.unwrap_err() else {
        panic!()
    };
    assert_eq!(
        (error.code.as_str(), error.location),
        ("42703", Some(Location { line: 5, column: 15 }))
    );
    assert_eq!(error.statement.as_ref().unwrap().number, 3);
    assert_eq!(
        error.excerpt(),
        "   5 |   select 'é', m from t;\n     |               ^\n".replace(';', "")
    );
    assert!(error.to_string().contains("at line 5, column 15"), "{error}");
    // A script is one transaction.
    assert_eq!(one(&mut session, "select to_regclass('t') is null").await, "t");

    let script =
        "create table t (n int primary key);\ninsert into t values (1);\ninsert into t\nvalues (1); select 1";
    let Error::Sql(error) = session.execute(script).await.unwrap_err() else {
        panic!()
    };
    assert_eq!((error.code.as_str(), error.location), ("23505", None));
    let statement = error.statement.as_ref().unwrap();
    assert_eq!(
        (statement.number, statement.start),
        (3, Location { line: 3, column: 1 })
    );
    assert_eq!(error.excerpt(), "   3 | insert into t\n   4 | values (1)\n");
    assert_eq!(
        (error.table.as_deref(), error.constraint.as_deref()),
        (Some("t"), Some("t_pkey"))
    );
    assert_eq!(error.detail.as_deref(), Some("Key (n)=(1) already exists."));

    let script = "do $$ begin\n  execute 'selec 1';\nend $$";
    let Error::Sql(error) = session.execute(script).await.unwrap_err() else {
        panic!()
    };
    assert_eq!(error.inner_query.as_deref(), Some("selec 1"));
    assert!(error.context.unwrap().contains("PL/pgSQL"));
}

#[tokio::test]
async fn scripts_report_statements_rows_and_notices() {
    let mut session = fresh("outcomes").await;
    let script = "create table t (n int); insert into t select generate_series(1, 10);
        do $$ begin raise warning 'look out'; raise notice 'by the way'; end $$; drop table if exists u; update t set n = 0;";
    let outcome = session.execute(script).await.unwrap();
    assert_eq!((outcome.statements, outcome.rows), (5, 20));
    let notice = |level, message: &str| Notice {
        level,
        message: message.into(),
    };
    let seen = [
        notice(NoticeLevel::Warning, "look out"),
        notice(NoticeLevel::Notice, "by the way"),
        notice(NoticeLevel::Notice, "table \"u\" does not exist, skipping"),
    ];
    assert_eq!(outcome.notices, seen);
    for empty in ["", "-- nothing\n", ";;"] {
        let outcome = session.execute(empty).await.unwrap();
        assert_eq!((outcome.statements, outcome.notices.len()), (0, 0), "{empty}");
    }

    let mut arguments = PgArguments::default();
    arguments.add(3_i32).unwrap();
    let rows: Vec<(i32, String)> = session
        .fetch("select $1 + n, 'x' from t limit 1", arguments)
        .await
        .unwrap();
    assert_eq!(rows, [(3, "x".into())]);
}

#[tokio::test]
async fn what_each_statement_returns_comes_with_the_names_of_its_columns() {
    let mut session = fresh("result_sets").await;
    let set = |columns: &[&str], rows: &[&[Option<&str>]]| ResultSet {
        columns: columns.iter().map(ToString::to_string).collect(),
        rows: rows
            .iter()
            .map(|row| row.iter().map(|value| value.map(str::to_owned)).collect())
            .collect(),
    };
    let script = "create table t (n int); select 1 as \"One\", null as seen, true as seen;
        insert into t values (1), (2); table t order by n; select n from t where false;";
    let sets = session.query_sets(script).await.unwrap();
    let expected = [
        ResultSet::default(),
        set(&["One", "seen", "seen"], &[&[Some("1"), None, Some("t")]]),
        ResultSet::default(),
        set(&["n"], &[&[Some("1")], &[Some("2")]]),
        ResultSet::default(),
    ];
    assert_eq!(sets, expected);
    assert_eq!(
        session
            .query(script.split_once(';').unwrap().1)
            .await
            .unwrap()
            .len(),
        5
    );
    assert_eq!(session.query_sets("-- nothing\n").await.unwrap(), []);

    let failing = "table t;\n\ninsert into t\nvalues ('x')";
    let Error::Sql(error) = session.query_sets(failing).await.unwrap_err() else {
        panic!()
    };
    assert_eq!(
        (error.location, error.statement.unwrap().number),
        (Some(Location { line: 4, column: 9 }), 2)
    );
    let Error::Sql(error) = session.query("select 1; select 1 / 0").await.unwrap_err() else {
        panic!()
    };
    assert_eq!(error.statement.unwrap().text, "select 1 / 0");
}
