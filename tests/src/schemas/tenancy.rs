//! A tenant's table, and one that becomes a tenant's while it has rows.

use voxanne_schema::platform::supabase::{AUTHENTICATED, SERVICE_ROLE};
use voxanne_schema::prelude::*;

use crate::Case;

/// Notes have no tenant at first and rows, then a tenant with all that follows.
#[must_use]
pub fn case() -> Case {
    let foundation = || {
        Module::new("create_clinics")
            .table::<Clinic>()
            .function::<current_clinic>()
    };
    let platform = || {
        Declaration::new("case", Platform::Supabase)
            .first_version(20260101000000)
            .tenant(current_clinic())
    };
    let first = Module::new("create_notes").table::<before::Note>();
    let second = Module::new("create_notes")
        .then("give_notes_a_clinic")
        .table::<after::Note>()
        .table::<after::Entry>();
    Case {
        name: "a_table_that_becomes_a_tenants",
        states: vec![
            platform().module(foundation()).module(first),
            platform().module(foundation()).module(second),
        ],
        rows: &[(
            0,
            "INSERT INTO clinics (id) VALUES ('a0000000-0000-0000-0000-000000000001');
             INSERT INTO notes (text) SELECT 'note ' || n FROM generate_series(1, 20) AS n;",
        )],
        checks: &[],
    }
}

sql_fn! {
    /// The clinic of the session.
    #[function(language = sql, stable, execute(AUTHENTICATED, SERVICE_ROLE))]
    pub fn current_clinic() -> Uuid {
        "SELECT nullif(current_setting('app.clinic', true), '')::uuid"
    }
}

/// Clinics.
#[derive(Table)]
#[table(name = "clinics", shared = "the tenants themselves", no_rules)]
pub struct Clinic {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
}

pub mod before {
    use super::SERVICE_ROLE;
    use voxanne_schema::prelude::*;

    #[derive(Table)]
    #[table(name = "notes", shared = "not yet")]
    pub struct Note {
        #[col(primary_key, default = gen_random_uuid())]
        pub id: Uuid,
        pub text: String,
    }

    impl TableRules for Note {
        type Columns = NoteColumns;

        fn rules(_c: NoteColumns, r: &mut Rules<'_, Self>) {
            r.grant((Select, Insert)).to(SERVICE_ROLE);
        }
    }
}

pub mod after {
    use super::{AUTHENTICATED, Clinic, SERVICE_ROLE, current_clinic};
    use voxanne_schema::prelude::*;

    /// Notes of a clinic.
    #[derive(Table)]
    #[table(name = "notes", tenant = clinic_id, unique(clinic_id, id))]
    pub struct Note {
        #[col(primary_key, default = gen_random_uuid())]
        pub id: Uuid,
        pub text: String,
        #[col(references = Clinic::id, on_delete = cascade)]
        pub clinic_id: Uuid,
    }

    impl TableRules for Note {
        type Columns = NoteColumns;

        fn rules(c: NoteColumns, r: &mut Rules<'_, Self>) {
            r.backfill(c.clinic_id)
                .with(sole_value(Clinic::id))
                .in_batches_of(7);
            r.index((c.clinic_id, c.text));
            r.policy("notes_all")
                .on(All)
                .to(AUTHENTICATED)
                .using(c.clinic_id.eq(current_clinic()));
            r.grant((Select, Insert, Update, Delete))
                .to([AUTHENTICATED, SERVICE_ROLE]);
        }
    }

    /// What was added to a note. Append-only.
    #[derive(Table)]
    #[table(
        name = "note_entries",
        tenant = clinic_id,
        primary_key(clinic_id, note_id, place),
        foreign_key((clinic_id, note_id) => Note(clinic_id, id), on_delete = restrict),
    )]
    pub struct Entry {
        pub clinic_id: Uuid,
        pub note_id: Uuid,
        pub place: i32,
        #[col(immutable)]
        pub text: String,
    }

    impl TableRules for Entry {
        type Columns = EntryColumns;

        fn rules(c: EntryColumns, r: &mut Rules<'_, Self>) {
            r.check(c.place.gt(0));
            r.append_only();
            r.policy_on(Select)
                .to(AUTHENTICATED)
                .using(c.clinic_id.eq(current_clinic()));
            r.policy_on(Insert)
                .to(AUTHENTICATED)
                .with_check(c.clinic_id.eq(current_clinic()));
            r.grant((Select, Insert)).to(AUTHENTICATED);
        }
    }
}
