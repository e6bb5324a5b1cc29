use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test")]
pub struct Customer {
    #[col(primary_key)]
    pub id: i64,
    #[col(unique)]
    pub code: i64,
}

impl TableRules for Customer {
    type Columns = CustomerColumns;
    fn rules(c: CustomerColumns, r: &mut Rules<Self>) {
        r.key(c.code).deferrable();
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Customer::code)]
    pub customer: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.index(c.customer);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("change_codes")
            .table::<Customer>()
            .table::<Order>(),
    )
}
