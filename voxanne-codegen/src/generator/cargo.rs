//! What a build script tells cargo.

use voxanne_schema::diagnostic::Diagnostic;

use super::Generator;

impl Generator {
    /// Tells cargo what to watch and what is questionable, when it runs this as a build script.
    #[expect(clippy::print_stdout, reason = "this is how a build script talks to cargo")]
    pub(super) fn tell_cargo(&self, warnings: &[Diagnostic]) {
        // `OUT_DIR` is set for the programs that `cargo run` starts as well.
        if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_none() {
            return;
        }
        // A build script that says nothing is run again whenever a file of its package changes.
        if !self.watch.is_empty() {
            let watched = self.watch.iter().map(|path| self.root.join(path));
            for path in watched
                .chain([self.folder().path().to_owned()])
                .chain(self.entities_path())
                .chain(self.typescript_path())
                .chain(self.documents_path())
            {
                println!("cargo::rerun-if-changed={}", path.display());
            }
        }
        for warning in warnings {
            let place = warning
                .location
                .as_ref()
                .map_or_else(String::new, |at| format!(" ({at})"));
            println!(
                "cargo::warning={}: {}{place}; help: {}",
                warning.code, warning.message, warning.help
            );
        }
    }
}
