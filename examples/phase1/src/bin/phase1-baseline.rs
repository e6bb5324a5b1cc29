//! The command line of the state before Phase 1: it wrote the first migrations.

use std::process::ExitCode;

fn main() -> ExitCode {
    voxanne_cli::run(voxanne_cli::Project::new(
        phase1::baseline(),
        env!("CARGO_MANIFEST_DIR"),
    ))
}
