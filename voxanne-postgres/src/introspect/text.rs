//! PostgreSQL's own text, read where the catalog keeps nothing better.

use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::Parameters;
use voxanne_schema::name::Name;

/// The text of an expression in the form that PostgreSQL reads as the same expression again.
///
/// It writes `varchar IN ('a', 'b')` as `… = ANY ((ARRAY['a'::character varying, …])::text[])`, and reads the
/// cast of a list as casts of its elements. Without that cast it finds the one that was there.
pub(super) fn faithful(sql: &str) -> String {
    const OPENS: &str = "((ARRAY[";
    const CLOSES: &str = "])::text[])";
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(OPENS) {
        let (before, list) = rest.split_at(at);
        let inner = &list[OPENS.len()..];
        let end = list_end(inner).filter(|end| inner[*end..].starts_with(CLOSES));
        let varchars = end.filter(|end| {
            let elements = split(&inner[..*end], ',');
            elements
                .iter()
                .all(|element| element.ends_with("::character varying"))
        });
        if let Some(end) = varchars {
            out.push_str(before);
            out.push_str("(ARRAY[");
            out.push_str(&inner[..end]);
            out.push_str("])");
            rest = &inner[end + CLOSES.len()..];
        } else {
            out.push_str(before);
            out.push_str(OPENS);
            rest = inner;
        }
    }
    out.push_str(rest);
    out
}

/// Where the bracket that opened before the text closes.
fn list_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut places = Outside::new(text);
    places.find_map(|(at, c)| {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' if depth == 0 => return Some(at),
            ']' | ')' => depth -= 1,
            _ => {}
        }
        None
    })
}

/// The parts of a list between separators that stand in no parentheses and no quotes, trimmed.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, c) in Outside::new(text) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if c == separator && depth == 0 => {
                parts.push(text[from..at].trim());
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    let last = text[from..].trim();
    if !last.is_empty() || !parts.is_empty() {
        parts.push(last);
    }
    parts
}

/// The characters of a text that stand in no quotes, with their places.
pub(super) struct Outside<'t> {
    chars: std::str::CharIndices<'t>,
    before: Option<char>,
}

impl<'t> Outside<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            chars: text.char_indices(),
            before: None,
        }
    }

    /// Goes on behind a quoted text. A quote that is doubled begins another one at once, which comes to
    /// the same.
    fn skip(&mut self, quote: char, escapes: bool) {
        while let Some((_, c)) = self.chars.next() {
            if c == '\\' && escapes {
                self.chars.next();
            } else if c == quote {
                return;
            }
        }
    }
}

impl Iterator for Outside<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        loop {
            let (at, c) = self.chars.next()?;
            let escapes = self.before == Some('E');
            self.before = Some(c);
            match c {
                '\'' | '"' => self.skip(c, c == '\'' && escapes),
                _ => return Some((at, c)),
            }
        }
    }
}

/// What stands between the first of these and the last of those.
pub(super) fn between<'t>(text: &'t str, opens: &str, closes: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(opens)?;
    Some(rest.rsplit_once(closes)?.0)
}

/// A constant as PostgreSQL writes it; its text where it is of no plain sort.
pub(super) fn constant(sql: &str) -> Expression {
    let literal = match sql {
        "NULL" => Literal::Null,
        "true" => Literal::Boolean(true),
        "false" => Literal::Boolean(false),
        _ => match (sql.parse::<i64>(), quoted(sql)) {
            (Ok(number), _) => Literal::Integer(number),
            (_, Some(text)) => Literal::Text(text),
            _ => return Expression::raw(sql),
        },
    };
    Expression::Literal(literal)
}

/// The text between single quotes, where nothing else is there.
fn quoted(sql: &str) -> Option<String> {
    let inner = sql.strip_prefix('\'')?.strip_suffix('\'')?;
    let plain = inner.replace("''", "");
    (!plain.contains('\'')).then(|| inner.replace("''", "'"))
}

/// Storage parameters, of which the catalog keeps `name=value`.
pub(super) fn parameters(options: Option<&[String]>) -> Parameters {
    let pairs = options.unwrap_or_default().iter();
    let pairs = pairs.filter_map(|option| option.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The names of a setting such as `search_path`.
pub(super) fn names(list: &str) -> Vec<Name> {
    let parts = split(list, ',').into_iter();
    let bare = parts.map(
        |part| match part.strip_prefix('"').and_then(|part| part.strip_suffix('"')) {
            Some(inner) => inner.replace("\"\"", "\""),
            None => part.to_owned(),
        },
    );
    bare.filter(|name| !name.is_empty()).map(Name::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_varchars_loses_the_cast_that_would_be_read_otherwise() {
        let written =
            "((state)::text = ANY ((ARRAY['a]'::character varying, 'b'::character varying])::text[]))";
        let read = "((state)::text = ANY (ARRAY['a]'::character varying, 'b'::character varying]))";
        assert_eq!(faithful(written), read);
        let other = "(state = ANY ((ARRAY[lower('a'::text), 'b'::text])::text[]))";
        assert_eq!(faithful(other), other);
    }

    #[test]
    fn commas_in_quotes_and_parentheses_separate_nothing() {
        assert_eq!(
            split("lower(a, b), 'x,''y', \"a,b\"", ','),
            ["lower(a, b)", "'x,''y'", "\"a,b\""]
        );
        assert!(split("", ',').is_empty());
        assert_eq!(split(r"E'\',', b", ','), [r"E'\','", "b"]);
    }

    #[test]
    fn a_search_path_is_a_list_of_names() {
        let path: Vec<String> = names("public, \"$user\", \"Größe\"")
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(path, ["public", "$user", "Größe"]);
        assert!(names("\"\"").is_empty());
    }
}
