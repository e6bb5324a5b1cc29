use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    #[col(default = gen_random_uuid())]
    pub token: Uuid,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.token).with(gen_random_uuid()).in_batches_of(2);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("give_tokens").table::<Order>())
}
