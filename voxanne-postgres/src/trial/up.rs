//! The way up: each migration with its sample rows, verified at once.

use std::time::{Duration, Instant};

use voxanne_codegen::migrations::{History, Migration};
use voxanne_codegen::verify_all;

use super::finding::seen;
use super::line::{Event, Phase};
use super::proof::Trial;
use crate::apply::{ApplyOptions, Outcome, Runner};
use crate::error::Error;

impl Trial<'_> {
    /// Applies and verifies every migration. Tells whether all of them are there: the first one that
    /// fails is the last. A verification that fails stops nothing, for more may be wrong.
    pub(super) async fn up(&mut self) -> Result<bool, Error> {
        let mut runner = self.runner().await?;
        for migration in self.material.migrations {
            if !self.step(&mut runner, migration).await? {
                return Ok(false);
            }
        }
        self.whole(&mut runner).await?;
        runner.into_connection().close().await?;
        Ok(true)
    }

    /// One migration.
    async fn step(&mut self, runner: &mut Runner, migration: &Migration) -> Result<bool, Error> {
        let slug = migration.record.name.slug.as_str();
        if let Some(script) = self.material.samples.before(slug)
            && !self.run_sample(Phase::Up, script).await?
        {
            return Ok(false);
        }
        let since = Instant::now();
        (self.tell)(Event::Doing(&format!("applying {}", migration.record.name)));
        let options = ApplyOptions {
            to: Some(migration.record.name.version),
            dry_run: false,
        };
        let result = match runner
            .apply(self.material.migrations, &options, &mut |_| {})
            .await
        {
            Ok(outcome) => Ok(remarks(migration, &outcome)),
            Err(error) => Err(seen(error)?),
        };
        if !self.keep(Phase::Up, &migration.record.name, since.elapsed(), result) {
            return Ok(false);
        }
        let title = format!("verify/{}.sql", migration.record.name);
        self.verify(runner, &title, &migration.files.verify).await?;
        match self.material.samples.after(slug) {
            Some(script) => self.run_sample(Phase::Up, script).await,
            None => Ok(true),
        }
    }

    /// The state that all of them come to.
    async fn whole(&mut self, runner: &mut Runner) -> Result<bool, Error> {
        match History::fold(self.material.migrations) {
            Ok(history) => {
                let sql = verify_all(&history.schema, "everything that the migrations come to");
                self.verify(runner, "everything that the migrations come to", &sql)
                    .await
            }
            // The folder was read without errors, so this has no other way to show than here.
            Err(error) => Ok(self.keep(
                Phase::Up,
                "the migrations together",
                Duration::ZERO,
                Err(error.to_string()),
            )),
        }
    }

    async fn verify(&mut self, runner: &mut Runner, title: &str, sql: &str) -> Result<bool, Error> {
        let since = Instant::now();
        (self.tell)(Event::Doing(&format!("verifying {title}")));
        let result = match runner.verify_sql(sql).await {
            Ok(_) => Ok(String::new()),
            Err(error) => Err(seen(error)?),
        };
        Ok(self.keep(Phase::Up, title, since.elapsed(), result))
    }
}

/// What a person should know of a migration that went well, a line each: why it has no way back,
/// and what the server remarked.
fn remarks(migration: &Migration, outcome: &Outcome) -> String {
    let irreversible = migration
        .record
        .irreversible
        .iter()
        .map(|why| format!("no way back: {why}"));
    let notices = outcome.migrations.iter().flat_map(|finished| &finished.notices);
    let lines: Vec<String> = irreversible
        .chain(notices.map(|notice| notice.message.clone()))
        .collect();
    lines.join("\n")
}
