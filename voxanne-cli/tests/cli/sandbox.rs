//! A project in a temporary folder, and what its command line answers.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;
use voxanne_cli::{Project, run_with};
use voxanne_schema::Declaration;

/// The version of the first migration.
pub(crate) const FIRST: &str = "20250110000000";
/// The names of the migrations of `clinics()`.
pub(crate) const ORGANIZATIONS: &str = "20250110000000_create_organizations";
pub(crate) const CONTACTS: &str = "20250110000100_create_contacts";

/// A folder that is gone afterwards.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a command answered, the name of the folder taken out.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// With the migrations and entities of a declaration.
    pub(crate) fn generated(declaration: Declaration) -> Self {
        let sandbox = Self::new();
        let answered = sandbox.run(declaration, &["generate", "--at", FIRST]);
        assert_eq!(answered.code, 0, "{answered:?}");
        sandbox
    }

    /// The same folder once more.
    pub(crate) fn branch(&self) -> Self {
        let branch = Self::new();
        branch.merge(self);
        branch
    }

    /// Takes over every file of another folder, as a merge without conflicts would.
    pub(crate) fn merge(&self, other: &Self) {
        for path in files(other.folder.path()) {
            let name = path.strip_prefix(other.folder.path()).unwrap();
            self.write(&name.to_string_lossy(), &fs::read_to_string(&path).unwrap());
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    pub(crate) fn run(&self, declaration: Declaration, arguments: &[&str]) -> Answered {
        let project = Project::new(declaration, self.folder.path()).entities("entities/src");
        self.run_project(project, arguments)
    }

    pub(crate) fn run_project(&self, project: Project, arguments: &[&str]) -> Answered {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let code = run_with(project, arguments, &mut stdout, &mut stderr);
        let root = self.folder.path().display().to_string();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&root, "$ROOT");
        Answered {
            code,
            stdout: text(stdout),
            stderr: text(stderr),
        }
    }

    /// The document that a command answers with, which holds its exit code.
    pub(crate) fn json(&self, declaration: Declaration, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        let answered = self.run(declaration, &arguments);
        let document: Value = serde_json::from_str(&answered.stdout).unwrap();
        assert_eq!(document["exit_code"], answered.code, "{document}");
        document
    }
}

/// Every file below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
