use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "mail")]
    pub email: String,
    pub age: i32,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index(c.age);
        r.grant(Select).to(READER);
    }
}
/// Those who are grown.
#[derive(View)]
#[view(name = "adults", query = "SELECT id, email FROM public.people WHERE age > 17")]
pub struct V {
    pub id: i64,
    /// Where they read.
    pub email: String,
}

impl ViewRules for V {
    type Columns = VColumns;

    fn rules(c: VColumns, r: &mut Rules<'_, Self>) {
        let _ = c;
        r.grant(Select).to(READER);
    }
}

#[derive(View)]
#[view(name = "readers", query = "SELECT email AS mail FROM public.adults")]
pub struct W {
    pub mail: String,
}

impl ViewRules for W {
    type Columns = WColumns;

    fn rules(c: WColumns, r: &mut Rules<'_, Self>) {
        let _ = c;
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_people")
            .then("spell_out_email")
            .table::<A>()
            .view::<V>()
            .view::<W>(),
    )
}
