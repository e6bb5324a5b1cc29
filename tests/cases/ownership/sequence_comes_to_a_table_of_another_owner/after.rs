use crate::cases::prelude::*;

/// Numbers of orders.
#[derive(Sequence)]
#[sequence(name = "order_no", owned_by = Order::no)]
pub struct OrderNo(i64);

/// Numbers of bills.
#[derive(Sequence)]
#[sequence(name = "bill_no")]
pub struct BillNo(i64);

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub no: i64,
    pub bill: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, r: &mut Rules<'_, Self>) {
        r.owned_by(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let numbers = Box::new(ObjectId::Sequence(QualifiedName::new("public", "bill_no")));
    d.module(
        Module::new("create_orders")
            .then("count_orders")
            .sequence::<OrderNo>()
            .sequence::<BillNo>()
            .table::<Order>()
            .object(model::Ownership {
                of: numbers,
                role: Name::new("writer"),
            }),
    )
}
