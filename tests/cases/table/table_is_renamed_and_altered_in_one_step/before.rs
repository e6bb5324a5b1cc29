use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test")]
pub struct Customer {
    #[col(primary_key, identity)]
    pub id: i64,
    pub mail: Option<String>,
    pub city: String,
}

impl TableRules for Customer {
    type Columns = CustomerColumns;

    fn rules(c: CustomerColumns, r: &mut Rules<'_, Self>) {
        r.index(c.mail);
        r.check(c.city.ne(""));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_customers").table::<Customer>())
}
