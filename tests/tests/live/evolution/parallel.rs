//! Two threads that share a list of tasks. Each task ends in an answer or in what is wrong; a panic
//! is an answer of the second sort, so that one task never hides the others.

use std::any::Any;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::runtime::{Builder, Runtime};

const THREADS: usize = 2;

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Runs a task for every item; what failed is named and given in the order of the items.
pub(crate) fn failures<T: Display + Sync>(
    items: &[T],
    task: impl Fn(&T, &Runtime) -> Result<(), String> + Sync,
) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let runtime = runtime();
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { return };
                    let outcome = catch_unwind(AssertUnwindSafe(|| task(item, &runtime)));
                    let failure = outcome.unwrap_or_else(|panic| Err(message(&*panic)));
                    if let Err(why) = failure {
                        failures.lock().unwrap().push((place, format!("{item}: {why}")));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    failures.into_iter().map(|(_, why)| why).collect()
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or("without a message"))
}
