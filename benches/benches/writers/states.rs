//! The table before, and what it becomes.

use voxanne_schema::prelude::*;

/// What a change is called, and the state after it.
pub(crate) type After = (&'static str, fn() -> Declaration);

/// Every change that is measured.
pub(crate) const AFTER: &[After] = &[
    ("a required column, filled", with_region::schema),
    ("a foreign key", with_key::schema),
    ("a check", with_check::schema),
    ("not null", with_note::schema),
    ("an index becomes another", with_index::schema),
    ("integer becomes bigint", with_bigint::schema),
];

/// The state before.
pub(crate) fn before() -> Declaration {
    base::schema()
}

/// Customers.
#[derive(Table)]
#[table(name = "customers", shared = "a benchmark", no_rules)]
pub(crate) struct Customer {
    #[col(primary_key)]
    pub(crate) id: i64,
}

macro_rules! state {
    ($name:ident, $slug:literal, [$($key:tt)*], $note:ty, $amount:ty, $($extra:ident: $of:ty,)? |$c:ident, $r:ident| $rules:block) => {
        mod $name {
            #[allow(unused_imports, reason = "one state alone refers to customers")]
            use super::Customer;
            use voxanne_schema::prelude::*;

            /// Orders.
            #[derive(Table)]
            #[table(name = "orders", shared = "a benchmark" $($key)*)]
            pub(crate) struct Order {
                #[col(primary_key)]
                pub(crate) id: i64,
                pub(crate) customer_id: i64,
                pub(crate) label: String,
                pub(crate) note: $note,
                pub(crate) amount: $amount,
                $(pub(crate) $extra: $of,)?
            }

            impl TableRules for Order {
                type Columns = OrderColumns;

                fn rules($c: OrderColumns, $r: &mut Rules<'_, Self>) $rules
            }

            pub(crate) fn schema() -> Declaration {
                let module = Module::new("create_orders").then($slug);
                let module = module.table::<Customer>().table::<Order>();
                Declaration::new("writers", Platform::Postgres).first_version(20260101000000).module(module)
            }
        }
    };
}

state!(base, "stay", [], Option<String>, i32, |c, r| {
    r.index(c.amount).named("orders_amount");
});
state!(with_region, "add_region", [], Option<String>, i32, region: String, |c, r| {
    r.index(c.amount).named("orders_amount");
    r.backfill(c.region).with("none");
});
state!(with_key, "refer", [, foreign_key((customer_id) => Customer(id))], Option<String>, i32, |c, r| {
    r.index(c.amount).named("orders_amount");
});
state!(with_check, "check_amounts", [], Option<String>, i32, |c, r| {
    r.index(c.amount).named("orders_amount");
    r.check(c.amount.ge(0)).named("orders_amount_known");
});
state!(with_note, "require_notes", [], String, i32, |c, r| {
    r.index(c.amount).named("orders_amount");
});
state!(with_index, "index_labels", [], Option<String>, i32, |c, r| {
    r.index((c.amount, c.label)).named("orders_amount");
});
state!(with_bigint, "widen_amounts", [], Option<String>, i64, |c, r| {
    r.index(c.amount).named("orders_amount");
});
