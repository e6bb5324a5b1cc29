use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "capitals", shared = "a test")]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub country: String,
}

impl TableRules for Capital {
    type Columns = CapitalColumns;

    fn rules(c: CapitalColumns, r: &mut Rules<'_, Self>) {
        r.check(c.people.gt(0)).named("cities_have_people");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("drop_cities")
            .table::<Capital>(),
    )
}
