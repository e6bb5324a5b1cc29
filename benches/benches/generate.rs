//! What offline generation costs at 100, 1,000 and 10,000 tables: `cargo bench -p voxanne-benches`.
//! Together is what a build script waits for: migrations and entities at the same time. Each size runs
//! in a process of its own, so that its peak memory is its own. The median of the runs is told, and the
//! ratio to the size before.
#![allow(clippy::print_stdout, reason = "a benchmark tells what it measured")]

use std::process::Command;
use std::time::Instant;

use voxanne_codegen::entities::{EntityOptions, entities};
use voxanne_codegen::migrations::History;
use voxanne_codegen::{Generator, PlanOptions, generate};

const SIZES: [(usize, usize); 3] = [(100, 30), (1_000, 11), (10_000, 3)];
const CHILD: &str = "VOXANNE_BENCH_TABLES";

fn main() {
    if let Ok(size) = std::env::var(CHILD) {
        let (tables, runs) = size
            .split_once(',')
            .and_then(|(t, r)| Some((t.parse().ok()?, r.parse().ok()?)))
            .unwrap_or((100, 1));
        return measure(tables, runs);
    }
    println!(
        "{:>8} {:>14} {:>14} {:>14} {:>10} {:>8}",
        "tables", "migrations ms", "entities ms", "together ms", "peak MB", "ratio"
    );
    let mut before = None;
    for (tables, runs) in SIZES {
        let Ok(child) = std::env::current_exe()
            .and_then(|exe| Command::new(exe).env(CHILD, format!("{tables},{runs}")).output())
        else {
            println!("cannot start the benchmark of {tables} tables");
            continue;
        };
        let text = String::from_utf8_lossy(&child.stdout).into_owned();
        let together: Option<f64> = text.split_whitespace().nth(3).and_then(|word| word.parse().ok());
        let ratio = together
            .zip(before)
            .map(|(now, before): (f64, f64)| format!("{:.1}", now / before));
        println!("{} {:>8}", text.trim_end(), ratio.unwrap_or_default());
        before = together;
    }
}

fn measure(tables: usize, runs: usize) {
    let declaration = voxanne_benches::declaration(tables);
    let (mut migrations, mut emission, mut together) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let started = Instant::now();
        let generated = match generate(&declaration, History::default(), &PlanOptions::default()) {
            Ok(generated) => generated,
            Err(error) => return println!("{error}"),
        };
        migrations.push(started.elapsed().as_secs_f64());
        let started = Instant::now();
        let files = entities(&generated.declared.schema, &EntityOptions::default());
        emission.push(started.elapsed().as_secs_f64());
        assert!(files.len() >= tables, "entities are missing");
        drop((generated, files));
        // What a build script waits for, without the writing of files.
        let generator = Generator::new(declaration.clone())
            .root("no-such-folder")
            .entities("src");
        let started = Instant::now();
        let prepared = match generator.prepare() {
            Ok(prepared) => prepared,
            Err(error) => return println!("{error}"),
        };
        together.push(started.elapsed().as_secs_f64());
        assert!(prepared.entities.len() > tables, "entities are missing");
    }
    println!(
        "{tables:>8} {:>14.1} {:>14.1} {:>14.1} {:>10}",
        median(&mut migrations),
        median(&mut emission),
        median(&mut together),
        peak_megabytes()
    );
}

/// In milliseconds.
fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or_default() * 1000.0
}

/// The most memory that the process ever had, as Linux counts it.
fn peak_megabytes() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|word| word.parse::<u64>().ok());
    kilobytes.map_or_else(
        || "unknown".to_owned(),
        |kilobytes| (kilobytes / 1024).to_string(),
    )
}
