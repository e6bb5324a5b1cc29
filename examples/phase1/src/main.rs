//! The command line of the example: `cargo run -p phase1 -- try`.

use std::process::ExitCode;

fn main() -> ExitCode {
    voxanne_cli::run(phase1::project())
}
