//! The change of processed_webhook_events on a table with rows and writers, and its way back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use voxanne_codegen::migrations::Migration;
use voxanne_schema::Platform;

use crate::harness::{Database, migrations, server};

const ORGANIZATION_A: &str = "a0000000-0000-0000-0000-000000000001";
const ORGANIZATION_B: &str = "b0000000-0000-0000-0000-000000000002";
const ROWS: u32 = 100_000;
/// What the migrations set as their lock_timeout.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// A database that stands right before the change, and the migrations of the change.
async fn before_the_change(name: &str, organizations: &[&str], rows: u32) -> (Database, Vec<Migration>) {
    let mut database = Database::new(server(), name, Platform::Supabase).await;
    let series = migrations(&[&phase1::baseline(), &phase1::schema()]);
    let (change, others): (Vec<_>, Vec<_>) = series
        .into_iter()
        .filter(|migration| migration.record.name.slug != "enable_pgaudit_logging")
        .partition(|migration| {
            migration
                .record
                .name
                .slug
                .starts_with("add_org_id_to_processed_webhook_events")
        });
    for migration in &others {
        database.up(migration).await;
    }
    for organization in organizations {
        database
            .run(&format!(
                "INSERT INTO organizations (id, name) VALUES ('{organization}', 'clinic')"
            ))
            .await;
    }
    database
        .run(&format!(
            "INSERT INTO processed_webhook_events (event_id, call_id, event_type)
             SELECT 'old-' || n, 'call', 'call.ended' FROM generate_series(1, {rows}) AS n"
        ))
        .await;
    (database, change)
}

#[tokio::test]
async fn with_one_organization_the_old_rows_are_its_own() {
    let (mut database, change) = before_the_change("webhooks_one", &[ORGANIZATION_A], 12_345).await;
    for migration in &change {
        database.up(migration).await;
        database.verify(migration).await;
    }
    let owned = database
        .value(&format!(
            "SELECT count(*) FROM processed_webhook_events WHERE org_id = '{ORGANIZATION_A}'"
        ))
        .await;
    assert_eq!(owned, "12345");
    assert_eq!(
        database
            .value("SELECT count(*) FROM processed_webhook_events_quarantine")
            .await,
        "0"
    );
}

#[tokio::test]
async fn with_several_organizations_the_old_rows_are_given_to_nobody_and_come_back() {
    let (mut database, change) =
        before_the_change("webhooks_several", &[ORGANIZATION_A, ORGANIZATION_B], 12_345).await;
    let digest = "SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM processed_webhook_events AS t";
    let before = database.value(digest).await;
    for migration in &change {
        database.up(migration).await;
    }
    assert_eq!(
        database
            .value("SELECT count(*) FROM processed_webhook_events")
            .await,
        "0"
    );
    assert_eq!(
        database
            .value("SELECT count(*) FROM processed_webhook_events_quarantine")
            .await,
        "12345"
    );
    for migration in change.iter().rev() {
        database.down(migration).await;
    }
    assert_eq!(
        database.value(digest).await,
        before,
        "rows differ after the way back"
    );
}

#[tokio::test]
async fn the_way_back_is_refused_while_one_event_belongs_to_two_organizations() {
    let (mut database, change) =
        before_the_change("webhooks_refused", &[ORGANIZATION_A, ORGANIZATION_B], 10).await;
    for migration in &change {
        database.up(migration).await;
    }
    let insert = |organization: &str| {
        format!(
            "INSERT INTO processed_webhook_events (org_id, event_id, call_id, event_type)
             VALUES ('{organization}', 'vapi-event-123', 'call', 'call.ended')"
        )
    };
    database.run(&insert(ORGANIZATION_A)).await;
    database.run(&insert(ORGANIZATION_B)).await;
    assert!(
        database
            .error(&insert(ORGANIZATION_A))
            .await
            .contains("idx_processed_webhook_events_org_event")
    );

    let last = change.last().unwrap();
    let dump = database.dump().await;
    let refused = database.try_down(last).await.unwrap_err().to_string();
    assert!(refused.contains("1 values of (event_id)"), "{refused}");
    assert_eq!(database.dump().await, dump, "a refused way back left something");

    database
        .run(&format!(
            "DELETE FROM processed_webhook_events WHERE org_id = '{ORGANIZATION_B}'"
        ))
        .await;
    for migration in change.iter().rev() {
        database.down(migration).await;
    }
}

