//! Keys that are replaced, and the references that hang on them.

use voxanne_schema::prelude::*;

use crate::Case;

/// A unique key becomes a wider one; a check and a reference change what they say.
#[must_use]
pub fn case() -> Case {
    let first = Module::new("create_stock")
        .table::<before::Item>()
        .table::<Shelf>();
    let second = Module::new("create_stock")
        .table::<after::Item>()
        .table::<Shelf>();
    Case {
        name: "keys_that_are_replaced",
        states: vec![super::plain().module(first), super::plain().module(second)],
        rows: &[(
            0,
            "INSERT INTO shelves (id) VALUES (1), (2);
             INSERT INTO items (shelf_id, code, amount) VALUES (1, 'a', 1), (2, 'b', 2);",
        )],
        checks: &[],
    }
}

/// Shelves.
#[derive(Table)]
#[table(name = "shelves", shared = "a test", no_rules)]
pub struct Shelf {
    #[col(primary_key)]
    pub id: i32,
}

pub mod before {
    use super::Shelf;
    use voxanne_schema::prelude::*;

    #[derive(Table)]
    #[table(name = "items", shared = "a test")]
    pub struct Item {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(references = Shelf::id)]
        pub shelf_id: i32,
        #[col(unique)]
        pub code: String,
        pub amount: i32,
    }

    impl TableRules for Item {
        type Columns = ItemColumns;

        fn rules(c: ItemColumns, r: &mut Rules<'_, Self>) {
            r.check(c.amount.gt(0));
            r.index(c.shelf_id);
        }
    }
}

pub mod after {
    use super::Shelf;
    use voxanne_schema::prelude::*;

    #[derive(Table)]
    #[table(name = "items", shared = "a test", unique(shelf_id, code))]
    pub struct Item {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(references = Shelf::id, on_delete = cascade)]
        pub shelf_id: i32,
        pub code: String,
        pub amount: i32,
    }

    impl TableRules for Item {
        type Columns = ItemColumns;

        fn rules(c: ItemColumns, r: &mut Rules<'_, Self>) {
            r.check(c.amount.ge(0));
            r.index((c.shelf_id, c.amount.desc())).named("items_shelf_id_idx");
        }
    }
}
