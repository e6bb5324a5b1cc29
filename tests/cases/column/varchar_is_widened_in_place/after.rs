use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    /// What it is called.
    #[col(unique, default = "a")]
    pub code: Varchar<20>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(c.code.ne("x")).named("orders_code_known");
        r.check(c.code.is_in(["a", "bb", "ccc"])).named("orders_code_listed");
        r.index(c.code).named("orders_code");
        r.index(lower(sql::<String>("code"))).named("orders_code_lower");
        r.index(c.label).unique().filter(c.code.eq("ccc")).named("orders_label_of_ccc");
        r.policy("orders_read").on(Select).to(READER).using(c.code.ne("bb"));
        r.grant(Select).to(READER);
        r.trigger("orders_note_change")
            .after(Update)
            .when(c.code.old().is_distinct_from(c.code.new_value()))
            .executes::<note_change>();
    }
}

sql_fn! {
    /// Notes a change.
    #[function(language = plpgsql)]
    pub fn note_change() -> trigger {
        "
BEGIN
    RETURN NULL;
END;
"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>()
        .function::<note_change>();
    d.module(module)
}
