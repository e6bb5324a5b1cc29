//! Renames that a command asks for: what a person writes finds the one thing that it names, or is told
//! why not.

use std::collections::BTreeMap;

use voxanne_schema::diagnostic::{Code, Diagnostic};
use voxanne_schema::model::Schema;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Identity, Object, ObjectId, ObjectKind};
use voxanne_schema::rename::{Named, Rename};

/// How it is written.
const FORM: &str = "write it as `old=new`, as in `users=people`, `users.mail=email`, `billing.users.mail=email` or, where \
                    several things have the name, with the kind before it: `index:users_mail_idx=users_email_idx`";

/// Reads `old=new`: something of a state, and its name from then on.
///
/// What there is is named as far as that tells it from all others, `[KIND:][NAMESPACE.]NAME[.PART]`: a
/// table or a type, a column, a label, an attribute, a constraint, policy or trigger of a table, a
/// function (with its arguments, `public.f(integer)`, where it shares its name), a namespace. A name that
/// holds a point or an equals sign stands in double quotes.
///
/// # Errors
///
/// Words of another form; that nothing is called so, or that several things are.
pub fn rename(from: &Schema, words: &str) -> Result<Rename, Box<Diagnostic>> {
    let wrong =
        |message: String, help: &str| Box::new(Diagnostic::general(Code::InvalidRename, message, help));
    let no_form = || wrong(format!("`{words}` is no rename"), FORM);
    let (old, new) = split_once(words, '=').ok_or_else(no_form)?;
    let (kind, path) = match split_once(old, ':') {
        Some((kind, path)) => (Some(kind), path),
        None => (None, old),
    };
    let path = segments(path).ok_or_else(no_form)?;
    let mut new = segments(new).ok_or_else(no_form)?;
    let to = new.pop().ok_or_else(no_form)?;
    if !new.is_empty() && !path.get(..path.len() - 1).is_some_and(|of| of.ends_with(&new)) {
        return Err(wrong(
            format!("`{words}` would move it elsewhere, and a rename changes the name alone"),
            FORM,
        ));
    }
    let mut found =
        all(from).filter(|named| kind.is_none_or(|kind| is_kind(named, kind)) && is_called(named, &path));
    let (first, more): (Option<Named>, Vec<Named>) = (found.next(), found.collect());
    let Some(first) = first else {
        let what = kind.map_or_else(
            || "nothing".to_owned(),
            |kind| format!("no {}", kind.replace('_', " ")),
        );
        return Err(wrong(
            format!("{what} is called `{}` in the state before", path.join(".")),
            &format!("name what is there now, before the change; {FORM}"),
        ));
    };
    if !more.is_empty() {
        let all: Vec<String> = std::iter::once(&first)
            .chain(&more)
            .map(ToString::to_string)
            .collect();
        return Err(wrong(
            format!("`{old}` could be any of {}", all.join(", ")),
            "say which, with its namespace or its kind: `table:billing.users=people`",
        ));
    }
    Ok(Rename::new(first, Name::new(to)))
}

/// The renames as a declaration has them: what is called so from now on, each with its former name.
pub(super) fn declared(
    renames: &[Rename],
    from: &Schema,
    to: &Schema,
) -> Result<BTreeMap<Named, Name>, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut declared = BTreeMap::new();
    for (place, rename) in renames.iter().enumerate() {
        let now = now(rename, renames);
        let refuse = |message: String, help: &str| {
            Diagnostic::new(Code::InvalidRename, rename.from.object(), message, help)
        };
        let Some(name) = rename.from.name().filter(|_| rename.from.is_in(from)) else {
            wrong.push(refuse(
                format!("{} is to be renamed, and is not in the state before", rename.from),
                "name what is there now, before the change",
            ));
            continue;
        };
        let mut earlier = renames.iter().take(place);
        if let Some(other) = earlier.find(|other| other.from == rename.from) {
            wrong.push(refuse(
                format!(
                    "{} is to be called both `{}` and `{}`",
                    rename.from, other.to, rename.to
                ),
                "give it one name",
            ));
        } else if !now.is_in(to) {
            wrong.push(refuse(
                format!(
                    "{} is to be called `{}`, and the state after has no {now}",
                    rename.from, rename.to
                ),
                "give the name that the state after has, or take the rename away",
            ));
        } else if declared.insert(now.clone(), name.clone()).is_some() {
            wrong.push(refuse(
                format!("two things are to be {now}"),
                "rename one of them to something else",
            ));
        }
    }
    if wrong.is_empty() {
        Ok(declared)
    } else {
        Err(wrong)
    }
}

