use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

#[derive(View)]
#[view(
    name = "big_orders",
    query = "
        SELECT sizes.id, sizes.label
        FROM public.sizes"
)]
pub struct BigOrder {
    pub id: i64,
    pub label: String,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

#[derive(View)]
#[view(
    name = "sizes",
    no_rules,
    query = "
        SELECT big_orders.id, big_orders.label
        FROM public.big_orders"
)]
pub struct Size {
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("show").table::<Order>().view::<BigOrder>().view::<Size>())
}
