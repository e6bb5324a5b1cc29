//! Dumps of a schema.

use voxanne_postgres::{DumpOptions, dump_schema};

use crate::{fresh, server};

#[tokio::test]
async fn a_dump_is_the_same_each_time_and_keeps_owners_and_privileges() {
    let mut session = fresh("dumps").await;
    session
        .execute(
            "create role dump_owner; create role dump_reader;
             create schema voxanne; create table voxanne.ledger ();
             create schema \"vox%\"; create table \"vox%\".kept ();
             create table t (n int); comment on table t is 'T'; alter table t owner to dump_owner; grant select on t to dump_reader;",
        )
        .await
        .unwrap();
    let url = server().url("dumps");
    let options = DumpOptions {
        exclude_namespaces: vec!["voxanne".into()],
        ..DumpOptions::default()
    };
    let dump = dump_schema(&url, &options).await.unwrap();
    assert_eq!(dump, dump_schema(&url, &options).await.unwrap());
    for kept in [
        "CREATE TABLE public.t",
        "ALTER TABLE public.t OWNER TO dump_owner",
        "GRANT SELECT ON TABLE public.t TO dump_reader",
        "COMMENT ON TABLE public.t IS 'T'",
        "CREATE TABLE \"vox%\".kept",
    ] {
        assert!(dump.contains(kept), "{kept}\n{dump}");
    }
    for noise in ["voxanne", "restrict ", "Dumped from", "Dumped by"] {
        assert!(!dump.contains(noise), "{noise}\n{dump}");
    }
    let with_ledger = dump_schema(&url, &DumpOptions::default()).await.unwrap();
    assert!(with_ledger.contains("voxanne.ledger"));
}
