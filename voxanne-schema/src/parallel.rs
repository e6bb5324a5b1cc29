//! Work that is shared out among threads, with a result that does not show it.

use std::cell::Cell;
use std::num::NonZero;
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many threads the machine runs at the same time.
#[must_use]
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Turns every item into something else, in order, on at most so many threads. Each gets a run of
/// them and calls `worker` once for it; fewer than `worth` items are not worth a thread. Where the
/// system has no thread to give, this one does the work.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    worth: usize,
    worker: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
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
pub fn join<A, B: Send>(here: impl FnOnce() -> A, beside: impl Fn() -> B + Sync) -> (A, B) {
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

/// Turns what a producer makes into something else, in order, while it makes more.
///
/// # Errors
///
/// The producer's.
pub fn pipe<T: Send, R: Send, E>(
    produce: impl FnOnce(&dyn Fn(T)) -> Result<(), E>,
    work: impl Fn(T) -> R + Sync,
) -> Result<Vec<R>, E> {
    let (send, receive) = mpsc::channel();
    let receive = Mutex::new(receive);
    let work_off = || {
        let mut done: Vec<(usize, R)> = Vec::new();
        loop {
            let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((place, item)) = next else {
                return done;
            };
            done.push((place, work(item)));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads())
            .filter_map(|_| thread::Builder::new().spawn_scoped(scope, work_off).ok())
            .collect();
        let count = Cell::new(0);
        let produced = produce(&|item| {
            // The receiver lives as long as this function.
            let _ = send.send((count.replace(count.get() + 1), item));
        });
        drop(send);
        let mut done = work_off();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        produced.map(|()| done)
    })?;
    done.sort_unstable_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}
