//! The command line of the example: `cargo run -p phase1 -- try`.

use std::process::ExitCode;

fn main() -> ExitCode {
    voxanne_cli::run(
        voxanne_cli::Project::new(phase1::schema(), env!("CARGO_MANIFEST_DIR"))
            .entities("../phase1-entities/src")
            .typescript("types/database.ts")
            .documents("docs"),
    )
}
