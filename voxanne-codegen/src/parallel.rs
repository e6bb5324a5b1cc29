//! Work that is shared out among threads, with a result that does not show it.

use std::num::NonZero;
use std::thread;

/// Turns every item into something else, in order. Each thread gets a run of them and calls `worker`
/// once for it; fewer than `worth` items are not worth a thread. Where the system has no thread to
/// give, this one does the work.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    worth: usize,
    worker: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(items.len() / worth.max(1)).max(1);
    let share = items.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let worker = &worker;
        let mut shares = items.chunks(share);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares
            .map(|share| {
                let started = thread::Builder::new().spawn_scoped(scope, move || worker(share));
                (share, started)
            })
            .collect();
        let mut results = worker(first);
        for (share, started) in others {
            match started.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(more)) => results.extend(more),
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(_) => results.extend(worker(share)),
            }
        }
        results
    })
}

/// Does two things, at the same time where the system has a thread to give.
pub(crate) fn join<A, B: Send>(here: impl FnOnce() -> A, beside: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, &beside);
        let first = here();
        let second = match started.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(second)) => second,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => beside(),
        };
        (first, second)
    })
}
