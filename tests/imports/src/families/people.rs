//! People.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_people")
        .as_found()
        .table::<Employee>()
        .table::<Person>()
}

#[derive(Table)]
#[table(name = "employees", inherits(Person))]
pub struct Employee {
    pub id: i32,
    pub name: String,
    pub salary: Option<Numeric>,
}

impl TableRules for Employee {
    type Columns = EmployeeColumns;

    fn rules(_: EmployeeColumns, r: &mut Rules<'_, Self>) {
        r.check(sql::<bool>("name <> ''::text")).named("named");
    }
}

#[derive(Table)]
#[table(name = "people")]
pub struct Person {
    pub id: i32,
    pub name: String,
}

impl TableRules for Person {
    type Columns = PersonColumns;

    fn rules(_: PersonColumns, r: &mut Rules<'_, Self>) {
        r.check(sql::<bool>("name <> ''::text")).named("named");
    }
}
