use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
}

#[derive(Table)]
#[table(name = "areas", shared = "a test", inherits(Zone))]
pub struct Area {
    pub name: String,
    #[col(primary_key)]
    pub id: i64,
    pub rank: i32,
}

impl TableRules for Area {
    type Columns = AreaColumns;

    fn rules(c: AreaColumns, r: &mut Rules<'_, Self>) {
        r.check(c.rank.gt(0));
    }
}

#[derive(Table)]
#[table(name = "blocks", shared = "a test", inherits(Area), no_rules)]
pub struct Block {
    pub rank: i32,
    pub name: String,
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "zones", shared = "a test")]
pub struct Zone {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
}

impl TableRules for Zone {
    type Columns = ZoneColumns;

    fn rules(c: ZoneColumns, r: &mut Rules<'_, Self>) {
        r.check(c.id.gt(0));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("add_zones")
            .table::<City>()
            .table::<Area>()
            .table::<Block>()
            .table::<Zone>(),
    )
}
