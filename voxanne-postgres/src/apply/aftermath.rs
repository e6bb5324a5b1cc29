//! What a run that stopped on its way has left: asked of the ledger, over a new connection where the
//! old one was lost.

use std::time::{Duration, Instant};

use voxanne_codegen::migrations::MigrationName;

use super::agenda::Work;
use super::cancel::Cancellation;
use super::lock::{self, Locked};
use super::progress::Direction;
use super::session::{Halt, Session};
use super::stopped::{Cause, Left, Stopped};
use crate::error::Error;
use crate::ledger::{self, Row, RowState};

/// How long to try to find out what became of a lost connection's last transaction.
const PATIENCE: Duration = Duration::from_secs(5);

impl Session<'_> {
    /// Puts into words why and where a run stopped.
    pub(super) async fn stopped(&mut self, work: &Work<'_>, done: Vec<MigrationName>, halt: Halt) -> Stopped {
        let cause = match halt {
            Halt::Cancelled => Cause::Cancelled,
            Halt::Lost(error) => Cause::Lost(error),
            Halt::Failed(error) => Cause::Failed(error),
        };
        if matches!(cause, Cause::Lost(_)) {
            self.alive = false;
        }
        if self.alive && self.roll_back().await.is_err() {
            self.alive = false;
        }
        let left = match self.left(work).await {
            Ok(left) => left,
            Err(_) => Left::Unknown,
        };
        let contrary_rows = match &cause {
            Cause::Failed(Error::Sql(error)) if work.direction == Direction::Up => error
                .constraint
                .as_ref()
                .and_then(|name| work.migration.record.contrary_rows(name)),
            _ => None,
        };
        Stopped {
            contrary_rows,
            direction: work.direction,
            done,
            migration: work.migration.record.name.clone(),
            cause,
            left,
        }
    }

    async fn left(&mut self, work: &Work<'_>) -> Result<Left, Error> {
        if !self.alive && !self.come_back().await? {
            return Ok(Left::Unknown);
        }
        let rows = ledger::read(self.connection).await?.unwrap_or_default();
        let row = rows
            .iter()
            .find(|row| row.name.version == work.migration.record.name.version);
        Ok(what_is_left(work, row))
    }

    /// Connects again and takes the lock, so that the lost session is known to be over: until then
    /// its last transaction may still be committed. Gives up after a while.
    async fn come_back(&mut self) -> Result<bool, Error> {
        let since = Instant::now();
        loop {
            match self.connection.another().await {
                Ok(connection) => {
                    *self.connection = connection;
                    break;
                }
                // It starts up, or recovers: that takes a moment.
                Err(Error::Unavailable { .. }) if since.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                Err(error) => return Err(error),
            }
        }
        let left = PATIENCE.saturating_sub(since.elapsed());
        let locked = lock::take(self.connection, left, &Cancellation::new(), &mut |_| {}).await?;
        self.alive = matches!(locked, Locked::Yes);
        Ok(self.alive)
    }
}

/// What there is of a migration, by its row in the ledger.
fn what_is_left(work: &Work<'_>, row: Option<&Row>) -> Left {
    let state = row.map(|row| (row.state, row.statements_done));
    match (work.direction, state) {
        (Direction::Up, None) | (Direction::Down, Some((RowState::Applied, _))) => Left::Nothing,
        (Direction::Up, Some((RowState::Applied, _))) | (Direction::Down, None) => Left::All,
        (Direction::Up, Some((RowState::Running | RowState::Reverting, done)))
        | (Direction::Down, Some((RowState::Reverting, done))) => part(work, done),
        // A rollback of what was never finished, and nothing is undone yet.
        (Direction::Down, Some((RowState::Running, _))) => Left::Nothing,
    }
}

fn part(work: &Work<'_>, done: usize) -> Left {
    let next = work.statements().get(done);
    Left::Part {
        done,
        of: work.statements().len(),
        remains: next.and_then(|statement| statement.clean_up.clone()),
    }
}
