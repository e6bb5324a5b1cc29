//! Diagnostics as a person reads them, with the lines of their own files.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::{Code, Diagnostic, Severity};

use super::check::SqlDiagnostic;
use super::locate;

/// Whether text is for a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// As it is.
    #[default]
    Never,
    /// With the escape codes of a terminal.
    Always,
}

/// Reads a file of the user's, by the path that a diagnostic or `include_str!` gives it.
pub type ReadFile<'r> = &'r dyn Fn(&Path) -> Option<String>;

/// All diagnostics, each with the place in the user's own file where it can be read, and with the
/// place in a body or a fragment of SQL where it is about one.
///
/// The diagnostics may be any; those of [`check`](super::check) are found again in the texts.
#[must_use]
pub fn render(declared: &Declared, diagnostics: &[Diagnostic], read: ReadFile<'_>, colour: Colour) -> String {
    let in_sql = |diagnostic: &Diagnostic| matches!(diagnostic.code, Code::SyntaxError | Code::MissingObject);
    let findings = if diagnostics.iter().any(in_sql) {
        super::check_sql(declared)
    } else {
        Vec::new()
    };
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let finding = findings.iter().find(|finding| finding.diagnostic == *diagnostic);
        let shown = finding
            .map(|finding| shown_sql(declared, finding, read))
            .or_else(|| shown_line(diagnostic, read));
        let group = group(diagnostic, shown.as_ref());
        let separator = if text.is_empty() { "" } else { "\n\n" };
        let _ = write!(text, "{separator}{}", renderer.render(&[group]));
    }
    text
}

/// What is shown of a source.
#[derive(Debug)]
struct Shown {
    origin: String,
    source: String,
    range: Range<usize>,
    label: String,
}

fn group<'g>(diagnostic: &'g Diagnostic, shown: Option<&'g Shown>) -> Group<'g> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let help = Level::HELP.message(diagnostic.help.as_str());
    let Some(shown) = shown else {
        let place = place(diagnostic);
        let note = (!place.is_empty()).then(|| Level::NOTE.message(place));
        return group.elements(note).element(help);
    };
    let annotation = AnnotationKind::Primary
        .span(visible(&shown.source, &shown.range))
        .label(shown.label.as_str());
    let snippet = Snippet::source(shown.source.as_str())
        .path(shown.origin.as_str())
        .annotation(annotation);
    group.element(snippet).element(help)
}

/// Where an object was declared, when its file cannot be shown.
fn place(diagnostic: &Diagnostic) -> String {
    match (&diagnostic.location, &diagnostic.object) {
        (Some(location), Some(object)) => format!("{object} is declared at {location}"),
        (Some(location), None) => format!("declared at {location}"),
        (None, Some(object)) => format!("about {object}"),
        (None, None) => String::new(),
    }
}

/// The text of a finding: in its own file, in a literal of the declaring file, or by itself.
fn shown_sql(declared: &Declared, finding: &SqlDiagnostic, read: ReadFile<'_>) -> Shown {
    let shown = |origin: String, source: String, range: Range<usize>| Shown {
        origin,
        source,
        range,
        label: finding.label.clone(),
    };
    if let Some(path) = body_file(declared, &finding.diagnostic)
        && let Some(file) = read(&path)
        && let Some(start) = file.find(finding.text.as_str())
    {
        return shown(
            path.display().to_string(),
            file,
            start + finding.range.start..start + finding.range.end,
        );
    }
    if let Some(location) = &finding.diagnostic.location
        && let Some(file) = read(Path::new(&location.file))
        && let Some(range) = locate::in_literal(&file, location.line, &finding.text, &finding.range)
    {
        return shown(location.file.clone(), file, range);
    }
    let origin = finding
        .diagnostic
        .object
        .as_ref()
        .map_or_else(String::new, ToString::to_string);
    shown(origin, finding.text.clone(), finding.range.clone())
}

/// The line that declares the object.
fn shown_line(diagnostic: &Diagnostic, read: ReadFile<'_>) -> Option<Shown> {
    let location = diagnostic.location.as_ref()?;
    let source = read(Path::new(&location.file))?;
    let range = locate::line(&source, location.line)?;
    Some(Shown {
        origin: location.file.clone(),
        source,
        range,
        label: diagnostic
            .object
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
    })
}

/// The file that holds the body of a function or the query of a view, beside the file that declares it.
fn body_file(declared: &Declared, diagnostic: &Diagnostic) -> Option<PathBuf> {
    let file = declared.body_files.get(diagnostic.object.as_ref()?)?;
    let declaring = diagnostic
        .location
        .as_ref()
        .map_or("", |location| location.file.as_str());
    Some(Path::new(declaring).with_file_name("").join(file))
}

/// At least one character, inside the source and on the boundaries of its characters.
fn visible(source: &str, range: &Range<usize>) -> Range<usize> {
    let mut end = range.end.min(source.len());
    while !source.is_char_boundary(end) {
        end += 1;
    }
    let mut start = range.start.min(end);
    if start == end {
        start = source[..end]
            .char_indices()
            .next_back()
            .map_or(0, |(start, _)| start);
    }
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    start..end
}
