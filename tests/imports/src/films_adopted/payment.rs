//! Payment.

use voxanne_schema::prelude::*;

use super::elsewhere::Numeric5_2;

pub(crate) fn module() -> Module {
    Module::new("import_payment")
        .as_found()
        .table::<Payment>()
}

#[derive(Table)]
#[table(
    name = "payment",
    partition_by = range(payment_date),
    primary_key(payment_id, payment_date),
)]
pub struct Payment {
    #[col(identity(by_default, start = 100, increment = 5))]
    pub payment_id: i32,
    pub amount: Numeric5_2,
    pub payment_date: Timestamptz,
}

impl TableRules for Payment {
    type Columns = PaymentColumns;

    fn rules(c: PaymentColumns, r: &mut Rules<'_, Self>) {
        r.index(c.amount);
    }
}
