use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "logs", shared = "a test", no_rules)]
pub struct Log {
    #[col(primary_key, identity)]
    pub id: i64,
    pub rows: i64,
}

sql_fn! {
    /// Looks at what changed.
    #[function(language = "plpgsql", security_invoker)]
    pub fn forbid_free() -> trigger {
        "BEGIN
            IF new.amount = 0 THEN RAISE EXCEPTION 'free'; END IF;
            RETURN NULL;
        END;"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub place: i32,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(_c: OrderColumns, r: &mut Rules<Self>) {
        r.trigger("orders_cost")
            .after((Insert, Update))
            .constraint()
            .executes::<forbid_free>();
    }
}

pub fn comment(text: &str) -> model::Comment {
    model::Comment {
        on: model::CommentTarget::Object(Box::new(ObjectId::Trigger(model::Member::new(
            QualifiedName::public("orders"),
            "orders_cost",
        )))),
        text: text.to_owned(),
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Log>()
            .table::<Order>()
            .function::<forbid_free>()
            .object(comment("Nothing is free.")),
    )
}
