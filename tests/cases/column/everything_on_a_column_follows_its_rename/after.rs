use crate::cases::prelude::*;

sql_fn! {
    #[function(language = plpgsql, search_path = "")]
    pub fn watch() -> trigger { "BEGIN RETURN NEW; END;" }
}

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    /// Where they read.
    #[col(unique, immutable, renamed_from = "mail")]
    pub email: String,
    pub age: i32,
    #[col(generated = sql::<String>("split_part(email, '@', 2)"))]
    pub domain: Option<String>,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index((c.email, c.age));
        r.index(lower(c.email)).unique().named("people_by_mail");
        r.check(c.email.ne(""));
        r.check(sql::<bool>("length(email) > 2")).named("long_enough");
        r.policy_on(Select).to(READER).using(c.email.ne("secret"));
        r.trigger("watch_mail")
            .after(Update)
            .when(c.email.old().ne(c.email.new_value()))
            .executes::<watch>();
        r.grant(Select).columns(c.email).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_people")
            .then("spell_out_email")
            .function::<watch>()
            .table::<A>(),
    )
}
