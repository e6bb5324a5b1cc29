use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
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

#[derive(View)]
#[view(
    name = "big_orders",
    query = "SELECT orders.id, orders.label FROM public.orders WHERE orders.amount > 5"
)]
pub struct BigOrder {
    pub id: i64,
    pub label: String,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.instead_of("orders_written", (Insert, Update))
            .executes::<write_order>();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("write_again")
            .table::<Order>()
            .function::<write_order>()
            .view::<BigOrder>(),
    )
}
