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

    fn rules(_: OrderColumns, _: &mut Rules<'_, Self>) {}
}

#[derive(Table)]
#[table(name = "invoices", shared = "a test")]
pub struct Invoice {
    #[col(primary_key, identity)]
    pub id: i64,
    pub total: i32,
}

impl TableRules for Invoice {
    type Columns = InvoiceColumns;

    fn rules(_: InvoiceColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Order>()
            .table::<Invoice>()
            .publication(PublicationRule::new("feed").tables_in("public")),
    )
}
