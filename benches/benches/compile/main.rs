//! What rustc's time costs: `cargo bench -p voxanne-benches --bench compile`.
//!
//! - `#[derive(Table)]` and its rules, per table, beside the same structs without the derive;
//! - `cargo check` of our entities, beside those that sea-orm-cli generates of the same tables.
//!
//! Temporary crates are written into `voxanne-benches/` in the target folder. Only the last crate of
//! each is timed, in rounds (ours, theirs, ours, theirs …), so that noise hits all of them alike.
#![allow(clippy::print_stdout, reason = "a benchmark tells what it measured")]

mod definitions;
mod derive;
mod entities;
mod measure;
mod project;
mod sea_orm_cli;

use std::path::Path;
use std::process::ExitCode;

const SIZES: [usize; 2] = [100, 300];

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let Some(target) = Path::new(env!("CARGO_TARGET_TMPDIR")).parent() else {
        println!("there is no target folder");
        return ExitCode::FAILURE;
    };
    let folder = target.join("voxanne-benches");
    for part in [derive::run, entities::run] {
        if let Err(error) = part(&folder) {
            println!("not measured: {error}");
            return ExitCode::FAILURE;
        }
        println!();
    }
    ExitCode::SUCCESS
}
