//! Why generation failed, as a person reads it, also in cargo's output of a build script.

use std::path::PathBuf;
use std::{fmt, io};

use voxanne_schema::diagnostic::Diagnostic;

use crate::migrations::FolderError;
use crate::plan::Hazard;

/// Why generation failed.
pub enum GenerateError {
    /// The definitions are wrong.
    Definition {
        /// Everything that is wrong or questionable.
        diagnostics: Vec<Diagnostic>,
        /// The same as text; from a [`Generator`](crate::Generator) with the lines of the user's own files.
        text: String,
    },
    /// The folder of migrations is wrong.
    Folder(Vec<FolderError>),
    /// The plan would do what nobody has allowed.
    Hazards(Vec<Hazard>),
    /// A file cannot be read or written.
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl GenerateError {
    /// What is wrong with definitions, or with what is asked of them.
    #[must_use]
    pub fn definition(diagnostics: Vec<Diagnostic>) -> Self {
        let text: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        Self::Definition {
            diagnostics,
            text: text.join("\n\n"),
        }
    }
}

impl GenerateError {
    /// What to do about a file that cannot be read or written.
    #[must_use]
    pub fn io_help(source: &io::Error) -> &'static str {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "free some space and run `generate` again: it completes what it has begun"
            }
            _ => "check that the folder exists and may be written",
        }
    }
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Definition { text, .. } => f.write_str(text),
            Self::Folder(errors) => {
                let errors: Vec<String> = errors
                    .iter()
                    .map(|error| format!("error: {error}\n  help: {}", error.help()))
                    .collect();
                f.write_str(&errors.join("\n\n"))
            }
            Self::Hazards(hazards) => {
                let hazards: Vec<String> = hazards
                    .iter()
                    .map(|hazard| {
                        let kind = hazard.kind.label();
                        let safe_way = hazard.kind.safe_way().map(|way| format!("\n  help: {way}"));
                        format!(
                            "error[{kind}]: {}\n  help: allow it with --allow {kind}{}",
                            hazard.message,
                            safe_way.unwrap_or_default()
                        )
                    })
                    .collect();
                f.write_str(&hazards.join("\n\n"))
            }
            Self::Io { action, path, source } => {
                write!(
                    f,
                    "error: cannot {action} `{}`: {source}\n  help: {}",
                    path.display(),
                    Self::io_help(source)
                )
            }
        }
    }
}

/// The same text as [`Display`](fmt::Display): a build script's `main` that returns this error
/// prints it with `Debug`.
impl fmt::Debug for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for GenerateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Definition { .. } | Self::Folder(_) | Self::Hazards(_) => None,
        }
    }
}