/// What is renamed, as it is called once all that it stands in has its new name too.
fn now(rename: &Rename, all: &[Rename]) -> Named {
    let mut now = rename.renamed();
    // From the inside to the outside, each once: where two tables change names, both renames would do.
    for depth in (0..depth(&rename.from)).rev() {
        let outer = all.iter().filter(|other| self::depth(&other.from) == depth);
        if let Some(followed) = outer
            .map(|other| other.follow(&now))
            .find(|followed| *followed != now)
        {
            now = followed;
        }
    }
    now
}

/// How deep something stands: in the database, in a namespace, in a table or type.
fn depth(named: &Named) -> usize {
    match named {
        Named::Column(..) | Named::Label(..) | Named::Attribute(..) => 2,
        Named::Object(id) => match id.identity() {
            Identity::Named(_) => 0,
            Identity::Qualified(_) | Identity::Routine(_) => 1,
            Identity::Member(_)
            | Identity::OfTable(_)
            | Identity::Grant(_)
            | Identity::Default(_)
            | Identity::Owned(_)
            | Identity::Comment(_) => 2,
        },
    }
}

/// Everything of a state that can have another name.
fn all(schema: &Schema) -> impl Iterator<Item = Named> {
    schema.objects().flat_map(|(id, object)| {
        let mut all: Vec<Named> = Vec::new();
        match object {
            Object::Table(table) => {
                let columns = table.columns.iter();
                all.extend(columns.map(|column| Named::Column(table.name.clone(), column.name.clone())));
            }
            Object::Enum(of) => {
                all.extend(
                    of.labels
                        .iter()
                        .map(|label| Named::Label(of.name.clone(), label.clone())),
                );
            }
            Object::Composite(of) => {
                let attributes = of.attributes.iter();
                all.extend(attributes.map(|one| Named::Attribute(of.name.clone(), one.name.clone())));
            }
            _ => {}
        }
        if id.kind().is_renamed() && id.name().is_some() {
            all.push(Named::Object(id.clone()));
        }
        all
    })
}

/// Whether a thing is of the kind that words ask for: `table`, `materialized_view`, `column`.
fn is_kind(named: &Named, words: &str) -> bool {
    let kind = match named {
        Named::Column(..) => "column",
        Named::Label(..) => "label",
        Named::Attribute(..) => "attribute",
        Named::Object(id) if id.kind() == ObjectKind::Namespace && words == "namespace" => words,
        Named::Object(id) => id.kind().label(),
    };
    kind == words.replace('_', " ")
}

/// Whether a path names a thing: its name, and as much of where it stands as there is.
fn is_called(named: &Named, path: &[String]) -> bool {
    let of = |parts: &[&str]| {
        let from = parts.len().checked_sub(path.len());
        from.is_some_and(|from| parts[from..].iter().zip(path).all(|(part, word)| part == word))
    };
    match named {
        Named::Column(owner, name) | Named::Label(owner, name) | Named::Attribute(owner, name) => {
            path.len() > 1 && of(&[owner.namespace.as_str(), owner.name.as_str(), name.as_str()])
        }
        Named::Object(id) => match id.identity() {
            Identity::Named(name) => of(&[name.as_str()]),
            Identity::Qualified(name) => of(&[name.namespace.as_str(), name.name.as_str()]),
            Identity::Routine(signature) => {
                let (namespace, name) = (signature.name.namespace.as_str(), signature.name.name.as_str());
                let arguments = arguments(&ObjectId::Function(signature.clone()).to_string());
                of(&[namespace, name]) || of(&[namespace, &format!("{name}{arguments}")])
            }
            Identity::Member(member) => of(&[
                member.table.namespace.as_str(),
                member.table.name.as_str(),
                member.name.as_str(),
            ]),
            Identity::OfTable(_)
            | Identity::Grant(_)
            | Identity::Default(_)
            | Identity::Owned(_)
            | Identity::Comment(_) => false,
        },
    }
}

/// The part of a signature in parentheses.
fn arguments(text: &str) -> String {
    let start = text.find('(').unwrap_or(text.len());
    text[start..].trim_end_matches('`').to_owned()
}

