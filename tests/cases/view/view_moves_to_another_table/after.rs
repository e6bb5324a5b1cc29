use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "sales", shared = "a test", no_rules)]
pub struct Sale {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

#[derive(View)]
#[view(
    name = "big_orders",
    query = "
        SELECT sales.id, sales.label
        FROM public.sales"
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

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("sell").table::<Sale>().view::<BigOrder>())
}
