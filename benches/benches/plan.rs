//! What planning a change costs on a schema that is there, at 1,000 and 10,000 tables:
//! `cargo bench -p voxanne-benches --bench plan`. From the folded history to the text of the
//! migrations; the median of the runs, in milliseconds.
#![allow(clippy::print_stdout, reason = "a benchmark tells what it measured")]

use std::time::Instant;

use voxanne_benches::{Shape, declaration_of};
use voxanne_codegen::migrations::History;
use voxanne_codegen::plan::HazardKind;
use voxanne_codegen::{GenerateError, PlanOptions, generate};

const SIZES: [(usize, usize); 2] = [(1_000, 9), (10_000, 3)];

/// So many columns have the enum that loses a label.
const OF_ENUM: usize = 500;

fn main() {
    println!(
        "{:>8} {:>12} {:>12} {:>26}",
        "tables", "no change", "one column", "a label of 500 columns"
    );
    for (tables, runs) in SIZES {
        match measure(tables, runs) {
            Ok([none, column, label]) => println!("{tables:>8} {none:>12.1} {column:>12.1} {label:>26.1}"),
            Err(error) => println!("{error}"),
        }
    }
}

fn measure(tables: usize, runs: usize) -> Result<[f64; 3], GenerateError> {
    let before = Shape {
        of_enum: OF_ENUM,
        ..Shape::default()
    };
    let wider = Shape {
        wider: true,
        ..before
    };
    let fewer = Shape {
        fewer_labels: true,
        ..before
    };
    let options = PlanOptions {
        allow: HazardKind::ALL.iter().copied().collect(),
        ..PlanOptions::default()
    };
    let history = generate(&declaration_of(tables, before), History::default(), &options)?.history;
    let mut medians = [0.0; 3];
    for (median, (shape, changes)) in medians
        .iter_mut()
        .zip([(before, false), (wider, true), (fewer, true)])
    {
        let declaration = declaration_of(tables, shape);
        let mut seconds = Vec::with_capacity(runs);
        for _ in 0..runs {
            let history = history.clone();
            let started = Instant::now();
            let generated = generate(&declaration, history, &options)?;
            seconds.push(started.elapsed().as_secs_f64());
            assert_eq!(!generated.migrations.is_empty(), changes, "{shape:?}");
        }
        seconds.sort_by(f64::total_cmp);
        *median = seconds.get(runs / 2).copied().unwrap_or_default() * 1000.0;
    }
    Ok(medians)
}
