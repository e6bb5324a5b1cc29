use crate::cases::prelude::*;

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
            .then("drop_orders")
            .table::<Invoice>()
            .publication(PublicationRule::new("feed").table::<Invoice>()),
    )
}
