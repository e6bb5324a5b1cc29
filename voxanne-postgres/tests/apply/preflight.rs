//! What is told before the first statement runs.

use voxanne_postgres::apply::{Obstacle, State};
use voxanne_postgres::{
    ApplyOptions, Connection, MigrationError, Progress, Runner, RunnerOptions, dump_schema,
};
use voxanne_schema::prelude::*;

use crate::{apply, dump, fresh, migration_error, server, session, shop, shop_with_rows, terminate};

async fn obstacles(
    runner: &mut Runner,
    migrations: &[voxanne_codegen::migrations::Migration],
) -> (Vec<Obstacle>, String, String) {
    let url = server().url(&runner.connection().url().database().unwrap());
    let before = dump_schema(&url, &Default::default()).await.unwrap();
    let error = migration_error(apply(runner, migrations).await.unwrap_err());
    assert_eq!(
        dump_schema(&url, &Default::default()).await.unwrap(),
        before,
        "nothing was run"
    );
    let (text, help) = (error.to_string(), error.help().unwrap());
    let MigrationError::NotReady { obstacles } = error else {
        panic!("{error:?}")
    };
    (obstacles, text, help)
}

#[tokio::test]
async fn what_is_there_already_is_told_at_once_whatever_it_is() {
    let mut connection = fresh("occupied").await;
    connection
        .execute(
            "create view widgets as select 1 as n;
             create table other (n int constraint orders_pkey primary key);
             create domain order_state as text;
             create index widgets_code on other (n);
             create sequence owners_name_idx",
        )
        .await
        .unwrap();
    let mut runner = Runner::new(connection, RunnerOptions::default());
    let (found, text, help) = obstacles(&mut runner, shop::migrations()).await;
    assert!(
        found
            .iter()
            .all(|obstacle| matches!(obstacle, Obstacle::Taken { .. })),
        "{found:?}"
    );
    for name in [
        "index `public.owners_name_idx`, which `20250101000000_create_owners` creates, is there already",
        "table `public.widgets`, which `20250101000100_create_widgets` creates, is there already",
        "index `public.widgets_code`, which `20250101000202_weigh_widgets_index` creates",
        "index `public.orders_pkey`",
        "enum `public.order_state`",
    ] {
        assert!(text.contains(name), "{name}: {text}");
    }
    assert_eq!(found.len(), 5, "{text}");
    assert!(help.contains("rename or drop"), "{help}");
}

#[tokio::test]
async fn what_was_undone_by_hand_is_told_with_the_migration_to_run_first() {
    let mut runner = shop_with_rows("undone", 10).await;
    runner.connection().execute("drop table widgets").await.unwrap();
    let (found, text, help) = obstacles(&mut runner, shop::migrations()).await;
    assert_eq!(found.len(), 1, "{text}");
    assert_eq!(
        text,
        "nothing was run: table `public.widgets`, which `20250101000200_weigh_widgets` builds on, is not there, \
         although `20250101000100_create_widgets` has made it"
    );
    assert!(
        help.starts_with("run `20250101000100_create_widgets` first"),
        "{help}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_only_rewrites_rows_needs_its_table_too() {
    let backfill = "20250101000201_weigh_widgets_backfill";
    let expected = format!(
        "nothing was run: table `public.widgets`, which `{backfill}` builds on, is not there, \
         although `20250101000100_create_widgets` has made it"
    );
    let mut runner = shop_with_rows("rewritten", 10).await;
    apply(&mut runner, &shop::migrations()[..3]).await.unwrap();
    let move_away = "alter table widgets rename to moved";
    runner.connection().execute(move_away).await.unwrap();
    let (found, text, help) = obstacles(&mut runner, &shop::migrations()[..4]).await;
    assert_eq!((found.len(), text.as_str()), (1, expected.as_str()));
    assert!(
        help.starts_with("run `20250101000100_create_widgets` first"),
        "{help}"
    );

    // Where an earlier run has begun with it, it needs the table no less.
    let move_back = "alter table moved rename to widgets";
    runner.connection().execute(move_back).await.unwrap();
    let url = server().url("rewritten");
    let options = ApplyOptions::default();
    let mut cut = |event: Progress<'_>| {
        if matches!(event, Progress::Statement { migration, .. } if migration.to_string() == backfill) {
            terminate(&url);
        }
    };
    let result = runner.apply(shop::migrations(), &options, &mut cut).await;
    result.unwrap_err();
    let standing = runner.status(shop::migrations()).await.unwrap();
    assert_eq!(standing.entries[3].state, State::Running);
    runner.connection().execute(move_away).await.unwrap();
    let (_, text, _) = obstacles(&mut runner, &shop::migrations()[..4]).await;
    assert_eq!(text, expected);
    runner.connection().execute(move_back).await.unwrap();
    apply(&mut runner, shop::migrations()).await.unwrap();
}

sql_fn! {
    /// Another team's.
    pub(crate) fn tenant_of_session() -> i64;
}

