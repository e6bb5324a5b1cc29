use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub place: Option<String>,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index((c.label, c.amount));
        r.index(c.label)
            .filter(c.amount.gt(0))
            .named("orders_with_amounts");
        r.unique((c.place, c.amount));
        r.check(c.amount.ge(0));
        r.policy("orders_read")
            .on(Select)
            .to(READER)
            .using(c.amount.gt(0));
        r.grant(Update).columns((c.label, c.amount)).to(WRITER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>())
}
