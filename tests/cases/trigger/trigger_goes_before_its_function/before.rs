use crate::cases::prelude::*;

sql_fn! {
    /// Writes every label small.
    #[function(language = "plpgsql", security_invoker)]
    pub fn small_label() -> trigger {
        "BEGIN
            new.label := lower(new.label);
            RETURN new;
        END;"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, r: &mut Rules<'_, Self>) {
        r.trigger("orders_small")
            .before((Insert, Update))
            .executes::<small_label>();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Order>()
            .function::<small_label>(),
    )
}
