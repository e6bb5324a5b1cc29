//! Reads many texts: each once, in batches, on threads whose stack is deep enough for squawk.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::limits::STACK_BYTES;
use super::memo;
use super::reading::{Reading, read_all, read_roughly};
use super::text::{Grammar, Text};

/// What every text says.
pub(super) type Readings<'t> = BTreeMap<Text<'t>, Arc<Reading>>;

/// How many bytes of text are read together. More would gain nothing, and lose more when one of
/// them has an error and all are read again one by one.
const BATCH_BYTES: usize = 16 * 1024;

/// How many bytes of text are worth another thread.
const BYTES_FOR_A_THREAD: usize = 32 * 1024;

/// The most threads that read.
const THREADS: usize = 8;

/// Texts of one grammar that are read together.
#[derive(Debug)]
struct Batch<'t> {
    grammar: Grammar,
    texts: Vec<&'t str>,
}

/// Reads all texts that nobody has read yet. Without any it costs nothing.
pub(super) fn read<'t>(texts: impl IntoIterator<Item = Text<'t>>) -> Readings<'t> {
    let mut texts: BTreeSet<Text<'t>> = texts.into_iter().collect();
    if texts.is_empty() {
        return Readings::new();
    }
    let mut readings = memo::recall(texts.iter().copied());
    texts.retain(|text| !readings.contains_key(text));
    let fresh = read_fresh(&texts);
    memo::remember(&fresh);
    readings.extend(fresh);
    readings
}

fn read_fresh<'t>(texts: &BTreeSet<Text<'t>>) -> Vec<(Text<'t>, Arc<Reading>)> {
    let bytes: usize = texts.iter().map(|text| text.sql.len()).sum();
    let batches = batches(texts);
    let mut read: Vec<Option<Vec<Reading>>> = batches.iter().map(|_| None).collect();
    for (place, readings) in read_batches(&batches, threads(bytes).min(batches.len())) {
        read[place] = Some(readings);
    }
    let readings = batches.iter().zip(read).flat_map(|(batch, read)| {
        // A thread that could not be started or was lost leaves its texts behind.
        let read = read.unwrap_or_else(|| batch.texts.iter().map(|sql| read_roughly(sql)).collect());
        let texts = batch.texts.iter().map(|&sql| Text {
            grammar: batch.grammar,
            sql,
        });
        texts.zip(read.into_iter().map(Arc::new))
    });
    readings.collect()
}

fn threads(bytes: usize) -> usize {
    let wanted = bytes.div_ceil(BYTES_FOR_A_THREAD).clamp(1, THREADS);
    wanted.min(thread::available_parallelism().map_or(1, NonZero::get))
}

fn batches<'t>(texts: &BTreeSet<Text<'t>>) -> Vec<Batch<'t>> {
    let mut batches: Vec<Batch<'t>> = Vec::new();
    let mut bytes = 0;
    for text in texts {
        bytes += text.sql.len();
        match batches
            .last_mut()
            .filter(|batch| batch.grammar == text.grammar && bytes <= BATCH_BYTES)
        {
            Some(batch) => batch.texts.push(text.sql),
            None => {
                bytes = text.sql.len();
                batches.push(Batch {
                    grammar: text.grammar,
                    texts: vec![text.sql],
                });
            }
        }
    }
    batches
}

/// The readings of batches, by their place, in no order.
fn read_batches(batches: &[Batch<'_>], threads: usize) -> Vec<(usize, Vec<Reading>)> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut read = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(batch) = batches.get(place) else {
                return read;
            };
            read.push((place, read_all(batch.grammar, &batch.texts)));
        }
    };
    thread::scope(|scope| {
        let spawn = |_| {
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, work)
        };
        let workers: Vec<_> = (0..threads).filter_map(|place| spawn(place).ok()).collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().ok())
            .flatten()
            .collect()
    })
}
