//! The way down, and the proof that nothing is left.

use std::time::{Duration, Instant};

use super::difference::difference;
use super::finding::seen;
use super::line::{Event, Line, Phase};
use super::proof::Trial;
use crate::apply::{Progress, RollbackOptions, RollbackTarget};
use crate::error::Error;

impl Trial<'_> {
    /// Takes back whatever is applied. Tells whether all of it went well.
    pub(super) async fn down(&mut self) -> Result<bool, Error> {
        if let Some(script) = self.material.samples.before_rollback()
            && !self.run_sample(Phase::Down, script).await?
        {
            return Ok(false);
        }
        let mut runner = self.runner().await?;
        let options = RollbackOptions {
            target: RollbackTarget::All,
            allow_data_loss: true,
            dry_run: false,
        };
        let tell = self.tell;
        let mut done: Vec<Line> = Vec::new();
        let result = runner
            .rollback(self.material.migrations, &options, &mut |event| match event {
                Progress::Started { migration, .. } => {
                    tell(Event::Doing(&format!("rolling back {migration}")));
                }
                Progress::Finished { migration, took, .. } => {
                    let line = Line::new(Phase::Down, migration, took, Ok(String::new()));
                    tell(Event::Seen(&line));
                    done.push(line);
                }
                _ => {}
            })
            .await;
        self.lines.append(&mut done);
        let passed = match result {
            Ok(_) => true,
            Err(error) => self.keep(Phase::Down, "the way down", Duration::ZERO, Err(seen(error)?)),
        };
        runner.into_connection().close().await?;
        Ok(passed)
    }

    /// Compares what is left with what was there before.
    pub(super) async fn compare(&mut self, before: &str) -> Result<bool, Error> {
        let since = Instant::now();
        (self.tell)(Event::Doing("looking at what is left"));
        let after = self.dump().await?;
        let result = if after == before {
            Ok("the schema is what it was before the first migration".to_owned())
        } else {
            Err(difference(before, &after))
        };
        Ok(self.keep(Phase::Left, "nothing is left", since.elapsed(), result))
    }
}
