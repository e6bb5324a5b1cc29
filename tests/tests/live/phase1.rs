//! Phase 1 on a real server: every prefix goes up, verifies and comes back.

use voxanne_codegen::migrations::Migration;
use voxanne_codegen::plan::TransactionMode;
use voxanne_postgres::apply::State;
use voxanne_postgres::{ApplyOptions, Error, Runner, RunnerOptions};
use voxanne_schema::Platform;

use crate::harness::{Database, audited_server, migrations, server};

#[tokio::test]
async fn every_prefix_goes_up_verifies_and_comes_back() {
    prefixes(Database::new(server(), "phase1_prefixes", Platform::Supabase).await).await;
}

#[tokio::test]
async fn every_prefix_goes_up_verifies_and_comes_back_with_pgaudit() {
    let mut database = Database::new(audited_server(), "phase1_prefixes", Platform::Supabase).await;
    prefixes_of(&mut database).await;
    let left = database
        .value("SELECT count(*) FROM pg_extension WHERE extname = 'pgaudit'")
        .await;
    assert_eq!(left, "0");
    let settings = database
        .value("SELECT count(*) FROM pg_db_role_setting WHERE setdatabase <> 0")
        .await;
    assert_eq!(settings, "0");
}

async fn prefixes(mut database: Database) {
    prefixes_of(&mut database).await;
}

/// Up one by one; at each prefix the last migration goes down and up again, and in the end all go
/// down, last first.
async fn prefixes_of(database: &mut Database) {
    let series = migrations(&[&phase1::baseline(), &phase1::schema()]);
    let mut before = vec![database.dump().await];
    for migration in &series {
        database.up(migration).await;
        database.verify(migration).await;
        let after = database.dump().await;
        database.down(migration).await;
        assert_eq!(
            &database.dump().await,
            before.last().unwrap(),
            "down of {}",
            migration.record.name
        );
        database.up(migration).await;
        database.verify(migration).await;
        assert_eq!(
            database.dump().await,
            after,
            "{} the second time",
            migration.record.name
        );
        before.push(after);
    }
    before.pop();
    for (migration, before) in series.iter().zip(before).rev() {
        database.down(migration).await;
        assert_eq!(database.dump().await, before, "down of {}", migration.record.name);
    }
}

#[tokio::test]
async fn migrating_gives_what_a_fresh_build_gives() {
    let mut migrated = Database::new(server(), "phase1_migrated", Platform::Supabase).await;
    for migration in migrations(&[&phase1::baseline(), &phase1::schema()]) {
        migrated.up(&migration).await;
    }
    let mut fresh = Database::new(server(), "phase1_fresh", Platform::Supabase).await;
    for migration in migrations(&[&phase1::schema()]) {
        fresh.up(&migration).await;
    }
    assert_eq!(migrated.dump().await, fresh.dump().await);
}

#[tokio::test]
async fn a_missing_prerequisite_is_named_with_the_migration_to_run_first() {
    let series = migrations(&[&phase1::baseline(), &phase1::schema()]);
    let mut database = Database::new(server(), "phase1_prerequisites", Platform::Supabase).await;
    let appointments = series
        .iter()
        .find(|migration| migration.record.name.slug == "create_appointments_table")
        .unwrap();
    let error = database
        .error(&format!("BEGIN;\n{}\nCOMMIT;", appointments.files.up))
        .await;
    for expected in [
        "table public.contacts (run 20250110000300_create_contacts_table first)",
        "function public.auth_org_id() (run 20250110000200_create_auth_org_id_function first)",
        "function public.prevent_org_id_change() (run 20250110000100_create_org_id_immutability_triggers first)",
    ] {
        assert!(error.contains(expected), "{expected} is not in: {error}");
    }
    database.run("ROLLBACK").await;
    let types = database
        .value("SELECT count(*) FROM pg_type WHERE typname = 'appointment_status'")
        .await;
    assert_eq!(types, "0", "a statement ran before the guard");
}

/// Files that run outside a transaction hold one statement, for several sent at once would run in
/// one. So there is no guard in them: by itself such a file fails with what PostgreSQL says, which
/// names no migration. `apply` asks beforehand, and names both what is missing and what makes it.
#[tokio::test]
async fn without_a_transaction_a_missing_prerequisite_stops_the_file_and_apply_names_it() {
    let series = migrations(&[&phase1::baseline(), &phase1::schema()]);
    let alone: Vec<usize> = (0..series.len())
        .filter(|place| series[*place].record.transaction == TransactionMode::Alone)
        .collect();
    assert!(!alone.is_empty());

    let mut bare = Database::new(server(), "phase1_bare", Platform::Supabase).await;
    let nothing = bare.dump().await;
    let robbed = Database::new(server(), "phase1_robbed", Platform::Supabase).await;
    let mut runner = Runner::new(robbed.connection, RunnerOptions::default());
    for place in alone {
        let name = &series[place].record.name;
        let error = bare.error(&series[place].files.up).await;
        // A backfill looks the one organization up before it looks at any event.
        let expected = if name.slug.ends_with("_backfill") {
            "\"public.organizations\" does not exist"
        } else {
            "\"public.processed_webhook_events\" does not exist"
        };
        assert!(error.contains(expected), "{name}: {error}");
        assert_eq!(bare.dump().await, nothing, "{name} left something");

        apply(&mut runner, &series[..place]).await.unwrap();
        rename(&mut runner, "processed_webhook_events", "robbed").await;
        let error = apply(&mut runner, &series).await.unwrap_err().to_string();
        let expected = format!(
            "nothing was run: table `public.processed_webhook_events`, which `{name}` builds on, is not there, \
             although `20250109000000_create_processed_webhook_events` has made it"
        );
        assert!(error.starts_with(&expected), "{name}: {error}");
        let state = runner.status(&series).await.unwrap().entries[place].state;
        assert_eq!(state, State::Pending, "{name}");
        rename(&mut runner, "robbed", "processed_webhook_events").await;
    }
    apply(&mut runner, &series).await.unwrap();
}

async fn apply(runner: &mut Runner, migrations: &[Migration]) -> Result<(), Error> {
    runner
        .apply(migrations, &ApplyOptions::default(), &mut |_| {})
        .await
        .map(|_| ())
}

async fn rename(runner: &mut Runner, from: &str, to: &str) {
    let sql = format!("ALTER TABLE {from} RENAME TO {to}");
    runner.connection().execute(&sql).await.unwrap();
}
