use crate::cases::prelude::*;

/// Who buys.
#[derive(Table)]
#[table(name = "clients", shared = "a test", renamed_from = "customers")]
pub struct Client {
    #[col(primary_key, identity)]
    pub id: i64,
    /// What they are called.
    pub name: String,
    pub kind: String,
    #[col(references = Client::id)]
    pub parent_id: Option<i64>,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Client {
    type Columns = ClientColumns;

    fn rules(c: ClientColumns, r: &mut Rules<'_, Self>) {
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
    d.module(
        Module::new("create_customers")
            .then("call_them_clients")
            .table::<Client>(),
    )
}
