use crate::cases::prelude::*;

/// Prices.
#[derive(Table)]
#[table(name = "prices", shared = "a test", primary_key(id, currency))]
pub struct Price {
    pub id: i64,
    pub currency: String,
}

impl TableRules for Price {
    type Columns = PriceColumns;
    fn rules(c: PriceColumns, r: &mut Rules<Self>) {
        r.backfill(c.currency).with("eur");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_prices").then("change_prices")
        .table::<Price>();
    d.module(module)
}
