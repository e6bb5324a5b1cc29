//! A type that changes beside the writers: at every moment of it, code that knows nothing of it writes,
//! in replicas too, and every row ends with the value that it was given.

use voxanne_tests::cases;

use crate::evolution::databases;
use crate::evolution::journey::{Allowances, Journey};
use crate::evolution::parallel;

const CASE: &str = "column/middle_column_changes_beside_the_writers";

#[test]
fn what_is_written_while_a_type_changes_is_there_in_the_end() {
    let filter = std::env::var("VOXANNE_CASE").unwrap_or_default();
    let Some(case) = cases::ALL.iter().find(|case| case.to_string() == CASE) else {
        assert!(!filter.is_empty(), "{CASE} is gone");
        return;
    };
    let journey = Journey::of(case, Allowances::None).unwrap();
    databases::prepare();
    parallel::runtime().block_on(async {
        let mut database = databases::database(journey.before.platform).await;
        for migration in &journey.first {
            database.up(migration).await;
        }
        database.run(&journey.rows).await;
        for (place, migration) in journey.second.iter().enumerate() {
            write(&mut database, place).await;
            database.up(migration).await;
            database.verify(migration).await;
        }
        write(&mut database, journey.second.len()).await;
        let moments = journey.second.len() + 1;
        let told = "SELECT count(*) FILTER (WHERE count::text = note) || ' of ' || count(*) FROM visits WHERE note LIKE '9____'";
        let all = moments * 3;
        assert_eq!(database.value(told).await, format!("{all} of {all}"));
        database.remove().await;
    });
}

/// A row comes, one changes, and one comes as a replica writes it.
async fn write(database: &mut crate::harness::Database, moment: usize) {
    let insert = |count: usize| {
        format!(
            "INSERT INTO visits (id, clinic_id, count, note)
            VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', {count}, '{count}')"
        )
    };
    let (one, two, three) = (90_000 + moment, 91_000 + moment, 92_000 + moment);
    database.run(&insert(one)).await;
    database
        .run(&format!(
            "UPDATE visits SET count = {two}, note = '{two}' WHERE id = (SELECT id FROM visits WHERE note NOT LIKE '9____' OR note IS NULL LIMIT 1)"
        ))
        .await;
    database
        .run(&format!(
            "SET session_replication_role = replica; {}; RESET session_replication_role",
            insert(three)
        ))
        .await;
}
