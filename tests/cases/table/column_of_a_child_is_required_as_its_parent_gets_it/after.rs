use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    #[col(default = "nobody")]
    pub mayor: String,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City))]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub country: String,
    pub mayor: String,
}

impl TableRules for Capital {
    type Columns = CapitalColumns;

    fn rules(c: CapitalColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.mayor).with("unknown");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("add_mayors")
            .table::<City>()
            .table::<Capital>(),
    )
}
