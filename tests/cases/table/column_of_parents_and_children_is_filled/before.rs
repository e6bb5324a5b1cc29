use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "areas", shared = "a test")]
pub struct Area {
    #[col(primary_key)]
    pub id: i64,
    pub people: Option<i32>,
}

impl TableRules for Area {
    type Columns = AreaColumns;

    fn rules(_: AreaColumns, _: &mut Rules<'_, Self>) {}
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(Area))]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub people: Option<i32>,
    pub country: String,
}

impl TableRules for Capital {
    type Columns = CapitalColumns;

    fn rules(_: CapitalColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_areas").table::<Area>())
        .module(Module::new("create_capitals").table::<Capital>())
}
