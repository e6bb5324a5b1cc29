use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test")]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    #[col(generated = sql::<i32>("people * 2"))]
    pub twice: i32,
    pub height: i32,
}

impl TableRules for City {
    type Columns = CityColumns;

    fn rules(c: CityColumns, r: &mut Rules<'_, Self>) {
        r.check(c.people.gt(0)).named("people_check");
    }
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City))]
pub struct Capital {
    #[col(primary_key)]
    pub id: i32,
    pub name: Option<String>,
    pub people: i32,
    pub twice: i32,
}

impl TableRules for Capital {
    type Columns = CapitalColumns;

    fn rules(c: CapitalColumns, r: &mut Rules<'_, Self>) {
        r.check(c.people.gt(1)).named("people_check");
    }
}

#[derive(Table)]
#[table(name = "events", shared = "a test", partition_by = range(id))]
pub struct Event {
    #[col(primary_key)]
    pub id: i64,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_rest").default();
    }
}

#[derive(Table)]
#[table(name = "parties", shared = "a test", inherits(Event), no_rules)]
pub struct Party {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "hens", shared = "a test", inherits(Egg), no_rules)]
pub struct Hen {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "eggs", shared = "a test", inherits(Hen), no_rules)]
pub struct Egg {
    #[col(primary_key)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("break_cities")
            .table::<City>()
            .table::<Capital>()
            .table::<Event>()
            .table::<Party>()
            .table::<Hen>()
            .table::<Egg>(),
    )
}
