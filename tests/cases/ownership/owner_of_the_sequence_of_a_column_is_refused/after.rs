use crate::cases::prelude::*;

#[derive(Sequence)]
#[sequence(name = "order_no", owned_by = Order::no)]
pub struct OrderNo(i64);

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub no: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    let sequence = ObjectId::Sequence(QualifiedName::new("public", "order_no"));
    d.module(
        Module::new("create_orders")
            .then("count_orders")
            .sequence::<OrderNo>()
            .table::<Order>()
            .object(model::Ownership {
                of: Box::new(sequence),
                role: Name::new("writer"),
            }),
    )
}
