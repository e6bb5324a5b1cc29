//! TypeScript as text: lines with their indentation, keys, strings and comments that end where they
//! should.

use crate::outputs::label::is_shown;

/// Lines under construction, two spaces a level.
pub(super) struct Block {
    text: String,
    depth: usize,
}

impl Block {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            depth: 0,
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A brace after what is given, and everything until it is closed one level deeper.
    pub(super) fn open(&mut self, head: &str) {
        self.line(&format!("{head}{{"));
        self.depth += 1;
    }

    /// The brace that closes the last one, with what follows it.
    pub(super) fn close(&mut self, tail: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(&format!("}}{tail}"));
    }

    /// Lines one level deeper.
    pub(super) fn deeper(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth = self.depth.saturating_sub(1);
    }

    /// A type with a member for each item; one without members where there are none.
    pub(super) fn members<T>(&mut self, head: &str, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.open(&format!("{head}: "));
        if items.is_empty() {
            self.line("[_ in never]: never");
        }
        for item in items {
            write(self, item);
        }
        self.close("");
    }

    /// A comment of the database as documentation.
    pub(super) fn comment(&mut self, text: Option<&str>) {
        let clean = |line: &str| {
            let shown: String = line.chars().filter(|c| is_shown(*c)).collect();
            shown.replace("*/", "*\\/").trim_end().to_owned()
        };
        let lines: Vec<String> = text.unwrap_or_default().trim().lines().map(clean).collect();
        match lines.as_slice() {
            [] => {}
            [line] => self.line(&format!("/** {line} */")),
            lines => {
                self.line("/**");
                for line in lines {
                    self.line(format!(" * {line}").trim_end());
                }
                self.line(" */");
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// The name of a member, in quotes unless it is a plain word. Letters of other scripts are quoted,
/// as prettier does.
pub(super) fn key(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    if name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty() {
        name.to_owned()
    } else {
        string(name)
    }
}

/// The name of a property of a value, where `__proto__` would be no property.
pub(super) fn property(name: &str) -> String {
    if name == "__proto__" {
        "[\"__proto__\"]".to_owned()
    } else {
        key(name)
    }
}

/// A string in double quotes.
pub(super) fn string(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if !is_shown(c) || matches!(c, '\u{2028}' | '\u{2029}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
