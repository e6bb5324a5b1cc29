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
            .always()
            .executes::<forbid_free>();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Log>()
            .table::<Order>()
            .function::<forbid_free>(),
    )
}