/// The two sides of the first such character that stands in no quotes and no parentheses.
fn split_once(text: &str, at: char) -> Option<(&str, &str)> {
    let place = outside(text).find(|(_, c)| *c == at)?.0;
    Some((&text[..place], &text[place + at.len_utf8()..]))
}

/// The characters that stand in no double quotes and no parentheses, with their places.
fn outside(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quoted, mut depth) = (false, 0_usize);
    text.char_indices().filter(move |(_, c)| {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        !quoted && depth == 0
    })
}

/// The words between the points, without their quotes; nothing where one of them is empty.
fn segments(path: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = path;
    loop {
        let (word, after) = match split_once(rest, '.') {
            Some((word, after)) => (word, Some(after)),
            None => (rest, None),
        };
        let word = word.trim();
        let plain = match word.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"')?.replace("\"\"", "\""),
            None => word.to_owned(),
        };
        if plain.is_empty() {
            return None;
        }
        found.push(plain);
        match after {
            Some(after) => rest = after,
            None => return Some(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use voxanne_schema::model::{Enum, Namespace};
    use voxanne_schema::name::QualifiedName;

    use super::*;

    fn state() -> Schema {
        let mut schema = Schema::new();
        for namespace in ["public", "billing"] {
            schema.replace(Namespace {
                name: Name::new(namespace),
            });
            schema.replace(Enum {
                name: QualifiedName::new(namespace, "mood"),
                labels: vec![Name::new("so.so")],
            });
        }
        schema.replace(Enum {
            name: QualifiedName::new("public", "billing"),
            labels: vec![Name::new("a")],
        });
        schema
    }

    fn found(words: &str) -> String {
        match rename(&state(), words) {
            Ok(rename) => format!("{} -> {}", rename.from, rename.to),
            Err(error) => error.message,
        }
    }

    #[test]
    fn words_find_one_thing_or_say_why_not() {
        for (words, expected) in [
            ("billing.mood=temper", "enum `billing.mood` -> temper"),
            ("billing.mood=billing.temper", "enum `billing.mood` -> temper"),
            (
                "public.mood.\"so.so\"=\"a=b\"",
                "label `so.so` of enum `public.mood` -> a=b",
            ),
            (
                "mood=temper",
                "`mood` could be any of enum `billing.mood`, enum `public.mood`",
            ),
            (
                "billing=accounts",
                "`billing` could be any of schema `billing`, enum `public.billing`",
            ),
            ("namespace:billing=accounts", "schema `billing` -> accounts"),
            ("schema:billing=accounts", "schema `billing` -> accounts"),
            ("enum:billing=accounts", "enum `public.billing` -> accounts"),
            (
                "table:mood=temper",
                "no table is called `mood` in the state before",
            ),
            ("cities=towns", "nothing is called `cities` in the state before"),
            (
                "billing.mood=public.mood",
                "`billing.mood=public.mood` would move it elsewhere, and a rename changes the name alone",
            ),
            ("mood", "`mood` is no rename"),
            ("=mood", "`=mood` is no rename"),
            ("mood=", "`mood=` is no rename"),
            ("billing..mood=a", "`billing..mood=a` is no rename"),
        ] {
            assert_eq!(found(words), expected, "{words}");
        }
    }

    #[test]
    fn what_stands_in_something_that_is_renamed_too_is_found_there() {
        let rename = |words: &str| rename(&state(), words).unwrap_or_else(|error| panic!("{error}"));
        let renames = [
            rename("namespace:billing=accounts"),
            rename("billing.mood=temper"),
            rename("billing.mood.\"so.so\"=meh"),
        ];
        let now: Vec<String> = renames.iter().map(|of| now(of, &renames).to_string()).collect();
        assert_eq!(
            now,
            [
                "schema `accounts`",
                "enum `accounts.temper`",
                "label `meh` of enum `accounts.temper`"
            ]
        );
    }

    #[test]
    fn nothing_gets_two_names() {
        let both = ["enum:billing=moods", "enum:billing=tempers"];
        let renames: Vec<Rename> = both
            .iter()
            .map(|words| rename(&state(), words).unwrap())
            .collect();
        let mut after = state();
        for name in ["moods", "tempers"] {
            after.replace(Enum {
                name: QualifiedName::new("public", name),
                labels: vec![Name::new("a")],
            });
        }
        let refused = declared(&renames, &state(), &after).unwrap_err();
        assert_eq!(
            refused[0].message,
            "enum `public.billing` is to be called both `moods` and `tempers`"
        );
    }
}
