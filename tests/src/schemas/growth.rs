//! A table with rows that grows: columns, labels, indexes, keys, checks, references, policies.

use voxanne_schema::prelude::*;

use crate::Case;

/// Everything is added to a table that has rows, in forms that let writers pass.
#[must_use]
pub fn case() -> Case {
    let first = Module::new("create_orders")
        .enumeration::<before::State>()
        .table::<before::Order>();
    let second = Module::new("create_orders")
        .then("grow_orders")
        .enumeration::<after::State>()
        .table::<after::Order>()
        .table::<after::Customer>();
    Case {
        name: "a_table_with_rows_that_grows",
        states: vec![super::plain().module(first), super::plain().module(second)],
        rows: &[(
            0,
            "INSERT INTO orders (label) SELECT 'order ' || n FROM generate_series(1, 10) AS n;",
        )],
        checks: &[],
    }
}

pub mod before {
    use voxanne_schema::prelude::*;

    #[derive(PgEnum)]
    #[pg_enum(name = "order_state")]
    pub enum State {
        Open,
        Closed,
    }

    /// Orders.
    #[derive(Table)]
    #[table(name = "orders", shared = "a test", no_rules)]
    pub struct Order {
        #[col(primary_key, identity)]
        pub id: i64,
        pub label: String,
        #[col(default = State::Open)]
        pub state: State,
        pub note: Option<String>,
    }
}

pub mod after {
    use voxanne_schema::prelude::*;

    #[derive(PgEnum)]
    #[pg_enum(name = "order_state")]
    pub enum State {
        Draft,
        Open,
        Paid,
        Closed,
        Lost,
    }

    /// What customers ordered.
    #[derive(Table)]
    #[table(name = "orders", shared = "a test")]
    pub struct Order {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(default = "unnamed")]
        pub label: String,
        #[col(default = State::Draft)]
        pub state: State,
        pub note: String,
        #[col(default = now())]
        pub created_at: Timestamptz,
        #[col(references = Customer::id)]
        pub customer_id: Option<i64>,
        pub weight: i32,
    }

    impl TableRules for Order {
        type Columns = OrderColumns;

        fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
            r.backfill(c.note).with("none").in_batches_of(3);
            r.backfill(c.weight)
                .with(sql::<i32>("length(label)"))
                .in_batches_of(4);
            r.unique((c.label, c.customer_id));
            r.check(c.weight.gt(0));
            r.index((c.customer_id, c.created_at.desc()));
            r.index(c.state)
                .filter(c.state.eq(State::Open))
                .named("orders_open");
        }
    }

    /// Who orders.
    #[derive(Table)]
    #[table(name = "customers", shared = "a test", no_rules)]
    pub struct Customer {
        #[col(primary_key, identity)]
        pub id: i64,
    }
}
