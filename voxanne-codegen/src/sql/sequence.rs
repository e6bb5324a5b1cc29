//! `CREATE SEQUENCE`, what `ALTER SEQUENCE` says of a sequence, and the same of an identity column.

use voxanne_schema::model::{Column, Identity, Sequence};
use voxanne_schema::name::QualifiedName;

use super::ident::{data_type, qualified};

/// `CREATE SEQUENCE` under the name given in SQL, with what PostgreSQL would not choose by itself.
#[must_use]
pub fn create_sequence(sequence: &Sequence, name: &str) -> String {
    let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
    let mut clauses = Vec::new();
    if !sequence.data_type.is_system("bigint") {
        clauses.push(format!("AS {}", data_type(&sequence.data_type)));
    }
    clauses.extend(said(sequence));
    super::clauses(&format!("CREATE {unlogged}SEQUENCE {name}"), &clauses)
}

/// What is said of a sequence beyond its type: what PostgreSQL would not choose by itself.
fn said(sequence: &Sequence) -> Vec<String> {
    let (min, max) = Sequence::bounds(&sequence.data_type, sequence.increment);
    let first = if sequence.increment < 0 {
        sequence.max
    } else {
        sequence.min
    };
    let plain = Sequence {
        min,
        max,
        start: first,
        ..Sequence::new(sequence.name.clone(), sequence.data_type.clone())
    };
    sequence_options(&plain, sequence)
}

/// How an identity column is generated, and how it counts; nothing where it is none.
#[must_use]
pub fn identity(column: &Column) -> Option<String> {
    let who = identity_kind(column.identity?);
    let name = column.sequence.as_ref();
    let mut options = Vec::from_iter(name.map(|name| format!("SEQUENCE NAME {}", qualified(name))));
    options.extend(said(&counting(column)));
    let one_line = options.join(" ");
    let options = if options.is_empty() {
        String::new()
    } else if one_line.len() <= super::WIDTH - 60 {
        text![" (", one_line, ")"]
    } else {
        text![" (\n", super::indent(&options.join("\n")), "\n)"]
    };
    Some(text!["GENERATED ", who, " AS IDENTITY", options])
}

/// Who chooses the value of an identity column.
#[must_use]
pub fn identity_kind(identity: Identity) -> &'static str {
    match identity {
        Identity::Always => "ALWAYS",
        Identity::ByDefault => "BY DEFAULT",
    }
}

/// The options in which one form of an identity column counts otherwise than another.
#[must_use]
pub fn identity_options(was: &Column, is: &Column) -> Vec<String> {
    sequence_options(&counting(was), &counting(is))
}

/// Why a sequence may refuse its new bounds.
#[must_use]
pub fn narrower_bounds(was: &Sequence, is: &Sequence) -> Option<&'static str> {
    (is.min > was.min || is.max < was.max)
        .then_some("It stops here where the sequence stands outside of its new bounds; setval() moves it.")
}

/// The same of an identity column.
#[must_use]
pub fn narrower_identity(was: &Column, is: &Column) -> Option<&'static str> {
    narrower_bounds(&counting(was), &counting(is))
}

/// The sequence of an identity column, as far as it counts. Its type is that of the column.
fn counting(column: &Column) -> Sequence {
    let name = QualifiedName::new("", column.name.as_str());
    column.sequence_options.sequence(name, column.data_type.clone())
}

/// The options in which one form of a sequence differs from another.
#[must_use]
pub fn sequence_options(was: &Sequence, is: &Sequence) -> Vec<String> {
    let mut options = Vec::new();
    if was.data_type != is.data_type {
        options.push(format!("AS {}", data_type(&is.data_type)));
    }
    if was.increment != is.increment {
        options.push(format!("INCREMENT BY {}", is.increment));
    }
    // A change of type would change bounds that are those of the type.
    let retyped = was.data_type != is.data_type;
    if was.min != is.min || retyped {
        options.push(format!("MINVALUE {}", is.min));
    }
    if was.max != is.max || retyped {
        options.push(format!("MAXVALUE {}", is.max));
    }
    if was.start != is.start {
        options.push(format!("START WITH {}", is.start));
    }
    if was.cache != is.cache {
        options.push(format!("CACHE {}", is.cache));
    }
    if was.cycle != is.cycle {
        options.push(if is.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    options
}
