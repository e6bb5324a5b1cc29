//! The one reporter: whatever is wrong, wherever it comes from, as a compiler would say it.

mod database;
mod folder;
mod generate;
mod source;
mod trial;

use serde::Serialize;

use crate::outcome::Outcome;
use crate::output::{Answer, Sink, printable};

/// How serious a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// Something that is wrong or questionable.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Problem {
    pub(crate) severity: Severity,
    /// What tools hang on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// The file, or the object, that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
    /// The lines at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) excerpt: Option<String>,
    /// What led to it, nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) causes: Vec<String>,
    /// What would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<String>,
}

/// Why a command has no result.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) outcome: Outcome,
    pub(crate) problems: Vec<Problem>,
    /// The same for people, where somebody has laid it out already.
    pub(crate) text: Option<String>,
}

impl Problem {
    /// An error.
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code: None,
            message: message.into(),
            place: None,
            excerpt: None,
            causes: Vec::new(),
            help: None,
        }
    }

    /// A warning.
    pub(crate) fn warning(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(message)
        }
    }

    /// Says what tools hang on.
    pub(crate) fn code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    /// Says where.
    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says what would mend it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Writes it.
    pub(crate) fn write(&self, sink: &mut Sink<'_>) {
        let palette = sink.palette;
        let (style, word) = match self.severity {
            Severity::Error => (palette.error, "error"),
            Severity::Warning => (palette.warning, "warning"),
        };
        let code = self
            .code
            .as_ref()
            .map(|code| format!("[{code}]"))
            .unwrap_or_default();
        sink.text(format_args!(
            "{style}{word}{code}{style:#}: {}\n",
            printable(&self.message)
        ));
        if let Some(place) = &self.place {
            sink.text(format_args!("  --> {}\n", printable(place)));
        }
        for line in self.excerpt.iter().flat_map(|excerpt| excerpt.lines()) {
            sink.text(format_args!("  {}\n", printable(line)));
        }
        for cause in &self.causes {
            sink.text(format_args!("  because: {}\n", printable(cause)));
        }
        if let Some(help) = &self.help {
            let style = palette.help;
            let text = printable(help).replace('\n', "\n        ");
            sink.text(format_args!("  {style}help{style:#}: {text}\n"));
        }
    }
}

impl Failure {
    /// One error.
    pub(crate) fn new(outcome: Outcome, problem: Problem) -> Self {
        Self {
            outcome,
            problems: vec![problem],
            text: None,
        }
    }

    /// Wrong usage.
    pub(crate) fn wrong(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Outcome::Wrong, Problem::error(message).help(help))
    }

    /// The same, with what was done before it.
    pub(crate) fn with(self, result: impl Serialize) -> Answer {
        Answer {
            errors: self.problems,
            ..Answer::new(self.outcome, result)
        }
    }

    /// Writes all of it.
    pub(crate) fn write(&self, sink: &mut Sink<'_>) {
        match &self.text {
            Some(text) => write_text(sink, text),
            None => write_problems(sink, &self.problems),
        }
    }
}

/// Writes problems, a blank line between them.
pub(crate) fn write_problems(sink: &mut Sink<'_>, problems: &[Problem]) {
    for (place, problem) in problems.iter().enumerate() {
        if place > 0 {
            sink.text(format_args!("\n"));
        }
        problem.write(sink);
    }
}

/// Writes what is laid out already, with the words coloured that its lines begin with.
fn write_text(sink: &mut Sink<'_>, text: &str) {
    let palette = sink.palette;
    let words = [
        ("error", palette.error),
        ("warning", palette.warning),
        ("help", palette.help),
    ];
    for line in text.lines() {
        let start = line.trim_start_matches([' ', '|', '=']);
        let (indent, rest) = line.split_at(line.len() - start.len());
        let word = words.iter().find(|(word, _)| {
            rest.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with([':', '[']))
        });
        match word {
            Some((word, style)) => {
                let rest = &rest[word.len()..];
                sink.text(format_args!("{indent}{style}{word}{style:#}{rest}\n"));
            }
            None => sink.text(format_args!("{line}\n")),
        }
    }
}
