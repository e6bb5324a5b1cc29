use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "kind", namespace = "store")]
pub enum State {
    New,
}

#[derive(Table)]
#[table(name = "goods", namespace = "store", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = State::New)]
    pub kind: State,
    #[col(unique)]
    pub name: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index(c.kind);
        r.policy_on(Select).to(READER).using(known());
        r.grant(Select).to(READER);
    }
}

sql_fn! {
    #[function(stable, namespace = "store", search_path = "store", execute(READER))]
    pub fn known() -> bool { "SELECT true" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_shop")
            .then("call_it_store")
            .namespace(NamespaceRule::new("store").renamed_from("shop"))
            .object(model::Grant {
                place: 0,
                grantable: Default::default(),
                on: model::GrantTarget::Namespace(Name::new("store")),
                grantee: Grantee::role("reader"),
                privileges: [(Privilege::Usage, model::PrivilegeScope::Whole)].into(),
            })
            .enumeration::<State>()
            .function::<known>()
            .table::<A>(),
    )
}
