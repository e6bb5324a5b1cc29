use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "goods", namespace = "shop", shared = "a test")]
pub struct Good {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
}

impl TableRules for Good {
    type Columns = GoodColumns;

    fn rules(c: GoodColumns, r: &mut Rules<'_, Self>) {
        r.index(c.name).named("goods_name");
    }
}

sql_fn! {
    #[function(language = sql)]
    pub fn count_goods() -> Option<i64> {
        "SELECT count(*) FROM shop.goods"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_shop")
            .namespace("shop")
            .table::<Good>()
            .function::<count_goods>(),
    )
}
