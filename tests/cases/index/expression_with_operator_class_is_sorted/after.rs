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
        r.index((lower(c.body).operator_class("text_pattern_ops"), c.read)).named("posts_prefix");
        r.index(lower(c.body).desc().nulls_last()).named("posts_backwards");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_posts").then("change_posts").table::<Post>())
}
