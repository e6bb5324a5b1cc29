//! A workspace of temporary crates with one target folder, and `cargo check` of one of them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Instant, SystemTime};

use voxanne_codegen::entities::GeneratedFile;

use crate::Failure;
use crate::measure::{Sample, processor_time};

pub(crate) struct Project {
    crates: PathBuf,
    build: PathBuf,
}

impl Project {
    /// An empty workspace, with the versions of ours.
    pub(crate) fn new(folder: &Path, name: &str) -> Result<Self, Failure> {
        let crates = folder.join(name);
        if crates.exists() {
            fs::remove_dir_all(&crates)?;
        }
        fs::create_dir_all(&crates)?;
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n";
        fs::write(crates.join("Cargo.toml"), manifest)?;
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        fs::copy(ours.join("Cargo.lock"), crates.join("Cargo.lock"))?;
        Ok(Self {
            crates,
            build: folder.join("build"),
        })
    }

    /// Writes the manifest of a crate; gives the folder of its sources.
    pub(crate) fn add(&self, name: &str, dependencies: &str) -> Result<PathBuf, Failure> {
        let sources = self.sources(name);
        fs::create_dir_all(&sources)?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [lib]\ntest = false\ndoctest = false\n\n[dependencies]\n{dependencies}\n"
        );
        fs::write(self.crates.join(name).join("Cargo.toml"), manifest)?;
        Ok(sources)
    }

    pub(crate) fn write(
        &self,
        name: &str,
        dependencies: &str,
        files: &[GeneratedFile],
    ) -> Result<(), Failure> {
        let sources = self.add(name, dependencies)?;
        for file in files {
            fs::write(sources.join(&file.path), &file.contents)?;
        }
        Ok(())
    }

    /// Compiles what a crate depends on, and settles the versions.
    pub(crate) fn prepare(&self, name: &str) -> Result<(), Failure> {
        self.check(name, &[]).map(drop)
    }

    /// Times `cargo check` of one crate, whole: nothing is reused but its dependencies.
    pub(crate) fn time(&self, name: &str) -> Result<Sample, Failure> {
        let root = self.sources(name).join("lib.rs");
        File::options()
            .append(true)
            .open(root)?
            .set_modified(SystemTime::now())?;
        let (started, before) = (Instant::now(), processor_time());
        let output = self.check(name, &["--frozen"])?;
        let wall = started.elapsed().as_secs_f64() * 1000.0;
        if !String::from_utf8_lossy(&output.stderr).contains(&format!("Checking {name} ")) {
            return Err(format!("`{name}` was not compiled again").into());
        }
        let processor = processor_time() - before;
        Ok(Sample { wall, processor })
    }

    fn sources(&self, name: &str) -> PathBuf {
        self.crates.join(name).join("src")
    }

    fn check(&self, name: &str, flags: &[&str]) -> Result<Output, Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["check", "--color=never", "--package", name])
            .args(flags)
            .current_dir(&self.crates)
            .env("CARGO_TARGET_DIR", &self.build)
            // What the last compilation found would be reused.
            .env("CARGO_INCREMENTAL", "0")
            .output()?;
        if output.status.success() {
            return Ok(output);
        }
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(format!("`{name}` does not compile:\n{told}").into())
    }
}
