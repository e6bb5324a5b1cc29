//! How long writers and readers wait while a table of a million rows is changed, in the online form and in
//! the plain form beside it: `cargo bench -p voxanne-benches --bench writers`.
//!
//! Each change runs on a copy of one database, on a scratch server without fsync, while three sessions
//! write and one reads, a row each, without a pause but a millisecond. What is told is the longest that
//! one of them had to wait. `VOXANNE_BENCH_ROWS` sets another number of rows.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark tells what it measured, and stops where it cannot"
)]

mod states;
mod traffic;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use voxanne_codegen::migrations::{History, Migration};
use voxanne_codegen::plan::{HazardKind, Plain};
use voxanne_codegen::{PlanOptions, generate};
use voxanne_postgres::{ApplyOptions, Connection, Runner, RunnerOptions, ScratchOptions, ScratchServer};
use voxanne_schema::prelude::Declaration;

use traffic::{Traffic, Waits};

const TEMPLATE: &str = "before";

fn main() {
    let rows = std::env::var("VOXANNE_BENCH_ROWS").ok();
    let rows = rows.and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(run(rows));
}

async fn run(rows: u64) {
    let server = ScratchServer::start(&ScratchOptions::default()).unwrap();
    fill(&server, rows).await;
    println!("{rows} rows; the longest wait in milliseconds, and how long the change took in seconds");
    println!(
        "{:<26} {:>10} {:>10} {:>8} {:>12} {:>12} {:>8}",
        "", "writers", "readers", "took", "plain: wr.", "readers", "took"
    );
    for (place, (name, after)) in states::AFTER.iter().enumerate() {
        let online = change(&server, &format!("online_{place}"), rows, after, Plain::Nothing).await;
        let plain = change(&server, &format!("plain_{place}"), rows, after, Plain::Everything).await;
        let line = |(waits, took): (Waits, Duration)| {
            let ms = |wait: Duration| format!("{:.0}", wait.as_secs_f64() * 1e3);
            (
                ms(waits.writers),
                ms(waits.readers),
                format!("{:.1}", took.as_secs_f64()),
            )
        };
        let ((a, b, c), (d, e, f)) = (line(online), line(plain));
        println!("{name:<26} {a:>10} {b:>10} {c:>8} {d:>12} {e:>12} {f:>8}");
    }
}

/// The database that all others are copies of.
async fn fill(server: &ScratchServer, rows: u64) {
    server.create_database(TEMPLATE).await.unwrap();
    let url = server.url(TEMPLATE);
    apply(&url, &migrations(&[&states::before()], &Plain::Nothing)).await;
    let mut session = Connection::connect(&url).await.unwrap();
    let script = format!(
        "INSERT INTO customers SELECT n FROM generate_series(1, 1000) AS n;
        INSERT INTO orders (id, customer_id, label, note, amount)
        SELECT n, n % 1000 + 1, 'label ' || n, 'note', n % 5000 FROM generate_series(1, {rows}) AS n"
    );
    session.execute(&script).await.unwrap();
    session.execute("VACUUM ANALYZE").await.unwrap();
    session.execute("CHECKPOINT").await.unwrap();
    session.close().await.unwrap();
}

/// Changes a copy under traffic.
async fn change(
    server: &ScratchServer,
    database: &str,
    rows: u64,
    after: &fn() -> Declaration,
    plain: Plain,
) -> (Waits, Duration) {
    while server.create_database_from(database, TEMPLATE).await.is_err() {
        // A session of before takes a moment to end.
        std::thread::sleep(Duration::from_millis(50));
    }
    let all = migrations(&[&states::before(), &after()], &plain);
    let url = server.url(database);
    let traffic = Traffic::start(&url, rows);
    std::thread::sleep(Duration::from_millis(500));
    traffic.forget();
    let since = Instant::now();
    apply(&url, &all).await;
    let took = since.elapsed();
    let waits = traffic.stop();
    server.drop_database(database).await.unwrap();
    (waits, took)
}

fn migrations(states: &[&Declaration], plain: &Plain) -> Vec<Migration> {
    let mut history = History::default();
    let mut all = Vec::new();
    for (place, state) in states.iter().enumerate() {
        let options = PlanOptions {
            allow: BTreeSet::from(HazardKind::ALL),
            plain: if place == 0 { Plain::Nothing } else { plain.clone() },
            ..PlanOptions::default()
        };
        let generated = generate(state, history, &options).unwrap();
        history = generated.history;
        all.extend(
            generated
                .migrations
                .into_iter()
                .map(|rendered| rendered.migration),
        );
    }
    all
}

async fn apply(url: &str, migrations: &[Migration]) {
    let session = Connection::connect(url).await.unwrap();
    let mut runner = Runner::new(session, RunnerOptions::default());
    runner
        .apply(migrations, &ApplyOptions::default(), &mut |_| {})
        .await
        .unwrap();
    runner.into_connection().close().await.unwrap();
}
