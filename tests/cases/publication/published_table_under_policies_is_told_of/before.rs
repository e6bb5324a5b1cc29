use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "tenants", shared = "a test")]
pub struct Tenant {
    #[col(primary_key)]
    pub id: Uuid,
}

impl TableRules for Tenant {
    type Columns = TenantColumns;

    fn rules(_: TenantColumns, _: &mut Rules<'_, Self>) {}
}

#[derive(Table)]
#[table(name = "calls", tenant = org_id)]
pub struct Call {
    #[col(primary_key)]
    pub id: Uuid,
    #[col(references = Tenant::id)]
    pub org_id: Uuid,
}

impl TableRules for Call {
    type Columns = CallColumns;

    fn rules(c: CallColumns, r: &mut Rules<'_, Self>) {
        r.index(c.org_id);
        r.closed();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_calls").table::<Tenant>().table::<Call>())
}
