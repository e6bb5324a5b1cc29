//! Views that are read as entities: with a key of their own, kept with a unique index, and without any
//! key.

use voxanne_schema::prelude::*;

use crate::Case;

/// Views over orders come, and one of them shows more later.
#[must_use]
pub fn case() -> Case {
    let first = Module::new("create_orders")
        .table::<Order>()
        .view::<before::OpenOrder>()
        .view::<Total>()
        .view::<Sum>();
    let second = Module::new("create_orders")
        .table::<Order>()
        .view::<after::OpenOrder>()
        .view::<Total>()
        .view::<Sum>();
    Case {
        name: "views_of_a_table",
        states: vec![super::plain().module(first), super::plain().module(second)],
        rows: &[(
            0,
            "INSERT INTO orders (label, amount) VALUES ('tea', 2), ('salt', 1);
             REFRESH MATERIALIZED VIEW totals;",
        )],
        checks: &[
            (0, "SELECT count(*) FROM open_orders", "2"),
            (1, "SELECT sum(amount) FROM open_orders", "3"),
        ],
    }
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

pub mod before {
    use voxanne_schema::prelude::*;

    /// Orders that nobody has closed.
    #[derive(View)]
    #[view(
        name = "open_orders",
        primary_key(id),
        no_rules,
        query = "SELECT orders.id, orders.label FROM public.orders"
    )]
    pub struct OpenOrder {
        pub id: i64,
        /// What was ordered.
        pub label: String,
    }
}

pub mod after {
    use voxanne_schema::prelude::*;

    /// Orders that nobody has closed.
    #[derive(View)]
    #[view(
        name = "open_orders",
        primary_key(id),
        no_rules,
        query = "SELECT orders.id, orders.label, orders.amount FROM public.orders"
    )]
    pub struct OpenOrder {
        pub id: i64,
        /// What was ordered.
        pub label: String,
        pub amount: i32,
    }
}

/// What was ordered of each kind.
#[derive(View)]
#[view(
    name = "totals",
    materialized,
    query = "
        SELECT orders.label, sum(orders.amount) AS total
        FROM public.orders
        GROUP BY orders.label"
)]
pub struct Total {
    pub label: String,
    pub total: Option<i64>,
}

impl ViewRules for Total {
    type Columns = TotalColumns;

    fn rules(c: TotalColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label).unique();
    }
}

/// What was ordered in all, as one row that needs no key.
#[derive(View)]
#[view(
    name = "sums",
    no_rules,
    query = "SELECT count(*) AS orders FROM public.orders"
)]
pub struct Sum {
    pub orders: i64,
}
