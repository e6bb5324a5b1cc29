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
        r.index(c.read.operator_class("int8_minmax_multi_ops")).using(IndexMethod::Brin).named("posts_read");
        let words = sql::<String>("to_tsvector('simple'::regconfig, body)").operator_class("tsvector_ops").parameter("siglen", 100);
        r.index(words).using(IndexMethod::Gist).named("posts_words");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_posts").table::<Post>())
}
