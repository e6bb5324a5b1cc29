use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "goods", namespace = "store", shared = "a test", no_rules)]
pub struct Good {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
}

sql_fn! {
    #[function(language = sql)]
    pub fn count_goods() -> Option<i64> {
        "SELECT count(*) + 0 FROM store.goods"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_shop")
            .then("call_it_store")
            .namespace(NamespaceRule::new("store").renamed_from("shop"))
            .table::<Good>()
            .function::<count_goods>(),
    )
}
