//! The folder of migrations and the ledger contradict each other: nothing runs, and all of it is told.

use voxanne_codegen::migrations::Migration;
use voxanne_postgres::apply::State;
use voxanne_postgres::{MigrationError, RollbackOptions, RollbackTarget, Runner, RunnerOptions};

use crate::{apply, dump, fresh, hand, migration_error, roll_back_all, server};

async fn applied(database: &str, migrations: &[Migration]) -> Runner {
    let mut runner = Runner::new(fresh(database).await, RunnerOptions::default());
    apply(&mut runner, migrations).await.unwrap();
    runner
}

/// The states that stand in the way, with the words and the help.
async fn conflicts(runner: &mut Runner, migrations: &[Migration]) -> (Vec<(String, State)>, String, String) {
    let error = migration_error(apply(runner, migrations).await.unwrap_err());
    let (text, help) = (error.to_string(), error.help().unwrap());
    let MigrationError::Disagreement { conflicts } = error else {
        panic!("{error:?}")
    };
    let conflicts = conflicts
        .into_iter()
        .map(|entry| (entry.name.slug, entry.state))
        .collect();
    (conflicts, text, help)
}

#[tokio::test]
async fn an_edited_migration_is_found() {
    let mut all = hand::logged(4);
    let mut runner = applied("edited", &all[..3]).await;
    let before = dump(&server().url("edited")).await;
    all[1] = hand::migration(1, "insert into log values (100);", "");
    let (found, text, help) = conflicts(&mut runner, &all).await;
    assert_eq!(found, [("step_1".into(), State::Edited)]);
    assert_eq!(
        text,
        "the folder of migrations and the database disagree: `20260101000001_step_1` was edited after it was applied"
    );
    assert!(help.contains("git checkout"));
    assert_eq!(dump(&server().url("edited")).await, before);
    // A new name is an edit as well.
    let mut renamed = hand::logged(3);
    renamed[2].record.name.slug = "other".into();
    assert_eq!(
        conflicts(&mut runner, &renamed).await.0,
        [("other".into(), State::Edited)]
    );
}

#[tokio::test]
async fn missing_unknown_and_late_migrations_are_told_at_once() {
    let all = hand::logged(6);
    let without = |gone: &[usize]| -> Vec<Migration> {
        let kept = all.iter().enumerate().filter(|(place, _)| !gone.contains(place));
        kept.map(|(_, migration)| migration.clone()).collect()
    };
    let mut runner = applied("gaps", &without(&[2])).await;
    // 1 is missing, 2 comes late, 5 is later than everything in the folder.
    let (found, _, help) = conflicts(&mut runner, &without(&[1, 5])).await;
    let expected = [
        ("step_1", State::Missing),
        ("step_2", State::OutOfOrder),
        ("step_5", State::Unknown),
    ];
    assert_eq!(found, expected.map(|(slug, state)| (slug.to_owned(), state)));
    for word in ["git checkout", "generate it again", "git pull"] {
        assert!(help.contains(word), "{help}");
    }
    assert!(runner.history_at(&all).await.is_err());
    let states: Vec<State> = runner
        .status(&all)
        .await
        .unwrap()
        .entries
        .iter()
        .map(|entry| entry.state)
        .collect();
    assert_eq!(states[2], State::OutOfOrder);

    // Going back to before the late one, and then everything, is the way out.
    let options = RollbackOptions {
        target: RollbackTarget::To(all[1].record.name.version),
        allow_data_loss: true,
        dry_run: false,
    };
    assert_eq!(
        runner
            .rollback(&all, &options, &mut |_| {})
            .await
            .unwrap()
            .migrations
            .len(),
        3
    );
    assert_eq!(apply(&mut runner, &all).await.unwrap().migrations.len(), 4);
}

#[tokio::test]
async fn a_rollback_refuses_what_it_would_take_back_wrongly() {
    let mut all = hand::logged(4);
    let mut runner = applied("edited_back", &all).await;
    all[1] = hand::migration(1, "insert into log values (100);", "");
    let back = |steps| RollbackOptions {
        target: RollbackTarget::Steps(steps),
        allow_data_loss: true,
        dry_run: false,
    };
    // The edited one stays where it is, so this is no danger.
    assert_eq!(
        runner
            .rollback(&all, &back(2), &mut |_| {})
            .await
            .unwrap()
            .migrations
            .len(),
        2
    );
    let error = migration_error(runner.rollback(&all, &back(1), &mut |_| {}).await.unwrap_err());
    assert!(
        matches!(&error, MigrationError::Disagreement { conflicts } if conflicts.len() == 1),
        "{error:?}"
    );
    assert!(matches!(
        migration_error(roll_back_all(&mut runner, &[]).await.unwrap_err()),
        MigrationError::Disagreement { conflicts } if conflicts.len() == 2
    ));
}

#[tokio::test]
async fn a_table_that_only_looks_like_a_ledger_is_left_alone() {
    let mut session = fresh("foreign_ledger").await;
    session
        .execute("create schema voxanne; create table voxanne.migrations (id int); insert into voxanne.migrations values (1)")
        .await
        .unwrap();
    let mut runner = Runner::new(session, RunnerOptions::default());
    let error = migration_error(apply(&mut runner, &hand::logged(1)).await.unwrap_err());
    assert!(
        matches!(error, MigrationError::UnreadableLedger { .. }),
        "{error:?}"
    );
    assert!(error.help().unwrap().contains("rename"));
}
