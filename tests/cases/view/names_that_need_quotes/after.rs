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
    name = "group \"x\"",
    query = "
        SELECT orders.id AS \"select\", orders.label AS \"Label\"
        FROM public.orders"
)]
pub struct Group {
    #[col(name = "select")]
    pub id: i64,
    /// Quoted.
    #[col(name = "Label")]
    pub label: String,
}

impl ViewRules for Group {
    type Columns = GroupColumns;
    fn rules(c: GroupColumns, r: &mut Rules<Self>) {
        r.grant(Select).columns(c.label).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("show_group").table::<Order>().view::<Group>())
}
