//! `voxanne`, the binary that needs no definitions: see [`voxanne_cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    voxanne_cli::run_standalone()
}
