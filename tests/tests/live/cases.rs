//! Every small schema on a real server: each migration runs and verifies; what stands in the end is
//! what a fresh build gives; a second difference is empty; each way back restores what was there.

use voxanne_codegen::generate_series;
use voxanne_schema::{Declaration, Platform};
use voxanne_tests::{Case, cases};

use crate::harness::{Database, migrations, options, server};

fn platform(case: &Case) -> Platform {
    case.states[0].build().unwrap().platform
}

#[tokio::test]
async fn small_schemas_go_there_and_back() {
    for case in cases() {
        there_and_back(&case).await;
    }
}

async fn there_and_back(case: &Case) {
    let mut database = Database::new(server(), case.name, platform(case)).await;
    let mut before = Vec::new();
    let mut ends = Vec::new();
    let mut done = 0;
    for (place, _) in case.states.iter().enumerate() {
        let states: Vec<&Declaration> = case.states[..=place].iter().collect();
        let series = migrations(&states);
        for migration in &series[done..] {
            before.push(database.dump().await);
            database.up(migration).await;
            database.verify(migration).await;
        }
        done = series.len();
        let fresh = fresh_build(case, place).await;
        assert_eq!(
            database.dump().await,
            fresh,
            "{}: state {place} differs from a fresh build",
            case.name
        );
        for (_, rows) in case.rows.iter().filter(|(state, _)| *state == place) {
            database.run(rows).await;
        }
        check(case, place, &mut database).await;
        ends.push(done);
    }
    let states: Vec<&Declaration> = case.states.iter().collect();
    let series = migrations(&states);
    for (number, (migration, before)) in series.iter().zip(&before).enumerate().rev() {
        if let Some(why) = migration.record.irreversible.first() {
            let refused = database.try_down(migration).await.unwrap_err().to_string();
            assert!(refused.contains(why), "{}: {refused}", case.name);
            return;
        }
        database.down(migration).await;
        assert_eq!(
            database.dump().await,
            *before,
            "{}: down of {}",
            case.name,
            migration.record.name
        );
        if let Some(place) = ends.iter().position(|end| *end == number) {
            check(case, place, &mut database).await;
        }
    }
}

/// What is to be seen while a state stands.
async fn check(case: &Case, place: usize, database: &mut Database) {
    for (_, query, expected) in case.checks.iter().filter(|(state, ..)| *state == place) {
        assert_eq!(
            database.value(query).await,
            *expected,
            "{}: state {place}: {query}",
            case.name
        );
    }
}

/// The state of that place, built from nothing.
async fn fresh_build(case: &Case, place: usize) -> String {
    let name = format!("{}_fresh_{place}", case.name);
    let mut database = Database::new(server(), &name, platform(case)).await;
    for migration in migrations(&[&case.states[place]]) {
        database.up(&migration).await;
        database.verify(&migration).await;
    }
    database.dump().await
}

#[test]
fn a_second_difference_is_empty() {
    for case in cases() {
        let states: Vec<&Declaration> = case.states.iter().collect();
        let once = migrations(&states);
        let again: Vec<&Declaration> = states.iter().copied().chain(states.last().copied()).collect();
        let twice = generate_series(&again, &options()).unwrap();
        assert_eq!(once.len(), twice.len(), "{}", case.name);
    }
}
