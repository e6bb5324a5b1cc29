use crate::cases::prelude::*;

sql_fn! {
    #[function(language = sql, immutable)]
    pub fn add_square(sum: i64, value: i64) -> i64 {
        "SELECT sum + value * value"
    }
    #[function(language = sql, immutable)]
    pub fn add_up(a: i64, b: i64) -> i64 {
        "SELECT a + b"
    }
    #[function(language = sql, immutable)]
    pub fn add_cube(sum: i64, value: i64) -> i64 {
        "SELECT sum + value * value * value"
    }
    #[function(language = sql, immutable)]
    pub fn root(sum: i64) -> f64 {
        "SELECT sqrt(sum)"
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
            .table::<Order>()
            .function::<add_square>()
            .function::<add_up>()
            .function::<add_cube>()
            .function::<root>()
            .aggregate(
                AggregateRule::new::<i64, add_square>("squares")
                    .argument::<i64>()
                    .initial("0"),
            ),
    )
}
