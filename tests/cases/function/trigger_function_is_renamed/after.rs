use crate::cases::prelude::*;

sql_fn! {
    #[function(language = plpgsql, search_path = "", renamed_from = "watch")]
    pub fn observe() -> trigger { "BEGIN RETURN NEW; END;" }
}

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.trigger("watching").after(Update).executes::<observe>();
        r.index(c.name);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_people")
            .then("observe_people")
            .function::<observe>()
            .table::<A>(),
    )
}
