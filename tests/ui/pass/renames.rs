//! Everything that can say what it was called before.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state", renamed_from = "status")]
pub enum State {
    #[pg_enum(renamed_from = "done")]
    New,
    #[pg_enum(label = "done", renamed_from = "new")]
    Done,
}

sql_fn! {
    #[function(immutable, renamed_from = "is_done")]
    pub fn counts() -> bool { "SELECT true" }

    #[function(language = plpgsql)]
    pub fn watch() -> trigger { "BEGIN RETURN NEW; END;" }
}

#[derive(Table)]
#[table(
    name = "contacts",
    renamed_from = "people",
    shared = "a test",
    primary_key(id, renamed_from = "people_key"),
    unique(id, mail, name = "both", renamed_from = "all"),
    foreign_key((other, mail) => Contact(id, mail), name = "points", renamed_from = "pointed"),
)]
pub struct Contact {
    pub id: Uuid,
    #[col(renamed_from = "phone")]
    pub mail: String,
    #[col(renamed_from = "mail")]
    pub phone: String,
    pub other: Uuid,
    #[col(unique)]
    pub number: i64,
    #[col(references = Contact::number, foreign_key_name = "a", foreign_key_renamed_from = "b")]
    pub another: i64,
}

impl TableRules for Contact {
    type Columns = ContactColumns;

    fn rules(c: ContactColumns, r: &mut Rules<'_, Self>) {
        r.index(c.mail).named("by_mail").renamed_from("mails");
        r.check(c.mail.ne("")).renamed_from("filled").named("says_something");
        r.unique((c.mail, c.phone)).renamed_from("reached");
        r.policy("see").renamed_from("look").on(Select).to(PUBLIC).using(counts());
        r.trigger("watch").renamed_from("guard").after(Update).executes::<watch>();
    }
}

fn main() {
    let module = Module::new("create_contacts")
        .namespace(NamespaceRule::new("shop").renamed_from("store"))
        .namespace("plain")
        .enumeration::<State>()
        .function::<counts>()
        .function::<watch>()
        .table::<Contact>();
    let declaration = Declaration::new("contacts", Platform::Postgres).module(module);
    assert_eq!(declaration.collect().0.renames.len(), 17);
}
