use crate::cases::prelude::*;

sql_fn! {
    /// The tenant of the session.
    #[function(stable, execute(READER))]
    pub fn current_org() -> i64 {
        "SELECT nullif(current_setting('app.org', true), '')::bigint"
    }
}

#[derive(Table)]
#[table(name = "clinics", shared = "a test", no_rules)]
pub struct Clinic {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "documents", tenant = org, primary_key(org, id))]
pub struct Document {
    #[col(references = Clinic::id)]
    pub org: i64,
    pub id: i64,
    pub title: String,
}

impl TableRules for Document {
    type Columns = DocumentColumns;

    fn rules(c: DocumentColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
        r.policy("documents_select")
            .on(Select)
            .to(READER)
            .using(c.org.eq(current_org()));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.tenant(current_org()).module(
        Module::new("create_documents")
            .function::<current_org>()
            .table::<Clinic>()
            .table::<Document>(),
    )
}
