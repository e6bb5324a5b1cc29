use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "areas", shared = "a test")]
pub struct Area {
    #[col(primary_key)]
    pub id: i64,
    pub people: i32,
    pub note: Option<String>,
}

impl TableRules for Area {
    type Columns = AreaColumns;

    fn rules(c: AreaColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.people).with(0);
    }
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(Area))]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub people: i32,
    pub country: String,
    pub note: Option<String>,
}

impl TableRules for Capital {
    type Columns = CapitalColumns;

    fn rules(c: CapitalColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.people).with(0);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_areas").then("count_people").table::<Area>())
        .module(Module::new("create_capitals").then("count_more").table::<Capital>())
}
