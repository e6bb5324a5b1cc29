//! The readings of texts that this process has read. A reading depends on its text alone, so that
//! nobody can tell whether it is remembered; checking, planning and rendering one declaration, or a
//! series of them, read each text once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::reading::Reading;
use super::text::{Grammar, Text};

/// How many bytes of text are remembered before all of it is forgotten.
const BYTES: usize = 8 * 1024 * 1024;

static MEMO: Mutex<Memo> = Mutex::new(Memo::new());

/// Readings by grammar and text.
#[derive(Debug)]
struct Memo {
    readings: [BTreeMap<Box<str>, Arc<Reading>>; 5],
    bytes: usize,
}

/// The readings that are remembered of some texts.
pub(super) fn recall<'t>(texts: impl IntoIterator<Item = Text<'t>>) -> BTreeMap<Text<'t>, Arc<Reading>> {
    let memo = lock();
    let of = |text: Text<'_>| memo.readings[place(text.grammar)].get(text.sql).cloned();
    texts
        .into_iter()
        .filter_map(|text| Some((text, of(text)?)))
        .collect()
}

/// Remembers readings.
pub(super) fn remember(readings: &[(Text<'_>, Arc<Reading>)]) {
    let mut memo = lock();
    for (text, reading) in readings {
        if memo.bytes > BYTES {
            *memo = Memo::new();
        }
        memo.bytes += text.sql.len();
        memo.readings[place(text.grammar)].insert(text.sql.into(), Arc::clone(reading));
    }
}

impl Memo {
    const fn new() -> Self {
        Self {
            readings: [const { BTreeMap::new() }; 5],
            bytes: 0,
        }
    }
}

fn lock() -> MutexGuard<'static, Memo> {
    // Whoever panicked has at worst not remembered something.
    MEMO.lock().unwrap_or_else(PoisonError::into_inner)
}

const fn place(grammar: Grammar) -> usize {
    match grammar {
        Grammar::Sql => 0,
        Grammar::PlPgSql => 1,
        Grammar::Expression => 2,
        Grammar::Operand => 3,
        Grammar::Standard => 4,
    }
}
