//! Where words go: results to standard output, messages to standard error.
//!
//! With `--json`, standard output holds one document and nothing else. A reader that goes away
//! (`| head`) ends the output and not the command.

mod diff;
mod document;
mod file_name;
mod sink;
mod style;

use std::fmt;
use std::io::Write;
use std::time::Instant;

pub(crate) use self::diff::write_diff;
pub(crate) use self::document::Answer;
pub(crate) use self::file_name::FileNames;
pub(crate) use self::sink::Sink;
pub(crate) use self::style::{Palette, printable};

/// Goes back to the beginning of the line and wipes it.
const OVER: &str = "\r\x1b[2K";

/// What standard output holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text for people.
    Text,
    /// One JSON document.
    Json,
}

/// What is known of the two streams and those who read them.
pub(crate) struct Streams<'s> {
    pub(crate) stdout: &'s mut (dyn Write + Send),
    pub(crate) stderr: &'s mut (dyn Write + Send),
    /// Whether colour is wanted there when nobody says.
    pub(crate) stdout_color: bool,
    pub(crate) stderr_color: bool,
    /// Whether somebody watches standard error, so that a line may be written over.
    pub(crate) watched: bool,
}

/// The output of one command.
pub(crate) struct Output<'o> {
    results: Sink<'o>,
    messages: Sink<'o>,
    format: Format,
    watched: bool,
    /// What the last line of the terminal says is being done, since when.
    doing: Option<(String, Instant)>,
    pub(crate) files: FileNames,
}

impl<'o> Output<'o> {
    /// Output in the form and colours that were asked for; `color` wins over what the streams say.
    pub(crate) fn new(streams: Streams<'o>, format: Format, color: Option<bool>) -> Self {
        let Streams {
            stdout,
            stderr,
            stdout_color,
            stderr_color,
            watched,
        } = streams;
        let results = Palette::new(color.unwrap_or(stdout_color));
        let messages = Palette::new(color.unwrap_or(stderr_color));
        Self {
            results: Sink::new(stdout, results),
            messages: Sink::new(stderr, messages),
            format,
            watched,
            doing: None,
            files: FileNames::here(),
        }
    }

    /// The styles of the results.
    pub(crate) const fn palette(&self) -> Palette {
        self.results.palette
    }

    /// Whether standard error, or else standard output, has colours.
    pub(crate) const fn is_colored(&self, stderr: bool) -> bool {
        if stderr {
            self.messages.palette.is_colored
        } else {
            self.results.palette.is_colored
        }
    }

    /// Whether one document is all that standard output holds.
    pub(crate) fn is_for_machines(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes a line of the result, unless a document is wanted.
    pub(crate) fn say(&mut self, line: impl fmt::Display) {
        self.show(|sink| sink.line(&line));
    }

    /// Writes a part of the result, unless a document is wanted.
    pub(crate) fn show(&mut self, write: impl FnOnce(&mut Sink<'o>)) {
        self.clear();
        if self.format == Format::Text {
            write(&mut self.results);
        }
    }

    /// Writes a line for whoever runs the command.
    pub(crate) fn note(&mut self, line: impl fmt::Display) {
        self.messages(|sink| sink.line(&line));
    }

    /// Writes messages for whoever runs the command.
    pub(crate) fn messages(&mut self, write: impl FnOnce(&mut Sink<'o>)) {
        self.clear();
        write(&mut self.messages);
    }

    /// Says what is being done, on a line that the next one replaces. Only somebody who watches
    /// sees it.
    pub(crate) fn progress(&mut self, doing: impl fmt::Display) {
        if self.watched {
            self.doing = Some((printable(&doing.to_string()), Instant::now()));
            self.tick();
        }
    }

    /// Shows how long it has been done, from a second on.
    pub(crate) fn tick(&mut self) {
        let Some((doing, since)) = &self.doing else {
            return;
        };
        let elapsed = match since.elapsed().as_secs() {
            0 => String::new(),
            seconds => format!(" ({seconds} s)"),
        };
        let doing: String = doing.chars().take(78 - elapsed.len()).collect();
        let dim = self.messages.palette.dim;
        self.messages
            .text(format_args!("{OVER}{dim}{doing}{elapsed}{dim:#}"));
        self.messages.flush();
    }

    fn clear(&mut self) {
        if self.doing.take().is_some() {
            self.messages.text(format_args!("{OVER}"));
            self.messages.flush();
        }
    }

    /// Ends the output: with a document, if one is wanted. Tells why it could not be written.
    pub(crate) fn finish(&mut self, command: Option<&str>, answer: &Answer) -> Result<(), std::io::Error> {
        self.clear();
        if self.format == Format::Json {
            let document = document::render(command, answer);
            self.results.line(&document);
        }
        self.results.flush();
        self.messages.flush();
        self.results.failure()
    }
}
