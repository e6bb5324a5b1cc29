//! What a scratch server is and what it takes.

use std::process::Command;

use voxanne_postgres::{Connection, DumpOptions, Error, ScratchOptions, ScratchServer, dump_schema};

use crate::crash::is_alive;
use crate::{fresh, one, refused, run_blocking, server};

#[tokio::test]
async fn a_server_starts_and_tells_what_it_is() {
    let server = server();
    assert!((14..=18).contains(&server.version().major));
    assert!(server.bin_dir().join("initdb").is_file());
    assert!(server.has_extension("plpgsql"));
    assert!(!server.has_extension("no_such_extension"));
    assert!(server.log().unwrap().contains("ready to accept connections"));

    let mut session = fresh("starts").await;
    let version = one(&mut session, "show server_version_num").await;
    assert_eq!(session.server_version(), version.parse().ok());
    assert_eq!(version.parse::<u32>().unwrap() / 10_000, server.version().major);
    for (setting, value) in [
        ("listen_addresses", ""),
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("jit", "off"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C"),
    ] {
        let query = if setting == "lc_collate" {
            "select datcollate from pg_database where datname = current_database()".into()
        } else {
            format!("show {setting}")
        };
        assert_eq!(one(&mut session, &query).await, value, "{setting}");
    }
}

#[tokio::test]
async fn the_server_is_out_of_reach_of_other_users() {
    use std::os::unix::fs::MetadataExt as _;
    let mode = server().data_dir().metadata().unwrap().mode();
    assert_eq!(
        mode & 0o077,
        0,
        "the socket lies in a folder that others can enter: {mode:o}"
    );
}

#[tokio::test]
async fn databases_are_apart_and_copied_with_all_they_hold() {
    let mut first = fresh("apart one").await;
    let mut second = fresh("apart_two").await;
    first
        .execute("create table t (n int); insert into t values (1), (2)")
        .await
        .unwrap();
    assert_eq!(
        one(&mut second, "select count(*) from pg_class where relname = 't'").await,
        "0"
    );
    first.close().await.unwrap();

    server()
        .create_database_from("apart \"copy\"", "apart one")
        .await
        .unwrap();
    let mut copy = Connection::connect(&server().url("apart \"copy\""))
        .await
        .unwrap();
    assert_eq!(one(&mut copy, "select sum(n) from t").await, "3");

    // Although a session is open on it.
    server().drop_database("apart \"copy\"").await.unwrap();
    server().drop_database("apart \"copy\"").await.unwrap();
    let error = copy.execute("select 1").await.unwrap_err();
    assert!(matches!(error, Error::ConnectionLost { .. }), "{error}");
    let again = server().create_database("apart_two").await.unwrap_err();
    assert_eq!(again.code(), Some("42P04"));
}

#[tokio::test]
async fn the_url_suits_the_programs_of_libpq_too() {
    let name = "odd name/with ünïcode & \"quotes\"";
    fresh(name).await.execute("create table here ()").await.unwrap();
    let output = Command::new("psql")
        .args([
            "-X",
            "-A",
            "-t",
            "-c",
            "select current_database()",
            &server().url(name),
        ])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), name, "{output:?}");
    let dump = dump_schema(&server().url(name), &DumpOptions::default())
        .await
        .unwrap();
    assert!(dump.contains("CREATE TABLE public.here"));
}

#[test]
fn a_dropped_server_leaves_nothing() {
    let server = ScratchServer::start(&ScratchOptions::default()).unwrap();
    let (pid, folder) = (
        server.pid().unwrap(),
        server.data_dir().parent().unwrap().to_owned(),
    );
    assert!(is_alive(pid) && folder.exists());
    drop(server);
    assert!(!is_alive(pid) && !folder.exists());
}

#[test]
fn settings_and_libraries_are_given_and_mistakes_reported() {
    let start = |libraries: &[&str], settings: &[(&str, &str)]| {
        ScratchServer::start(&ScratchOptions {
            shared_preload_libraries: libraries.iter().map(ToString::to_string).collect(),
            settings: settings
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            ..ScratchOptions::default()
        })
    };
    let error = start(&["no_such_library"], &[]).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("could not access file \"no_such_library\""),
        "{error}"
    );
    assert!(error.help().unwrap().contains("shared_preload_libraries"));
    let error = start(&[], &[("no_such_setting", "1")]).unwrap_err();
    assert!(
        error.help().unwrap().contains("does not know a setting"),
        "{error}"
    );
    for (name, value) in [("a b", "1"), ("work_mem", "1MB'\nfsync = 'on"), ("", "")] {
        assert!(matches!(
            start(&[], &[(name, value)]),
            Err(Error::InvalidSetting { .. })
        ));
    }
    let server = start(&[], &[("app.motto", r"it's \ fine"), ("work_mem", "7MB")]).unwrap();
    let shown = run_blocking(async {
        let mut session = Connection::connect(&server.url("postgres")).await.unwrap();
        (
            one(&mut session, "show app.motto").await,
            one(&mut session, "show work_mem").await,
        )
    });
    assert_eq!(shown, (r"it's \ fine".into(), "7MB".into()));
}

#[test]
fn a_crashed_server_comes_back_with_what_was_committed() {
    let settings = vec![("synchronous_commit".into(), "on".into())];
    let mut server = ScratchServer::start(&ScratchOptions {
        settings,
        ..ScratchOptions::default()
    })
    .unwrap();
    let url = server.url("postgres");
    let error = run_blocking(async {
        let mut session = Connection::connect(&url).await.unwrap();
        session
            .execute("create table kept (n int); insert into kept values (7)")
            .await
            .unwrap();
        server.crash();
        session.execute("select 1").await.unwrap_err()
    });
    assert!(matches!(error, Error::ConnectionLost { .. }), "{error}");
    assert_eq!(server.pid(), None);
    let error = run_blocking(refused(&url));
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
    assert!(error.help().unwrap().contains("pg_isready"));

    server.restart().unwrap();
    let kept = run_blocking(async {
        let mut session = Connection::connect(&url).await.unwrap();
        one(&mut session, "select n from kept").await
    });
    assert_eq!(kept, "7");
}
