//! Nobody constructs a table, calls each function or uses each label: no warning says so.
#![deny(warnings)]

mod tables {
    use voxanne_schema::prelude::*;

    sql_fn! {
        fn unused() -> Uuid;
        fn never_listed(a: i32) -> i32 { "select a" }
    }

    #[derive(PgEnum)]
    enum Kind {
        First,
        Second,
    }

    #[derive(Table)]
    #[table(name = "notes", shared = "everybody's")]
    struct Note {
        id: Uuid,
        kind: Kind,
    }

    impl TableRules for Note {
        type Columns = NoteColumns;
        fn rules(_: NoteColumns, _: &mut Rules<Self>) {}
    }
}

fn main() {}
