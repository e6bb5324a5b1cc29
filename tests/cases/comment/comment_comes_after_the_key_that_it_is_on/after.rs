use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub note: Option<String>,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.unique(c.label).named("orders_label_key");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("one_order_a_label")
            .table::<Order>()
            .object(model::Comment {
                on: model::CommentTarget::Object(Box::new(ObjectId::Constraint(model::Member::new(
                    QualifiedName::public("orders"),
                    "orders_label_key",
                )))),
                text: "One order a label.".to_owned(),
            }),
    )
}
