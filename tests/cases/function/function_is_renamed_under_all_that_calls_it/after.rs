use crate::cases::prelude::*;

sql_fn! {
    /// Whether a number counts.
    #[function(immutable, search_path = "", execute(READER), renamed_from = "counts")]
    pub fn is_positive(a: i64) -> bool { "SELECT a > 0" }
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
        r.check(is_positive(c.n));
        r.policy_on(Select).to(READER).using(is_positive(c.n));
        r.index(c.n).filter(is_positive(c.n));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_numbers")
            .then("say_what_counts")
            .function::<is_positive>()
            .table::<A>(),
    )
}
