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
        let words = sql::<String>("to_tsvector('simple'::regconfig, body)").operator_class("tsvector_ops").parameter("siglen", 100);
        r.index(words).using(IndexMethod::Gist).named("posts_words");
        r.index(c.read.operator_class("int8_minmax_multi_ops").parameter("values_per_range", 16)).using(IndexMethod::Brin).named("posts_read");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_posts").then("change_posts").table::<Post>())
}
