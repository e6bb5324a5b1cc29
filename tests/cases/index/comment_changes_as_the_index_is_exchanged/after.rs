use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.index((c.label, c.amount)).named("orders_label");
    }
}

pub fn comment(text: &str) -> model::Comment {
    model::Comment {
        on: model::CommentTarget::Object(Box::new(ObjectId::Index(QualifiedName::public("orders_label")))),
        text: text.to_owned(),
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("find_amounts")
            .object(comment("Serves the list."))
            .table::<Order>(),
    )
}