/// What a writer saw.
#[derive(Default)]
struct Seen {
    inserted: AtomicU64,
    longest: AtomicU64,
}

impl Seen {
    /// Waits until so many more rows were inserted.
    async fn more(&self, rows: u64) {
        let enough = self.inserted.load(Ordering::Relaxed) + rows;
        let inserted = async {
            while self.inserted.load(Ordering::Relaxed) < enough {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(60), inserted).await;
        assert!(ended.is_ok(), "the writers stand still");
    }
}

/// Inserts one event after another until told to stop. It knows both forms of the table, as an
/// application does that was deployed before the change, and none of its inserts may fail.
async fn write(database: &Database, writer: u32, stop: Arc<AtomicBool>, seen: Arc<Seen>) {
    let mut connection = database.connect().await;
    let column = "SELECT EXISTS (SELECT FROM pg_attribute
        WHERE attrelid = 'processed_webhook_events'::regclass AND attname = 'org_id' AND NOT attisdropped)";
    let mut knows_organizations = false;
    let mut event = 0_u64;
    while !stop.load(Ordering::Relaxed) {
        if !knows_organizations {
            let rows = connection.query(column).await.unwrap();
            knows_organizations = rows[0][0].as_deref() == Some("t");
        }
        event += 1;
        let sql = if knows_organizations {
            format!(
                "INSERT INTO processed_webhook_events (event_id, call_id, event_type, org_id)
                 VALUES ('new-{writer}-{event}', 'call', 'call.ended', '{ORGANIZATION_A}')"
            )
        } else {
            format!(
                "INSERT INTO processed_webhook_events (event_id, call_id, event_type)
                 VALUES ('new-{writer}-{event}', 'call', 'call.ended')"
            )
        };
        let started = Instant::now();
        if let Err(error) = connection.execute(&sql).await {
            panic!("writer {writer}, event {event}: {error}");
        }
        let waited = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        seen.longest.fetch_max(waited, Ordering::Relaxed);
        seen.inserted.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_pass_while_a_table_with_many_rows_changes() {
    let (mut database, change) = before_the_change("webhooks_writers", &[ORGANIZATION_A], ROWS).await;
    let other = Database::clone_of(&database).await;
    let other = Arc::new(other);
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::new(Seen::default());
    let writers: Vec<_> = (0..3)
        .map(|writer| {
            let (database, stop, seen) = (Arc::clone(&other), Arc::clone(&stop), Arc::clone(&seen));
            tokio::spawn(async move { write(&database, writer, stop, seen).await })
        })
        .collect();
    seen.more(50).await;
    for migration in &change {
        database.up(migration).await;
        database.verify(migration).await;
    }
    seen.more(50).await;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    let (inserted, longest) = (
        seen.inserted.load(Ordering::Relaxed),
        seen.longest.load(Ordering::Relaxed),
    );
    assert!(
        Duration::from_millis(longest) < LOCK_TIMEOUT,
        "a writer waited {longest} ms"
    );
    let found = database
        .value("SELECT count(*) FROM processed_webhook_events")
        .await;
    assert_eq!(found, (u64::from(ROWS) + inserted).to_string(), "rows were lost");
    let foreign = database
        .value(&format!(
            "SELECT count(*) FROM processed_webhook_events WHERE org_id <> '{ORGANIZATION_A}'"
        ))
        .await;
    assert_eq!(foreign, "0");
}
