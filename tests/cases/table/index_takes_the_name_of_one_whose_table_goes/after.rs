use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "texts", shared = "a test")]
pub struct Text {
    #[col(primary_key)]
    pub id: i64,
    pub a: String,
}

impl TableRules for Text {
    type Columns = TextColumns;

    fn rules(c: TextColumns, r: &mut Rules<'_, Self>) {
        r.index(c.a).named("all_texts");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_texts").then("replace_drafts").table::<Text>())
}
