//! `CREATE AGGREGATE`.

use voxanne_schema::model::{Aggregate, Parallel};

use super::ident::{data_type, literal, qualified};

/// `CREATE AGGREGATE`, or `CREATE OR REPLACE AGGREGATE`, under the qualified name given.
#[must_use]
pub fn create_aggregate(aggregate: &Aggregate, name: &str, replace: bool) -> String {
    let create = if replace {
        "CREATE OR REPLACE AGGREGATE"
    } else {
        "CREATE AGGREGATE"
    };
    let arguments: Vec<String> = aggregate
        .arguments
        .iter()
        .map(|of| data_type(of).into_owned())
        .collect();
    let arguments = if arguments.is_empty() {
        "*".to_owned()
    } else {
        arguments.join(", ")
    };
    let mut options = vec![
        format!("SFUNC = {}", qualified(&aggregate.transition.name)),
        format!("STYPE = {}", data_type(&aggregate.state)),
    ];
    if let Some(end) = &aggregate.end {
        options.push(format!("FINALFUNC = {}", qualified(&end.name)));
    }
    if let Some(combine) = &aggregate.combine {
        options.push(format!("COMBINEFUNC = {}", qualified(&combine.name)));
    }
    if let Some(initial) = &aggregate.initial {
        options.push(format!("INITCOND = {}", literal(initial)));
    }
    if aggregate.parallel != Parallel::Unsafe {
        options.push(format!("PARALLEL = {}", aggregate.parallel.sql()));
    }
    format!(
        "{create} {name}({arguments}) (\n    {}\n);",
        options.join(",\n    ")
    )
}
