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
    #[col(unique, immutable)]
    pub mail: String,
    pub age: i32,
    #[col(generated = sql::<String>("split_part(mail, '@', 2)"))]
    pub domain: Option<String>,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index((c.mail, c.age));
        r.index(lower(c.mail)).unique().named("people_by_mail");
        r.check(c.mail.ne(""));
        r.check(sql::<bool>("length(mail) > 2")).named("long_enough");
        r.policy_on(Select).to(READER).using(c.mail.ne("secret"));
        r.trigger("watch_mail")
            .after(Update)
            .when(c.mail.old().ne(c.mail.new_value()))
            .executes::<watch>();
        r.grant(Select).columns(c.mail).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").function::<watch>().table::<A>())
}
