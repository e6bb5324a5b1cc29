use crate::cases::prelude::*;

sql_fn! {
    /// The clinic of the session.
    #[function(language = sql, stable, execute(AUTHENTICATED, SERVICE_ROLE))]
    pub fn current_clinic() -> Uuid {
        "SELECT nullif(current_setting('app.clinic', true), '')::uuid"
    }
}

/// Where stage stands.
#[derive(PgEnum)]
#[pg_enum(name = "note_stage")]
pub enum Stage {
    Draft,
    Sent,
    Lost,
    Filed,
}

/// Clinics.
#[derive(Table)]
#[table(name = "clinics", shared = "the tenants themselves", no_rules)]
pub struct Clinic {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
}

/// Notes of a clinic.
#[derive(Table)]
#[table(name = "notes", tenant = clinic_id, unique(clinic_id, id))]
pub struct Note {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(immutable)]
    pub text: String,
    #[col(references = Clinic::id, on_delete = cascade)]
    pub clinic_id: Uuid,
    #[col(default = Stage::Draft)]
    pub stage: Stage,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Note {
    type Columns = NoteColumns;

    fn rules(c: NoteColumns, r: &mut Rules<'_, Self>) {
        r.index((c.clinic_id, c.text));
        r.index((c.clinic_id, c.updated_at)).filter(c.stage.eq(Stage::Draft)).named("notes_drafts");
        r.policy("notes_all")
            .on(All)
            .to(AUTHENTICATED)
            .using(c.clinic_id.eq(current_clinic()).and(c.stage.ne(Stage::Filed)));
        r.grant((Select, Insert, Update, Delete)).to([AUTHENTICATED, SERVICE_ROLE]);
        r.updated_at(c.updated_at);
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
    pub stages: Vec<Stage>,
}

impl TableRules for Entry {
    type Columns = EntryColumns;

    fn rules(c: EntryColumns, r: &mut Rules<'_, Self>) {
        r.check(c.place.gt(0));
        r.append_only();
        r.policy_on(Select).to(AUTHENTICATED).using(c.clinic_id.eq(current_clinic()));
        r.grant(Select).to(AUTHENTICATED);
    }
}

pub fn schema(_: Declaration) -> Declaration {
    let clinics = Module::new("create_clinics").table::<Clinic>().function::<current_clinic>();
    let notes = Module::new("create_notes").enumeration::<Stage>().table::<Note>();
    let entries = Module::new("create_entries").table::<Entry>();
    supabase().tenant(current_clinic()).module(clinics).module(notes).module(entries)
}
