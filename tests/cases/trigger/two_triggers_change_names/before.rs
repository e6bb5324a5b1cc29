use crate::cases::prelude::*;

sql_fn! {
    #[function(language = plpgsql, search_path = "")]
    pub fn watch() -> trigger { "BEGIN RETURN NEW; END;" }
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
        r.trigger("a").after(Update).executes::<watch>();
        r.trigger("b").before(Update).executes::<watch>();
        r.index(c.name);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").function::<watch>().table::<A>())
}
