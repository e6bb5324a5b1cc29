//! What one text says: the objects that it names, those that it creates, and what is wrong with its
//! syntax. It depends on the text alone, so that equal texts are read once.

use std::borrow::Cow;
use std::panic::catch_unwind;

use super::document::Document;
use super::fault::Fault;
use super::into::without_into;
use super::limits;
use super::reference::{self, Named, Path, Reference};
use super::scan;
use super::standard::as_statements;
use super::text::{Grammar, Text};
use super::token::{self, Token};

/// What one text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// What it names, in order.
    pub(super) references: Vec<Reference>,
    /// What it creates.
    pub(super) created: Vec<Path>,
    /// What is wrong with its syntax first.
    pub(super) fault: Option<Fault>,
}

/// A text with its tokens.
#[derive(Debug)]
struct Tokenized<'t> {
    text: Text<'t>,
    tokens: Vec<Token>,
}

/// Reads texts of one grammar together, and one by one where that does not work out.
pub(super) fn read_all(grammar: Grammar, texts: &[&str]) -> Vec<Reading> {
    let texts: Vec<Tokenized<'_>> = texts
        .iter()
        .map(|sql| Tokenized::new(Text { grammar, sql }))
        .collect();
    if texts.len() > 1 && texts.iter().all(Tokenized::is_admitted) {
        // Squawk asserts what it believes of its own grammar. No input is known to break it; if one
        // does, each text is tried by itself.
        if let Ok(Some(readings)) = catch_unwind(|| read_together(grammar, &texts)) {
            return readings;
        }
    }
    texts.iter().map(Tokenized::read).collect()
}

/// What can be told of a text without squawk.
pub(super) fn read_roughly(sql: &str) -> Reading {
    roughly(sql, &token::tokens(sql))
}

fn roughly(sql: &str, tokens: &[Token]) -> Reading {
    Reading {
        references: scan::names(sql, tokens),
        ..Reading::default()
    }
}

fn read_together(grammar: Grammar, texts: &[Tokenized<'_>]) -> Option<Vec<Reading>> {
    let prepared: Vec<_> = texts.iter().map(Tokenized::prepared).collect();
    let document = Document::new(grammar, prepared.iter().map(AsRef::as_ref));
    let tree = document.parse();
    if !document.is_aligned(&tree) {
        return None;
    }
    let mut readings = vec![Reading::default(); texts.len()];
    for named in reference::names(&tree.root) {
        let piece = document.piece_at(named.start());
        if let (Some(reading), Some(piece)) = (readings.get_mut(piece), document.pieces().get(piece)) {
            reading.add(named, piece.start);
        }
    }
    for (reading, of) in readings.iter_mut().zip(texts) {
        reading.fault = Fault::of_expression(of.text, &of.tokens);
    }
    Some(readings)
}

impl<'t> Tokenized<'t> {
    fn new(text: Text<'t>) -> Self {
        let tokens = token::tokens(text.sql);
        Self { text, tokens }
    }

    fn is_admitted(&self) -> bool {
        limits::admits(self.text.sql, &self.tokens)
    }

    /// The text as squawk can read it.
    fn prepared(&self) -> Cow<'t, str> {
        match self.text.grammar {
            Grammar::PlPgSql => without_into(self.text.sql, &self.tokens),
            Grammar::Standard => Cow::Owned(as_statements(self.text.sql, &self.tokens)),
            Grammar::Sql | Grammar::Expression | Grammar::Operand => Cow::Borrowed(self.text.sql),
        }
    }

    fn read(&self) -> Reading {
        // As above: a text that squawk cannot bear is read roughly, and PostgreSQL will judge it.
        let read = if self.is_admitted() {
            catch_unwind(|| self.read_alone()).ok()
        } else {
            None
        };
        read.unwrap_or_else(|| roughly(self.text.sql, &self.tokens))
    }

    fn read_alone(&self) -> Reading {
        let Self { text, tokens } = self;
        let prepared = self.prepared();
        let document = Document::new(text.grammar, [&*prepared]);
        let tree = document.parse();
        let start = document.pieces().first().map_or(0, |piece| piece.start);
        let mut reading = Reading::default();
        for named in reference::names(&tree.root) {
            reading.add(named, start);
        }
        if tree.errors.is_empty() {
            reading.fault = Fault::of_expression(*text, tokens);
        } else {
            // The tree holds the names only in part, and may misjudge those that it holds.
            reading.fault = Fault::find(*text, tokens, &tree.errors, start);
            reading
                .references
                .iter_mut()
                .for_each(|reference| reference.must_exist = false);
            reading.references.extend(scan::names(text.sql, tokens));
        }
        reading
    }
}

impl Reading {
    /// Adds what stands in a document, where this text begins at `start`.
    fn add(&mut self, named: Named, start: usize) {
        match named {
            Named::Created(path, _) => self.created.push(path),
            Named::Reference(mut reference) => {
                let range = &mut reference.range;
                *range = range.start.saturating_sub(start)..range.end.saturating_sub(start);
                self.references.push(reference);
            }
        }
    }
}
