use crate::cases::prelude::*;

/// Customers.
#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct Customer {
    #[col(primary_key, identity)]
    pub id: i64,
    /// What they are called.
    pub name: Option<String>,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    /// What is ordered.
    #[col(default = "tea")]
    pub article: String,
    pub amount: i64,
    #[col(references = Customer::id)]
    pub customer_id: i64,
    #[col(default = now())]
    pub placed_at: Timestamptz,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.check(c.amount.gt(0)).named("orders_amount_check");
        r.index((c.article, c.amount)).named("orders_by_article");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("name_customers")
            .table::<Customer>(),
    )
    .module(Module::new("create_orders").then("say_what_is_ordered").table::<Order>())
}
