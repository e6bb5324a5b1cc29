//! What goes: rules first, whole tables after.

use voxanne_schema::prelude::*;

use crate::Case;

/// Indexes, checks, policies, triggers, comments, grants go; then a table with all that is its own.
#[must_use]
pub fn case() -> Case {
    let full = Module::new("create_drafts")
        .enumeration::<Kind>()
        .table::<full::Draft>()
        .table::<Author>();
    let bare = Module::new("create_drafts")
        .enumeration::<Kind>()
        .table::<bare::Draft>()
        .table::<Author>();
    let gone = Module::new("create_drafts").table::<Author>();
    let platform = || Declaration::new("case", Platform::Supabase).first_version(20260101000000);
    Case {
        name: "what_goes_and_comes_back",
        states: vec![
            platform().module(full),
            platform().module(bare),
            platform().module(gone),
        ],
        rows: &[(
            0,
            "INSERT INTO authors (id) VALUES (1); INSERT INTO drafts (author_id, text) VALUES (1, 'x');",
        )],
        checks: &[],
    }
}

/// What a draft is.
#[derive(PgEnum)]
#[pg_enum(name = "draft_kind")]
pub enum Kind {
    Letter,
    Book,
}

/// Who writes.
#[derive(Table)]
#[table(name = "authors", shared = "a test", no_rules)]
pub struct Author {
    #[col(primary_key)]
    pub id: i32,
}

pub mod full {
    use super::{Author, Kind};
    use voxanne_schema::platform::supabase::{ANON, AUTHENTICATED};
    use voxanne_schema::prelude::*;

    /// Texts that are not done.
    #[derive(Table)]
    #[table(name = "drafts", shared = "a test")]
    pub struct Draft {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(references = Author::id)]
        pub author_id: i32,
        /// What it says.
        #[col(default = "nothing")]
        pub text: String,
        #[col(default = Kind::Letter)]
        pub kind: Kind,
        #[col(default = now())]
        pub updated_at: Timestamptz,
    }

    impl TableRules for Draft {
        type Columns = DraftColumns;

        fn rules(c: DraftColumns, r: &mut Rules<'_, Self>) {
            r.index(c.author_id);
            r.unique((c.author_id, c.text));
            r.check(c.text.ne(""));
            r.policy("drafts_read")
                .on(Select)
                .to([ANON, AUTHENTICATED])
                .using(c.kind.eq(Kind::Book));
            r.policy("drafts_write")
                .on(Update)
                .to(AUTHENTICATED)
                .using(c.id.gt(0))
                .with_check(c.id.gt(1));
            r.grant(Select).to([ANON, AUTHENTICATED]);
            r.grant(Update).columns(c.text).to(AUTHENTICATED);
            r.updated_at(c.updated_at);
        }
    }
}

pub mod bare {
    use super::{Author, Kind};
    use voxanne_schema::platform::supabase::AUTHENTICATED;
    use voxanne_schema::prelude::*;

    #[derive(Table)]
    #[table(name = "drafts", shared = "a test")]
    pub struct Draft {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(references = Author::id)]
        pub author_id: i32,
        pub text: String,
        #[col(default = Kind::Letter)]
        pub kind: Kind,
        #[col(default = now())]
        pub updated_at: Timestamptz,
    }

    impl TableRules for Draft {
        type Columns = DraftColumns;

        fn rules(c: DraftColumns, r: &mut Rules<'_, Self>) {
            r.policy("drafts_read")
                .on(Select)
                .to(AUTHENTICATED)
                .using(c.kind.eq(Kind::Letter));
            r.grant(Select).to(AUTHENTICATED);
        }
    }
}
