//! SQL text of an expression in which something has another name.
//!
//! A word is rewritten only where its surroundings tell what it means, and a text with comments,
//! dollar quotes or escapes not at all. What is left as it is differs from what is declared, and is
//! dropped and created anew.

use super::{Named, Rename};
use crate::name::{Name, QualifiedName};
use crate::object::ObjectId;

/// The text after a rename. `own` is the table that the expression belongs to.
pub(super) fn renamed(sql: &str, rename: &Rename, own: Option<&QualifiedName>) -> Option<String> {
    if ["$", "--", "/*", "\\"].iter().any(|mark| sql.contains(mark)) {
        return None;
    }
    let words = words(sql);
    let meant: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.trim().is_empty())
        .collect();
    let fragment = Fragment {
        own,
        has_query: meant.iter().any(|word| word.eq_ignore_ascii_case("select")),
        words: meant,
    };
    let mut renamed = String::with_capacity(sql.len());
    let mut place = 0;
    for word in words {
        if word.trim().is_empty() {
            renamed.push_str(word);
            continue;
        }
        match fragment.is_meant(place, rename) {
            true if word.starts_with('\'') => renamed.push_str(&text(&rename.to)),
            true => renamed.push_str(&spelled(&rename.to)),
            false => renamed.push_str(word),
        }
        place += 1;
    }
    Some(renamed)
}

/// The words of a text, without what is between them.
struct Fragment<'f> {
    own: Option<&'f QualifiedName>,
    has_query: bool,
    words: Vec<&'f str>,
}

impl Fragment<'_> {
    fn word(&self, place: Option<usize>) -> &str {
        place
            .and_then(|place| self.words.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// The name before a dot before the word.
    fn qualifier(&self, place: usize) -> Option<String> {
        (self.word(place.checked_sub(1)) == ".")
            .then(|| name(self.word(place.checked_sub(2))).unwrap_or_default())
    }

    /// Whether the word at that place means what gets another name.
    fn is_meant(&self, place: usize, rename: &Rename) -> bool {
        let word = self.word(Some(place));
        if let Named::Label(of, label) = &rename.from {
            return word == text(label) && self.is_cast(place, of);
        }
        if name(word).as_deref() != rename.from.name().map(Name::as_str) {
            return false;
        }
        let qualifier = self.qualifier(place);
        let next = self.word(Some(place + 1));
        let within = |of: &QualifiedName| qualifier.as_ref().is_none_or(|by| *by == of.namespace.as_str());
        match &rename.from {
            Named::Column(of, _) => next != "(" && next != "." && self.is_column_of(of, qualifier.as_deref()),
            Named::Object(ObjectId::Table(of) | ObjectId::View(of) | ObjectId::MaterializedView(of)) => {
                let stands_for_table = self.has_query || next == "." || qualifier.is_some();
                next != "(" && within(of) && stands_for_table
            }
            Named::Object(ObjectId::Function(of) | ObjectId::Procedure(of) | ObjectId::Aggregate(of)) => {
                next == "(" && within(&of.name)
            }
            Named::Object(ObjectId::Enum(of) | ObjectId::Domain(of) | ObjectId::Composite(of)) => {
                let before = place.checked_sub(if qualifier.is_some() { 3 } else { 1 });
                within(of) && self.word(before) == "::"
            }
            Named::Object(ObjectId::Namespace(_)) => next == "." && qualifier.is_none(),
            Named::Object(_) | Named::Label(..) | Named::Attribute(..) => false,
        }
    }

    fn is_column_of(&self, of: &QualifiedName, qualifier: Option<&str>) -> bool {
        let is_own = self.own == Some(of);
        match qualifier {
            None => is_own && !self.has_query,
            Some("old" | "new") => is_own,
            Some(by) => by == of.name.as_str(),
        }
    }

    /// Whether `::` and the type stand behind the word.
    fn is_cast(&self, place: usize, to: &QualifiedName) -> bool {
        let at = |offset: usize| name(self.word(Some(place + offset))).unwrap_or_default();
        let is_qualified = self.word(Some(place + 3)) == ".";
        self.word(Some(place + 1)) == "::"
            && if is_qualified {
                at(2) == to.namespace.as_str() && at(4) == to.name.as_str()
            } else {
                at(2) == to.name.as_str()
            }
    }
}

/// Cuts a text into names, strings, blanks, `::` and single characters.
fn words(sql: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            ':' if rest.starts_with("::") => 2,
            c if c.is_whitespace() => run(char::is_whitespace),
            c if is_start(c) || c.is_ascii_digit() => run(|c| is_start(c) || c.is_ascii_digit()),
            c => c.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

/// How long a text in quotes is; a doubled quote is a part of it.
fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((place, c)) = characters.next() {
        if c == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return place + 1;
        }
    }
    text.len()
}

