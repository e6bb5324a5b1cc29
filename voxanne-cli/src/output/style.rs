//! The few colours that there are.

use anstyle::{AnsiColor, Style};

/// A style for each thing that stands out; without colour, none of them does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    pub(crate) is_colored: bool,
    pub(crate) error: Style,
    pub(crate) warning: Style,
    pub(crate) help: Style,
    pub(crate) good: Style,
    pub(crate) bad: Style,
    pub(crate) name: Style,
    pub(crate) dim: Style,
    pub(crate) hunk: Style,
}

impl Palette {
    pub(crate) fn new(color: bool) -> Self {
        if !color {
            let plain = Style::new();
            return Self {
                is_colored: false,
                error: plain,
                warning: plain,
                help: plain,
                good: plain,
                bad: plain,
                name: plain,
                dim: plain,
                hunk: plain,
            };
        }
        Self {
            is_colored: true,
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Yellow.on_default().bold(),
            help: AnsiColor::Cyan.on_default().bold(),
            good: AnsiColor::Green.on_default(),
            bad: AnsiColor::Red.on_default(),
            name: Style::new().bold(),
            dim: Style::new().dimmed(),
            hunk: AnsiColor::Cyan.on_default(),
        }
    }
}

/// Text from elsewhere without what would steer a terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' && c != '\t' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_terminal_are_not_passed_on() {
        assert_eq!(printable("a\u{1b}[2Jb\n\tc\r"), "a\u{fffd}[2Jb\n\tc\u{fffd}");
    }
}
