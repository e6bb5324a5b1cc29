//! A folder of migrations proven all the way up and down, with what is told on the way.

use std::fs;
use std::sync::Mutex;

use voxanne_postgres::trial::{
    self, Checklist, Event, File, FileKind, Line, Material, MaterialError, Phase, Samples, TrialOptions,
    Verdict,
};
use voxanne_postgres::{Error, RunnerOptions};

use crate::{fresh, one, server, session, shop};

const OWNER: &str = "insert into owners values (1, 'Ann'); insert into widgets values (1, 1, 'code')";

const CHECKS: &str = "\
-- check 1: the row was given a weight
select weight = 7 as passed, weight as seen from widgets;
-- check 2: the page is there
select contents = 'text' as passed, kind as seen from voxanne_files;
-- check 3: nobody sees this
select false as passed, 'nothing' as seen;
";

fn options(database: &str) -> TrialOptions {
    TrialOptions {
        database: database.to_owned(),
        runner: RunnerOptions::default(),
        keep: Some(format!("{database}_kept")),
    }
}

/// Proves the shop, and gives the lines and what was told of them.
async fn prove(database: &str, samples: &str, checks: &str) -> Result<(Vec<Line>, Vec<String>), Error> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("after_create_widgets.sql"), samples).unwrap();
    let samples = Samples::read(folder.path(), shop::migrations()).unwrap();
    fs::remove_file(folder.path().join("after_create_widgets.sql")).unwrap();
    fs::write(folder.path().join("10.sql"), checks).unwrap();
    let checklists = Checklist::read(folder.path()).unwrap();
    let files = [File {
        kind: FileKind::Document,
        name: "page.md".to_owned(),
        contents: "text".to_owned(),
    }];
    let material = Material {
        migrations: shop::migrations(),
        samples: &samples,
        checklists: &checklists,
        files: &files,
    };
    let told = Mutex::new(Vec::new());
    let tell = |event: Event<'_>| {
        if let Event::Seen(line) = event {
            told.lock().unwrap().push(line.title.clone());
        }
    };
    fresh(database).await.close().await.unwrap();
    let lines = trial::prove(material, server(), options(database), &tell).await?;
    Ok((lines, told.into_inner().unwrap()))
}

#[tokio::test]
async fn every_step_is_a_line_and_the_copy_is_as_it_was_before_the_way_down() {
    let (lines, told) = prove("proven", OWNER, CHECKS).await.unwrap();
    let titles: Vec<&str> = lines.iter().map(|line| line.title.as_str()).collect();
    assert_eq!(titles, told);
    let of = |phase| lines.iter().filter(move |line| line.phase == phase);
    let checks: Vec<(&str, Verdict, &str)> = of(Phase::Acceptance)
        .map(|line| (line.number.as_deref().unwrap(), line.verdict, line.seen.as_str()))
        .collect();
    let expected = [
        ("1", Verdict::Passed, "7"),
        ("2", Verdict::Passed, "document"),
        ("3", Verdict::Failed, "nothing"),
    ];
    assert_eq!(checks, expected);
    let failed = lines.iter().filter(|line| line.verdict == Verdict::Failed);
    assert_eq!(failed.count(), 1, "{lines:#?}");
    // Each migration with its verification, the sample, and all of it together.
    assert_eq!(of(Phase::Up).count(), 2 * shop::migrations().len() + 2);
    assert_eq!(of(Phase::Down).count(), shop::migrations().len());
    assert_eq!(of(Phase::Left).count(), 1);

    let rows = "select count(*) from widgets";
    assert_eq!(one(&mut session("proven_kept").await, rows).await, "1");
    let gone = "select to_regclass('widgets') is null";
    assert_eq!(one(&mut session("proven").await, gone).await, "t");
}

#[tokio::test]
async fn what_fails_in_a_sample_is_a_line_and_what_fails_with_the_server_ends_the_trial() {
    let (lines, _) = prove("unproven", "insert into widgets values (1, 1, 'x')", CHECKS)
        .await
        .unwrap();
    let failed: Vec<(Phase, &str)> = lines
        .iter()
        .filter(|line| line.verdict == Verdict::Failed)
        .map(|line| (line.phase, line.seen.as_str()))
        .collect();
    let [(Phase::Up, sample), (Phase::Acceptance, checks)] = failed[..] else {
        panic!("{failed:#?}")
    };
    assert!(
        sample.contains("foreign key") && sample.contains("23503"),
        "{sample}"
    );
    assert_eq!(checks, "not made, for the way up stopped");

    let killed = "select pg_terminate_backend(pg_backend_pid())";
    let error = prove("killed", killed, CHECKS).await.unwrap_err();
    assert!(matches!(error, Error::ConnectionLost { .. }), "{error:?}");
}

#[test]
fn every_file_that_cannot_be_used_is_told_with_what_would_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("10.sql", "-- check 1 no colon\nselect 1;\n");
    write("20.sql", "select 1;\n");
    let errors = Checklist::read(folder.path()).unwrap_err();
    let lines: Vec<usize> = errors
        .iter()
        .map(|error| match error {
            MaterialError::InvalidCheck { line, .. } => *line,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(lines, [1, 1]);
    let errors = Samples::read(folder.path(), shop::migrations()).unwrap_err();
    assert_eq!(errors.len(), 2);
    assert!(
        errors[0].help().unwrap().contains("before_SLUG.sql"),
        "{errors:?}"
    );
}
