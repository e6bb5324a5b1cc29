//! A finding in SQL text, with the bytes of the text that it is about.

use std::ops::Range;

use voxanne_schema::diagnostic::Diagnostic;

/// A finding, and where in a text it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlDiagnostic {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The text that somebody wrote, as it is.
    pub text: String,
    /// The bytes of the text at fault; empty, at the end of its last word, when it is what is
    /// missing there.
    pub range: Range<usize>,
    /// What to say at that place.
    pub label: String,
}
