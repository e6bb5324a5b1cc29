//! Ctrl-C: the first one asks what runs to stop in an orderly way, the second one ends the process.

use std::future::Future;

use tokio::runtime::Builder;
use tokio::sync::watch;
use voxanne_postgres::{Cancellation, RunnerOptions};

use crate::outcome::Outcome;
use crate::report::{Failure, Problem};

/// Tells whether somebody has pressed Ctrl-C, from the moment it is made.
#[derive(Clone, Debug)]
pub(crate) struct Interrupt {
    cancellation: Cancellation,
    pressed: watch::Receiver<bool>,
}

impl Interrupt {
    /// Begins to listen. To be called on a runtime.
    pub(crate) fn listen() -> Self {
        let cancellation = Cancellation::new();
        let (sender, pressed) = watch::channel(false);
        let runner = cancellation.clone();
        tokio::spawn(async move {
            // Where signals cannot be listened to, Ctrl-C ends the process as it always does.
            if tokio::signal::ctrl_c().await.is_err() {
                return;
            }
            runner.cancel();
            sender.send_replace(true);
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(i32::from(Outcome::Interrupted.code()));
            }
        });
        Self {
            cancellation,
            pressed,
        }
    }

    /// Options of a runner that stops when somebody presses Ctrl-C.
    pub(crate) fn runner_options(&self) -> RunnerOptions {
        RunnerOptions {
            cancellation: self.cancellation.clone(),
            ..RunnerOptions::default()
        }
    }

    /// Returns when somebody presses Ctrl-C.
    pub(crate) async fn pressed(&self) {
        let mut pressed = self.pressed.clone();
        if pressed.wait_for(|pressed| *pressed).await.is_err() {
            // Nobody listens, so nobody will ever tell.
            std::future::pending::<()>().await;
        }
    }

    /// What a future comes to, unless somebody presses Ctrl-C. Not for a runner's futures, which
    /// stop by themselves.
    pub(crate) async fn or<T>(&self, future: impl Future<Output = T>) -> Result<T, Failure> {
        tokio::select! {
            biased;
            done = future => Ok(done),
            () = self.pressed() => Err(interrupted()),
        }
    }
}

/// The failure of a command that somebody stopped.
pub(crate) fn interrupted() -> Failure {
    Failure::new(
        Outcome::Interrupted,
        Problem::error("interrupted").code("interrupted"),
    )
}

/// Runs a command on a runtime of its own.
pub(super) fn on_runtime<T>(command: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Outcome::Database,
                Problem::error(format!("cannot start a runtime: {error}")),
            )
        })?;
    runtime.block_on(command)
}
