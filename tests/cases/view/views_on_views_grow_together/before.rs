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
        SELECT orders.id, orders.label
        FROM public.orders"
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

/// How long the labels are.
#[derive(View)]
#[view(
    name = "sizes",
    query = "
        SELECT big_orders.label, length(big_orders.label) AS size
        FROM public.big_orders"
)]
pub struct Size {
    pub label: String,
    pub size: i32,
}

impl ViewRules for Size {
    type Columns = SizeColumns;
    fn rules(_: SizeColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

#[derive(View)]
#[view(
    name = "totals",
    query = "
        SELECT sum(sizes.size) AS total
        FROM public.sizes"
)]
pub struct Total {
    pub total: Option<i64>,
}

impl ViewRules for Total {
    type Columns = TotalColumns;
    fn rules(_: TotalColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(WRITER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().view::<BigOrder>().view::<Size>().view::<Total>())
}
