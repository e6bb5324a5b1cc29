//! sea-orm's own generator, as a program: found, else installed once into the target folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// The release that belongs to the workspace's sea-orm.
const VERSION: &str = "2.0.4";
/// What a PostgreSQL on a socket needs: no other database, no TLS.
const FEATURES: &str = "codegen,sqlx-postgres,runtime-tokio";

/// Where the program is.
pub(crate) fn program(folder: &Path) -> Result<PathBuf, Failure> {
    let root = folder.join("sea-orm-cli");
    let installed = root.join("bin").join("sea-orm-cli");
    if let Some(found) = [PathBuf::from("sea-orm-cli"), installed.clone()]
        .into_iter()
        .find(|program| is_right(program))
    {
        return Ok(found);
    }
    println!("installing sea-orm-cli {VERSION} into {}", root.display());
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "install",
            "sea-orm-cli",
            "--bin",
            "sea-orm-cli",
            "--version",
            VERSION,
            "--locked",
        ])
        .args(["--no-default-features", "--features", FEATURES, "--root"])
        .arg(&root)
        .env("CARGO_TARGET_DIR", folder.join("build"))
        .output()?;
    if output.status.success() {
        return Ok(installed);
    }
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("sea-orm-cli {VERSION} cannot be installed:\n{told}").into())
}

fn is_right(program: &Path) -> bool {
    let output = Command::new(program).arg("--version").output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(VERSION))
}

/// Writes the compact entities of a database, `lib.rs` among them, into a folder.
pub(crate) fn generate(program: &Path, url: &str, sources: &Path) -> Result<(), Failure> {
    let output = Command::new(program)
        .args(["generate", "entity", "--entity-format", "compact", "--lib"])
        .args(["--database-url", url, "--output-dir"])
        .arg(sources)
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("sea-orm-cli does not generate:\n{told}").into())
}
