//! Stopping a run from outside.
//!
//! Owns the token that a Ctrl-C handler holds. What stopping means at each point of a run is
//! decided where that point is.

use std::sync::Arc;

use tokio::sync::watch;

/// Asks a run to stop: hand a clone to the [`Runner`](super::Runner) and keep one.
///
/// The run cancels the statement at work, rolls its transaction back, lets go of the lock and ends
/// with [`MigrationError::Stopped`](super::MigrationError::Stopped), which says what is done and
/// what the next run does. A transaction that is being committed is waited for. Once cancelled, a
/// token stays so.
#[derive(Clone, Debug)]
pub struct Cancellation(Arc<watch::Sender<bool>>);

impl Default for Cancellation {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Cancellation {
    /// A token that nobody has cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the run to stop. May be called from a signal handler's task, and more than once.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether anybody has asked.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once somebody has asked.
    pub(super) async fn cancelled(&self) {
        // It fails only when the sender is gone, and we hold it.
        let _ = self.0.subscribe().wait_for(|cancelled| *cancelled).await;
    }
}
