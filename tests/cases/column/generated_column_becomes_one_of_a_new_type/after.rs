use crate::cases::prelude::*;

/// A sum that is there.
#[derive(Domain)]
#[domain(name = "total", check(total_positive = "VALUE > 0"))]
pub struct Total(i64);

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
    #[col(generated = sql::<Total>("(amount + 2)::public.total"))]
    pub total: Option<Total>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.total).named("orders_total");
        r.policy("orders_read").on(Select).to(READER).using(c.total.is_not_null());
        r.grant(Select).columns((c.id, c.total)).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .domain::<Total>()
        .table::<Order>();
    d.module(module)
}