fn is_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// The name that a word is, if it is one.
fn name(word: &str) -> Option<String> {
    if let Some(inner) = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Some(inner.replace("\"\"", "\""));
    }
    word.starts_with(is_start).then(|| word.to_lowercase())
}

/// The name as a person would write it.
fn spelled(name: &Name) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let text = name.as_str();
    if text.chars().all(plain) && !text.starts_with(|c: char| c.is_ascii_digit()) {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}

/// The name as a text in quotes.
fn text(name: &Name) -> String {
    format!("'{}'", name.as_str().replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Signature;

    fn column(sql: &str) -> Option<String> {
        let people = QualifiedName::public("people");
        let from = Named::Column(people.clone(), Name::new("mail"));
        renamed(sql, &Rename::new(from, Name::new("email")), Some(&people))
    }

    fn object(id: ObjectId, sql: &str) -> Option<String> {
        renamed(sql, &Rename::new(Named::Object(id), Name::new("other")), None)
    }

    #[test]
    fn a_column_is_renamed_where_it_is_meant() {
        let same = |sql: &str| assert_eq!(column(sql).as_deref(), Some(sql));
        assert_eq!(column("length(mail) > 3").as_deref(), Some("length(email) > 3"));
        assert_eq!(
            column("people.\"mail\" = 'mail'").as_deref(),
            Some("people.email = 'mail'")
        );
        assert_eq!(
            column("NEW.mail <> OLD.mail").as_deref(),
            Some("NEW.email <> OLD.email")
        );
        same("mail(name) = mailbox");
        same("others.mail = '''mail'");
        same("exists (SELECT FROM others WHERE mail = name)");
    }

    #[test]
    fn other_things_are_renamed_where_they_are_meant() {
        let table = |sql| object(ObjectId::Table(QualifiedName::public("orgs")), sql);
        let query = "(SELECT orgs.id FROM public.orgs WHERE audit.orgs IS NULL)";
        let after = "(SELECT other.id FROM public.other WHERE audit.orgs IS NULL)";
        assert_eq!(table(query).as_deref(), Some(after));
        assert_eq!(table("orgs > 3").as_deref(), Some("orgs > 3"));
        let state = |sql| object(ObjectId::Enum(QualifiedName::public("state")), sql);
        assert_eq!(
            state("state = 'a'::public.state").as_deref(),
            Some("state = 'a'::public.other")
        );
        let name = QualifiedName::public("valid");
        let signature = Signature {
            name,
            arguments: Vec::new(),
        };
        let function = |sql| object(ObjectId::Function(signature.clone()), sql);
        assert_eq!(
            function("valid AND valid()").as_deref(),
            Some("valid AND other()")
        );
    }

    #[test]
    fn a_label_is_renamed_where_its_type_stands_beside_it() {
        let from = Named::Label(QualifiedName::public("state"), Name::new("new"));
        let rename = Rename::new(from, Name::new("fresh"));
        let of = |sql: &str| renamed(sql, &rename, None);
        assert_eq!(of("'new'::state").as_deref(), Some("'fresh'::state"));
        assert_eq!(
            of("'new' || 'new'::text").as_deref(),
            Some("'new' || 'new'::text")
        );
    }

    #[test]
    fn what_cannot_be_told_is_left() {
        assert_eq!(column("mail = $q$mail$q$"), None);
        assert_eq!(column("mail /* mail */ = name"), None);
    }
}
