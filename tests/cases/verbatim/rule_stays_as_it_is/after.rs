use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "notes", shared = "a test")]
pub struct Note {
    #[col(primary_key, identity)]
    pub id: i64,
    pub text: String,
}

impl TableRules for Note {
    type Columns = NoteColumns;

    fn rules(_: NoteColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_notes").table::<Note>();
    d.module(objects(
        module,
        r#"[{ "verbatim": {
            "name": "rule kept on public.notes",
            "create": ["CREATE RULE kept AS\n    ON DELETE TO public.notes DO INSTEAD NOTHING;"],
            "drop": ["DROP RULE kept ON public.notes;"],
            "depends_on": [{ "object": { "table": { "namespace": "public", "name": "notes" } } }]
        } }]"#,
    ))
}
