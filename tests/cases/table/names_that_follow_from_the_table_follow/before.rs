use crate::cases::prelude::*;

/// Who buys.
#[derive(Table)]
#[table(name = "customers", shared = "a test")]
pub struct Customer {
    #[col(primary_key, identity)]
    pub id: i64,
    /// What they are called.
    pub name: String,
    pub kind: String,
    #[col(references = Customer::id)]
    pub parent_id: Option<i64>,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Customer {
    type Columns = CustomerColumns;

    fn rules(c: CustomerColumns, r: &mut Rules<'_, Self>) {
        r.index(c.name);
        r.index((c.kind, c.name.desc())).unique();
        r.check(c.name.ne(""));
        r.unique((c.kind, c.id));
        r.policy_on(Select).to(READER).using(c.kind.eq("open"));
        r.updated_at(c.updated_at);
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_customers").table::<Customer>())
}
