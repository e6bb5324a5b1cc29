//! Rows that a new unique key would refuse.

use voxanne_schema::prelude::*;

use crate::Case;

/// Five messages, two of them with one code and two without any.
const MESSAGES: &str = "INSERT INTO messages (id, code, sender, sent_at) VALUES
    (1, 'a', 'Ann', '2026-01-03'), (2, 'a', 'Ann', '2026-01-01'), (3, 'b', 'Ann', '2026-01-02'),
    (4, NULL, 'Bob', '2026-01-04'), (5, NULL, 'Bob', '2026-01-05')";

/// The messages that there are.
const IDS: &str = "SELECT string_agg(id::text, ' ' ORDER BY id) FROM messages";

/// A column becomes unique: of two equal rows the older stays, and the other is set aside until the
/// way back. Nulls are equal to nothing.
#[must_use]
pub fn set_aside() -> Case {
    let first = Module::new("create_messages").table::<before::Message>();
    let second = Module::new("create_messages")
        .table::<unique::Message>()
        .table::<Repeated>();
    Case {
        name: "rows_that_repeat_and_are_set_aside",
        states: vec![super::plain().module(first), super::plain().module(second)],
        rows: &[(0, MESSAGES)],
        checks: &[
            (0, IDS, "1 2 3 4 5"),
            (1, IDS, "2 3 4 5"),
            (1, "SELECT id || code || sender FROM repeated_messages", "1aAnn"),
        ],
    }
}

/// A unique index: of equal rows the newest stays, and the others are deleted.
#[must_use]
pub fn deleted() -> Case {
    let first = Module::new("create_messages").table::<before::Message>();
    let second = Module::new("create_messages").table::<senders::Message>();
    Case {
        name: "rows_that_repeat_and_are_deleted",
        states: vec![super::plain().module(first), super::plain().module(second)],
        rows: &[(0, MESSAGES)],
        checks: &[(1, IDS, "1 5")],
    }
}

/// Messages that were sent again.
#[derive(Table)]
#[table(name = "repeated_messages", shared = "a test", no_rules)]
pub struct Repeated {
    #[col(primary_key)]
    pub id: i64,
    pub code: Option<String>,
    pub sender: String,
    pub sent_at: Timestamptz,
}

pub mod before {
    use voxanne_schema::prelude::*;

    #[derive(Table)]
    #[table(name = "messages", shared = "a test", no_rules)]
    pub struct Message {
        #[col(primary_key)]
        pub id: i64,
        pub code: Option<String>,
        pub sender: String,
        pub sent_at: Timestamptz,
    }
}

pub mod unique {
    use super::Repeated;
    use voxanne_schema::prelude::*;

    #[derive(Table)]
    #[table(name = "messages", shared = "a test")]
    pub struct Message {
        #[col(primary_key)]
        pub id: i64,
        #[col(unique)]
        pub code: Option<String>,
        pub sender: String,
        pub sent_at: Timestamptz,
    }

    impl TableRules for Message {
        type Columns = MessageColumns;

        fn rules(c: MessageColumns, r: &mut Rules<'_, Self>) {
            r.deduplicate(c.code)
                .keep_oldest(c.sent_at)
                .set_aside_in::<Repeated>();
        }
    }
}

pub mod senders {
    use voxanne_schema::prelude::*;

    #[derive(Table)]
    #[table(name = "messages", shared = "a test")]
    pub struct Message {
        #[col(primary_key)]
        pub id: i64,
        pub code: Option<String>,
        pub sender: String,
        pub sent_at: Timestamptz,
    }

    impl TableRules for Message {
        type Columns = MessageColumns;

        fn rules(c: MessageColumns, r: &mut Rules<'_, Self>) {
            r.deduplicate(c.sender).keep_newest(c.sent_at);
            r.index(c.sender).unique().named("one_message_a_sender");
        }
    }
}
