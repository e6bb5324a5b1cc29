use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
}

sql_fn! {
    /// Writes the order that stands behind.
    #[function(language = "plpgsql", security_invoker)]
    pub fn write_order() -> trigger {
        "BEGIN
            INSERT INTO public.orders (label, amount) VALUES (new.label, 10);
            RETURN new;
        END;"
    }
}

/// Orders that are big.
#[derive(View)]
#[view(
    name = "big_orders",
    query = "SELECT orders.amount, orders.label FROM public.orders WHERE orders.amount > 6"
)]
pub struct BigOrder {
    pub amount: i64,
    pub label: String,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(WRITER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>()
        .function::<write_order>()
        .view::<BigOrder>();
    d.module(module)
}