#[derive(Table)]
#[table(name = "visits", tenant = org_id)]
struct Visit {
    #[col(primary_key)]
    pub id: i64,
    pub org_id: i64,
    #[col(references = voxanne_schema::platform::supabase::AuthUser::id)]
    pub user_id: Uuid,
}

impl TableRules for Visit {
    type Columns = VisitColumns;
    fn rules(c: VisitColumns, r: &mut Rules<'_, Self>) {
        r.index((c.org_id, c.id));
        r.policy("visits_select")
            .on(Select)
            .to(voxanne_schema::platform::supabase::AUTHENTICATED)
            .using(c.org_id.eq(tenant_of_session()));
    }
}

#[tokio::test]
async fn a_prerequisite_of_others_that_is_missing_is_told_before_anything_runs() {
    let function = tenant_of_session_id();
    let declaration = Declaration::new("visits", Platform::Supabase)
        .first_version(20_250_101_000_000)
        .existing(function)
        .tenant(tenant_of_session())
        .module(Module::new("create_visits").table::<Visit>());
    let migrations = voxanne_codegen::generate_series(&[&declaration], &Default::default()).unwrap();
    let mut runner = Runner::new(fresh("bare").await, RunnerOptions::default());
    let (found, text, help) = obstacles(&mut runner, &migrations).await;
    for missing in ["table `auth.users`", "function `public.tenant_of_session()`"] {
        assert!(
            text.contains(&format!(
                "{missing}, which `20250101000000_create_visits` builds on, is not there"
            )),
            "{missing}: {text}"
        );
    }
    assert!(
        found
            .iter()
            .all(|obstacle| matches!(obstacle, Obstacle::Missing { made_by: None, .. }))
    );
    assert!(help.contains("no migration of this folder"), "{help}");

    runner
        .connection()
        .execute(voxanne_postgres::prelude(Platform::Supabase))
        .await
        .unwrap();
    let (found, text, _) = obstacles(&mut runner, &migrations).await;
    assert_eq!(found.len(), 1, "{text}");
    runner
        .connection()
        .execute(
            "create function tenant_of_session() returns bigint language sql stable as 'select 1::bigint'",
        )
        .await
        .unwrap();
    apply(&mut runner, &migrations).await.unwrap();
}

fn tenant_of_session_id() -> voxanne_schema::object::ObjectId {
    voxanne_schema::object::ObjectId::Function(voxanne_schema::model::Signature {
        name: voxanne_schema::name::QualifiedName::public("tenant_of_session"),
        arguments: Vec::new(),
    })
}

#[tokio::test]
async fn a_user_without_the_rights_is_told_all_that_is_lacking() {
    drop(shop_with_rows("rights", 10).await);
    session("rights")
        .await
        .execute("create role rights_clerk login; revoke create on schema public from public")
        .await
        .unwrap();
    let clerk = Connection::connect(&server().url_as("rights", "rights_clerk"))
        .await
        .unwrap();
    let mut runner = Runner::new(clerk, RunnerOptions::default());
    // The ledger cannot even be read; where there is none, the rest is told.
    assert_eq!(
        apply(&mut runner, shop::migrations()).await.unwrap_err().code(),
        Some("42501")
    );
    session("rights")
        .await
        .execute("drop schema voxanne cascade; drop table widgets, owners")
        .await
        .unwrap();
    let (found, text, help) = obstacles(&mut runner, shop::base()).await;
    assert!(matches!(found[0], Obstacle::NoCreateNamespace { .. }), "{text}");
    assert!(matches!(found[1], Obstacle::NoCreate { .. }), "{text}");
    assert_eq!(found.len(), 2, "{text}");
    assert!(
        help.contains("grant create on database rights to rights_clerk"),
        "{help}"
    );

    let mut owner = session("rights").await;
    owner
        .execute(
            "grant create on database rights to rights_clerk; grant create on schema public to rights_clerk",
        )
        .await
        .unwrap();
    apply(&mut runner, shop::base()).await.unwrap();
    owner
        .execute("alter table widgets owner to postgres")
        .await
        .unwrap();
    let (found, text, _) = obstacles(&mut runner, shop::migrations()).await;
    assert!(matches!(found.as_slice(), [Obstacle::NotOwner { .. }]), "{text}");
}

#[tokio::test]
async fn a_read_only_database_is_refused() {
    let mut connection = fresh("read_only").await;
    connection
        .execute("alter database read_only set default_transaction_read_only = on")
        .await
        .unwrap();
    let mut runner = Runner::new(session("read_only").await, RunnerOptions::default());
    let error = migration_error(apply(&mut runner, shop::base()).await.unwrap_err());
    assert!(
        matches!(error, MigrationError::ReadOnly { standby: false }),
        "{error:?}"
    );
    assert!(error.help().unwrap().contains("default_transaction_read_only"));
    assert!(runner.status(shop::base()).await.is_ok());
    assert_eq!(
        dump(&server().url("read_only"))
            .await
            .matches("CREATE TABLE")
            .count(),
        0
    );
}
