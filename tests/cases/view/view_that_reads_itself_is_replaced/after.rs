use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "folders", shared = "a test", no_rules)]
pub struct Folder {
    #[col(primary_key)]
    pub id: i32,
    pub parent_id: Option<i32>,
}

#[derive(View)]
#[view(
    name = "depths",
    recursive,
    no_rules,
    query = "
        SELECT folders.id, 1 AS depth
        FROM public.folders
        WHERE folders.parent_id IS NULL
        UNION ALL
        SELECT folders.id, depths.depth + 1
        FROM depths
        JOIN public.folders ON folders.parent_id = depths.id"
)]
pub struct Depth {
    pub id: i32,
    pub depth: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("count_from_one").table::<Folder>().view::<Depth>())
}
