use crate::cases::prelude::*;

/// Posts.
#[derive(Table)]
#[table(name = "posts", shared = "a test")]
pub struct Post {
    #[col(primary_key, identity)]
    pub id: i64,
    pub body: String,
    pub read: i64,
}

impl TableRules for Post {
    type Columns = PostColumns;

    fn rules(c: PostColumns, r: &mut Rules<'_, Self>) {
        let _ = (c, r);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_posts").table::<Post>())
}
