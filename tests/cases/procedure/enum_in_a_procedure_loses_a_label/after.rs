use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(removed("medium" => Large))]
pub enum Size {
    Small,
    Large,
}

sql_fn! {
    /// Forgets small orders.
    #[function(language = plpgsql, execute(WRITER))]
    pub fn forget_orders(least: i64, size: Size) -> procedure {
        "
BEGIN
    DELETE FROM public.orders WHERE amount < least;
END;
"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("change_it")
            .table::<Order>()
            .enumeration::<Size>()
            .function::<forget_orders>(),
    )
}
