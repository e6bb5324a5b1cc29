//! What a run may be told.

use std::time::Duration;

use voxanne_codegen::migrations::Version;

use super::cancel::Cancellation;

/// How a [`Runner`](super::Runner) behaves.
#[derive(Clone, Debug)]
pub struct RunnerOptions {
    /// How long to wait for another run on the same database; a minute unless said.
    pub lock_wait: Duration,
    /// How long a statement outside of any transaction may wait for a lock that others wait
    /// behind; 5 seconds unless said. Files that run in a transaction say it themselves. A
    /// statement that lets readers and writers pass (an index built `CONCURRENTLY`) waits as long as
    /// it takes: nobody waits behind it, and giving way would throw the work away.
    pub lock_timeout: Duration,
    /// How often to try again.
    pub retry: Retry,
    /// Who can stop the run.
    pub cancellation: Cancellation,
}

impl Default for RunnerOptions {
    fn default() -> Self {
        Self {
            lock_wait: Duration::from_secs(60),
            lock_timeout: Duration::from_secs(5),
            retry: Retry::default(),
            cancellation: Cancellation::new(),
        }
    }
}

/// How often, and after how long, to try again what gave way to others: a lock that did not come
/// in time (55P03), a deadlock (40P01), a conflict of serializable transactions (40001).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How many attempts there are in all; 10 unless said.
    pub attempts: u32,
    /// How long to wait after the first one; half a second unless said. Each wait is twice the last.
    pub first_wait: Duration,
    /// The longest wait; 30 seconds unless said.
    pub longest_wait: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 10,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
        }
    }
}

impl Retry {
    /// How long to wait after this attempt, counted from one; `None` after the last.
    #[must_use]
    pub fn wait_after(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let factor = 2_u32.saturating_pow(attempt.saturating_sub(1));
        Some(self.first_wait.saturating_mul(factor).min(self.longest_wait))
    }
}

/// What to apply.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApplyOptions {
    /// The last migration to apply; all of them unless said.
    pub to: Option<Version>,
    /// Checks everything that is checked before a run, and applies nothing.
    pub dry_run: bool,
}

/// What to record as a baseline.
#[derive(Clone, Copy, Debug, Default)]
pub struct BaselineOptions {
    /// The last migration that the database has already; all of them unless said.
    pub to: Option<Version>,
    /// Checks everything that is checked before, and records nothing.
    pub dry_run: bool,
}

/// What to take back.
#[derive(Clone, Copy, Debug)]
pub struct RollbackOptions {
    /// Up to where.
    pub target: RollbackTarget,
    /// Takes back migrations although rows are lost with their tables and columns.
    pub allow_data_loss: bool,
    /// Checks everything that is checked before a run, and takes nothing back.
    pub dry_run: bool,
}

/// Up to where to take migrations back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollbackTarget {
    /// So many of them, the last one first.
    Steps(usize),
    /// All that come after this one, which stays.
    To(Version),
    /// All of them, the ledger included: nothing is left.
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_end() {
        let retry = Retry {
            attempts: 5,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(3),
        };
        let waits: Vec<Option<u64>> = (1..=5)
            .map(|attempt| retry.wait_after(attempt).map(|wait| wait.as_secs()))
            .collect();
        assert_eq!(waits, [Some(1), Some(2), Some(3), Some(3), None]);
        assert_eq!(
            Retry {
                attempts: 100,
                ..retry
            }
            .wait_after(99)
            .unwrap()
            .as_secs(),
            3
        );
    }
}
