//! A conversion gives the type that the column has, and back the one that it had.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key)]
    pub id: Uuid,
    pub total: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.convert(c.total)
            .from_type::<String>()
            .with(sql::<Uuid>("total::uuid"))
            .back(sql::<i64>("total"));
    }
}

fn main() {}
