//! Columns of a query that nobody named: PostgreSQL calls them `?column?`, and writes them without a name.
//! Where it writes a cast that was not there, whoever reads that text again calls them by the type.

use super::text::Outside;

/// The text of a query with a name for every such column behind whose expression a cast stands.
pub(super) fn named(query: &str) -> String {
    let mut out = String::with_capacity(query.len());
    let mut from = 0;
    for at in unnamed(query) {
        out.push_str(&query[from..at]);
        out.push_str(" AS \"?column?\"");
        from = at;
    }
    out.push_str(&query[from..]);
    out
}

/// The places behind which a name is missing.
fn unnamed(query: &str) -> Vec<usize> {
    let mut lists = Lists {
        query,
        open: vec![List::default()],
        found: Vec::new(),
        word: None,
        before: "",
    };
    for (at, c) in Outside::new(query) {
        lists.take(at, c);
    }
    lists.end_of_word(query.len());
    lists.end_of_item(query.len());
    lists.found
}

/// The select list of a level of parentheses, while it is read.
#[derive(Clone, Copy, Default)]
struct List {
    /// Where the item begins; nothing outside of a list.
    item: Option<usize>,
    has_name: bool,
    has_cast: bool,
    /// Whether the parentheses to come are those of `DISTINCT ON (…)`.
    distinct_on: bool,
}

struct Lists<'q> {
    query: &'q str,
    open: Vec<List>,
    found: Vec<usize>,
    /// Where the word begins that is being read.
    word: Option<usize>,
    /// The word before.
    before: &'q str,
}

impl Lists<'_> {
    fn take(&mut self, at: usize, c: char) {
        if c.is_alphanumeric() || c == '_' {
            self.word.get_or_insert(at);
            return;
        }
        self.end_of_word(at);
        match c {
            '(' | '[' => self.open.push(List::default()),
            ')' | ']' => {
                self.end_of_item(at);
                if self.open.len() > 1 {
                    self.open.pop();
                }
                if let Some(list) = self.open.last_mut().filter(|list| list.distinct_on) {
                    list.distinct_on = false;
                    list.item = Some(at + 1);
                    list.has_cast = false;
                }
            }
            ',' => {
                self.end_of_item(at);
                if let Some(list) = self.open.last_mut().filter(|list| list.item.is_some()) {
                    *list = List {
                        item: Some(at + 1),
                        ..List::default()
                    };
                }
            }
            ':' if self.query[at..].starts_with("::") => {
                if let Some(list) = self.open.last_mut() {
                    list.has_cast = true;
                }
            }
            ';' => self.leave(at),
            _ => {}
        }
    }

    fn end_of_word(&mut self, at: usize) {
        let Some(word) = self.word.take().and_then(|from| self.query.get(from..at)) else {
            return;
        };
        let start = at - word.len();
        let before = std::mem::take(&mut self.before);
        let Some(list) = self.open.last_mut() else { return };
        match word {
            "SELECT" => {
                *list = List {
                    item: Some(at),
                    ..List::default()
                };
            }
            "DISTINCT" if before == "SELECT" => list.item = list.item.map(|_| at),
            "ON" if before == "DISTINCT" => list.distinct_on = list.item.is_some(),
            "AS" => list.has_name = true,
            "GROUP" if before == "WITHIN" => {}
            "FROM" | "WHERE" | "GROUP" | "HAVING" | "WINDOW" | "UNION" | "INTERSECT" | "EXCEPT" | "ORDER"
            | "LIMIT" | "OFFSET" | "FETCH" | "FOR" => self.leave(start),
            _ => {}
        }
        self.before = match word {
            "SELECT" => "SELECT",
            "DISTINCT" => "DISTINCT",
            "WITHIN" => "WITHIN",
            _ => "",
        };
    }

    fn leave(&mut self, at: usize) {
        self.end_of_item(at);
        if let Some(list) = self.open.last_mut() {
            list.item = None;
        }
    }

    fn end_of_item(&mut self, at: usize) {
        let Some(list) = self.open.last() else { return };
        if let Some(from) = list.item.filter(|_| list.has_cast && !list.has_name) {
            let text = self.query.get(from..at).unwrap_or_default();
            self.found.push(from + text.trim_end().len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_constant_that_got_a_cast_keeps_its_name() {
        for (query, expected) in [
            (
                " SELECT a, 'x'::text AS kind FROM t UNION ALL SELECT b, 'y'::text FROM u",
                " SELECT a, 'x'::text AS kind FROM t UNION ALL SELECT b, 'y'::text AS \"?column?\" FROM u",
            ),
            (
                "SELECT x FROM ( SELECT NULL::date, c.d, f((a)::text) AS f FROM c) s(x) WHERE (a = 'b'::text)",
                "SELECT x FROM ( SELECT NULL::date AS \"?column?\", c.d, f((a)::text) AS f FROM c) s(x) WHERE (a = 'b'::text)",
            ),
            (
                "SELECT DISTINCT ON ((a)::text) a, \"FROM\"::text",
                "SELECT DISTINCT ON ((a)::text) a, \"FROM\"::text AS \"?column?\"",
            ),
            (
                "SELECT ARRAY['a'::text, 'b'::text] AS c, (d)::e AS f",
                "SELECT ARRAY['a'::text, 'b'::text] AS c, (d)::e AS f",
            ),
        ] {
            assert_eq!(named(query), expected);
        }
    }
}
