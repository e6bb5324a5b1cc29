//! The build script of `examples/build-script` as a program, so that a test can give it another
//! folder and another definition.

#[path = "../../../examples/build-script/src/schema.rs"]
mod schema;

use voxanne_codegen::{GenerateError, Generator};
use voxanne_schema::prelude::*;

fn main() -> Result<(), GenerateError> {
    let is_wrong = std::env::args().nth(1).is_some_and(|word| word == "wrong");
    let declaration = if is_wrong { wrong() } else { schema::schema() };
    Generator::new(declaration)
        .root(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
        .entities("entities/src")
        .watch("src/schema.rs")
        .generate()?;
    Ok(())
}

/// With two tables of one name, and a table that says nothing of tenants.
fn wrong() -> Declaration {
    schema::schema().module(Module::new("create_guests").table::<Guest>().table::<Visit>())
}

#[derive(Table)]
#[table(name = "rooms", shared = "a test")]
struct Guest {
    #[col(primary_key, identity)]
    id: i64,
}

impl TableRules for Guest {
    type Columns = GuestColumns;

    fn rules(_c: GuestColumns, _r: &mut Rules<'_, Self>) {}
}

#[derive(Table)]
#[table(name = "visits")]
struct Visit {
    #[col(primary_key, identity)]
    id: i64,
}

impl TableRules for Visit {
    type Columns = VisitColumns;

    fn rules(_c: VisitColumns, _r: &mut Rules<'_, Self>) {}
}
