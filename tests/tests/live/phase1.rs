//! Phase 1 on a real server: every prefix goes up, verifies and comes back.

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
