use crate::cases::prelude::*;

/// Where somebody lives.
#[derive(Composite)]
#[composite(usage(READER))]
pub struct Address {
    pub street: String,
    pub town: String,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test")]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub home: Option<Address>,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.index(c.id).filter(sql("(home).town <> 'x'")).named("users_known");
        r.check(sql("(home).town <> 'nowhere'")).named("users_somewhere");
        r.policy("users_read").on(Select).to(READER).using(sql("(home).town <> 'hidden'"));
        r.grant(Select).to(READER);
    }
}

sql_fn! {
    /// Who lives there.
    #[function(stable)]
    pub fn user_of(place: Address) -> i64 {
        "SELECT id FROM public.users WHERE home = place"
    }
}

/// Towns.
#[derive(View)]
#[view(name = "towns", no_rules, query = "SELECT id, (home).town AS town, home FROM public.users")]
pub struct Town {
    pub id: Option<i64>,
    pub town: Option<String>,
    pub home: Option<Address>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .composite::<Address>()
        .table::<User>()
        .function::<user_of>()
        .view::<Town>();
    d.module(module)
}
