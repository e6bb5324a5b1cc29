use crate::cases::prelude::*;

sql_fn! {
    /// Whether a number counts.
    #[function(immutable, search_path = "", execute(READER))]
    pub fn counts(a: i64) -> bool { "SELECT a > 0" }
}

#[derive(Table)]
#[table(name = "numbers", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub n: i64,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.check(counts(c.n));
        r.policy_on(Select).to(READER).using(counts(c.n));
        r.index(c.n).filter(counts(c.n));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_numbers").function::<counts>().table::<A>())
}
