//! What a way back would lose is counted before it begins, and refused unless it is allowed.

use voxanne_postgres::{ApplyOptions, Connection, RollbackOptions, RollbackTarget, Runner, RunnerOptions};
use voxanne_tests::cases;

use crate::evolution::databases;
use crate::evolution::journey::{Allowances, Journey};
use crate::evolution::parallel;

/// What the way back of a case says with these rows, and whether it goes once it is allowed.
async fn refusal(case: &str, rows: &str) -> Option<String> {
    let case = cases::ALL.iter().find(|one| one.to_string() == case).unwrap();
    let journey = Journey::of(case, Allowances::All).unwrap();
    let mut database = databases::database(journey.before.platform).await;
    let connection = Connection::connect(&database.url()).await.unwrap();
    let mut runner = Runner::new(connection, RunnerOptions::default());
    let all = journey.all();
    let applied = runner.apply(&all, &ApplyOptions::default(), &mut |_| {}).await;
    applied.unwrap();
    database.connection.execute(rows).await.unwrap();
    let mut options = RollbackOptions {
        target: RollbackTarget::Steps(journey.second.len()),
        allow_data_loss: false,
        dry_run: false,
    };
    let refused = runner.rollback(&all, &options, &mut |_| {}).await.err();
    options.allow_data_loss = true;
    if refused.is_some() {
        runner.rollback(&all, &options, &mut |_| {}).await.unwrap();
    }
    let _ = runner.into_connection().close().await;
    database.remove().await;
    refused.map(|error| error.to_string())
}

#[test]
fn values_of_a_new_attribute_are_no_small_loss() {
    databases::prepare();
    let runtime = parallel::runtime();
    let case = "composite/attribute_is_added_at_the_end";
    let with_zip = "INSERT INTO users (home) VALUES (ROW('Main Street 1', 'Springfield', '1234'))";
    let refused = runtime.block_on(refusal(case, with_zip)).unwrap();
    assert!(refused.contains("1 value of `public.users.home`"), "{refused}");
    let without = "INSERT INTO users (home) VALUES (ROW('Main Street 1', 'Springfield', NULL)), (NULL)";
    assert_eq!(runtime.block_on(refusal(case, without)), None);
}
