//! What the planner refuses, counted by reason, so that nothing is passed over in silence.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// How many pairs were refused, by reason.
#[derive(Debug, Default)]
pub(crate) struct Refusals(BTreeMap<String, usize>);

/// The first line of a message without its names.
pub(crate) fn reason(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let parts = line.split('`').enumerate();
    parts
        .map(|(place, part)| if place % 2 == 1 { "…" } else { part })
        .collect()
}

impl Refusals {
    pub(crate) fn add(&mut self, refusal: &str) {
        *self.0.entry(reason(refusal)).or_default() += 1;
    }

    fn count(&self) -> usize {
        self.0.values().sum()
    }

    /// Each reason with how often it was given.
    pub(crate) fn table(&self, pairs: usize) -> String {
        let mut table = format!("{} of {pairs} pairs are refused:", self.count());
        for (reason, count) in &self.0 {
            let _ = write!(table, "\n  {count:5}  {reason}");
        }
        table
    }

    /// Most pairs must be planned, or little is proven.
    pub(crate) fn assert_few(&self, places: &Range<u64>) {
        let pairs = usize::try_from(places.end - places.start).unwrap();
        let table = self.table(pairs);
        assert!(pairs < 50 || self.count() * 10 <= pairs * 4, "{table}");
        if std::env::var_os("VOXANNE_PAIRS").is_some() {
            println_table(&table);
        }
    }
}

#[allow(clippy::print_stdout, reason = "whoever asks for thousands wants to know")]
fn println_table(table: &str) {
    println!("{table}");
}
