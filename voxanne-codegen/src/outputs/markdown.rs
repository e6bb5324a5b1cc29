//! Markdown as GitHub reads it: what is ours keeps its meaning, and nothing that a name or a
//! comment holds becomes a heading, a cell or HTML.
//!
//! Comments may use Markdown within a line, as doc comments do; what would reach beyond it is taken
//! from them.
//!
//! <https://github.github.com/gfm/>

use super::label::is_shown;

/// A code span, on one line.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.is_empty() {
        return String::new();
    }
    let mut fence = "`".to_owned();
    while longest_run(&text) >= fence.len() {
        fence.push('`');
    }
    let touches = |c| c == '`' || c == ' ';
    let pad = if text.starts_with(touches) || text.ends_with(touches) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A fenced block of code.
pub(super) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let text: String = text.chars().filter(|c| *c == '\n' || is_shown(*c)).collect();
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end())
}

/// Words of a person, on one line.
pub(super) fn words(text: &str) -> String {
    one_line(text).replace('<', "\\<")
}

/// A paragraph for each line of a person's words.
pub(super) fn paragraphs(text: &str) -> String {
    let mut written = String::new();
    for line in text.lines().map(words).filter(|line| !line.is_empty()) {
        if !written.is_empty() {
            written.push('\n');
        }
        written.push_str(&plain_start(&line));
        written.push('\n');
    }
    written
}

/// A line that begins no heading, list, quote, table, rule or fence.
fn plain_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    let fence = line.starts_with("```");
    if fence || line.starts_with(['#', '>', '-', '+', '*', '=', '~', '|']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

/// A row of a table. A cell ends at a `|`, even inside a code span, unless it is escaped.
pub(super) fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut row = "|".to_owned();
    for cell in cells {
        let cell = cell.replace('|', "\\|");
        if cell.is_empty() {
            row.push_str(" |");
        } else {
            row.push_str(&format!(" {cell} |"));
        }
    }
    row.push('\n');
    row
}

/// The head of a table, with the line below it.
pub(super) fn head(cells: &[&str]) -> String {
    let rule = vec!["---"; cells.len()];
    row(cells.iter().copied()) + &row(rule)
}

/// `a`, `b` and `c`, each as code.
pub(super) fn codes<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(code).collect();
    names.join(", ")
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(['\n', '\r', '\t']).map(str::trim_end).collect();
    let line = if words.len() == 1 {
        text.to_owned()
    } else {
        words
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    line.chars().filter(|c| is_shown(*c)).collect()
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_backticks_and_stays_on_its_line() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a\n    b\u{202e}"), "`a b`");
        assert_eq!(code("العملاء"), "`العملاء`");
    }

    #[test]
    fn a_cell_is_one_cell() {
        assert_eq!(row(["a|b", "", &code("x || y")]), "| a\\|b | | `x \\|\\| y` |\n");
    }

    #[test]
    fn a_comment_stays_a_comment() {
        let text = "# no heading\n<b>no html</b>\n1. no list\n```\n| no | table";
        let want = "\\# no heading\n\n\\<b>no html\\</b>\n\n1\\. no list\n\n\\```\n\n\\| no | table\n";
        assert_eq!(paragraphs(text), want);
    }

    #[test]
    fn a_block_ends_where_it_should() {
        assert_eq!(block("sql", "```\nx"), "````sql\n```\nx\n````\n");
    }
}
