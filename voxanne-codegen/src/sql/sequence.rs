//! `CREATE SEQUENCE`, and what `ALTER SEQUENCE` says of a sequence.

use voxanne_schema::model::Sequence;

use super::ident::data_type;

/// `CREATE SEQUENCE` under the name given in SQL, with what PostgreSQL would not choose by itself.
#[must_use]
pub fn create_sequence(sequence: &Sequence, name: &str) -> String {
    let plain = Sequence {
        increment: sequence.increment,
        ..Sequence::new(sequence.name.clone(), sequence.data_type.clone())
    };
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
        ..plain
    };
    let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
    let mut clauses = Vec::new();
    if !sequence.data_type.is_system("bigint") {
        clauses.push(format!("AS {}", data_type(&sequence.data_type)));
    }
    if sequence.increment != 1 {
        clauses.push(format!("INCREMENT BY {}", sequence.increment));
    }
    clauses.extend(sequence_options(&plain, sequence));
    super::clauses(&format!("CREATE {unlogged}SEQUENCE {name}"), &clauses)
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
