//! One stream, written to as if nothing could go wrong, and asked at the end.

use std::fmt;
use std::io::{self, ErrorKind, Write};

use super::style::Palette;

/// A stream with its colours.
pub(crate) struct Sink<'s> {
    writer: &'s mut (dyn Write + Send),
    state: State,
    pub(crate) palette: Palette,
}

enum State {
    Open,
    /// The reader has gone, which is its right.
    Closed,
    Failed(io::Error),
}

impl<'s> Sink<'s> {
    pub(crate) fn new(writer: &'s mut (dyn Write + Send), palette: Palette) -> Self {
        Self {
            writer,
            state: State::Open,
            palette,
        }
    }

    /// Writes text.
    pub(crate) fn text(&mut self, text: fmt::Arguments<'_>) {
        if matches!(self.state, State::Open) {
            let result = self.writer.write_fmt(text);
            self.keep(result);
        }
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: &dyn fmt::Display) {
        self.text(format_args!("{line}\n"));
    }

    pub(crate) fn flush(&mut self) {
        if matches!(self.state, State::Open) {
            let result = self.writer.flush();
            self.keep(result);
        }
    }

    fn keep(&mut self, result: io::Result<()>) {
        match result {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.state = State::Closed,
            Err(error) => self.state = State::Failed(error),
        }
    }

    /// Why not everything was written, unless the reader has gone.
    pub(crate) fn failure(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Failed(error) => Err(error),
            State::Open | State::Closed => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many bytes, then fails.
    struct Narrow {
        room: usize,
        kind: ErrorKind,
    }

    impl Write for Narrow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.room == 0 {
                return Err(self.kind.into());
            }
            let taken = bytes.len().min(self.room);
            self.room -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written_to(kind: ErrorKind) -> io::Result<()> {
        let mut narrow = Narrow { room: 3, kind };
        let mut sink = Sink::new(&mut narrow, Palette::new(false));
        sink.line(&"more than three");
        sink.line(&"and more");
        sink.flush();
        sink.failure()
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        assert!(written_to(ErrorKind::BrokenPipe).is_ok());
    }

    #[test]
    fn a_full_disk_is_a_failure() {
        assert_eq!(
            written_to(ErrorKind::StorageFull).map_err(|error| error.kind()),
            Err(ErrorKind::StorageFull)
        );
    }
}
