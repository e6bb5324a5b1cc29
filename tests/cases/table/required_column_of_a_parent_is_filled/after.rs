use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test")]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub mayor: String,
}

impl TableRules for City {
    type Columns = CityColumns;

    fn rules(c: CityColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.mayor).with("nobody").in_batches_of(1);
    }
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
        r.backfill(c.mayor).with("the king").in_batches_of(1);
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
