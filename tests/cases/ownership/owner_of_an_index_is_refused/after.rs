use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    let key = ObjectId::Index(QualifiedName::new("public", "orders_label_idx"));
    d.module(
        Module::new("create_orders")
            .then("give_an_index_away")
            .table::<Order>()
            .object(model::Ownership {
                of: Box::new(key),
                role: Name::new("writer"),
            }),
    )
}
