use crate::cases::prelude::*;

sql_fn! {
    /// The caller's clinic.
    #[function(language = sql, stable)]
    pub fn current_clinic() -> Uuid {
        "SELECT nullif(current_setting('app.clinic', true), '')::uuid"
    }
}

/// Clinics.
#[derive(Table)]
#[table(name = "clinics", shared = "a test", no_rules)]
pub struct Clinic {
    #[col(primary_key)]
    pub id: Uuid,
}

/// Visits.
#[derive(Table)]
#[table(name = "visits", tenant = clinic_id, unique(clinic_id, id))]
pub struct Visit {
    #[col(primary_key)]
    pub id: Uuid,
    /// How many came.
    #[col(default = 1)]
    pub count: i32,
    /// Whose it is.
    #[col(references = Clinic::id)]
    pub clinic_id: Uuid,
    pub note: Option<String>,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Visit {
    type Columns = VisitColumns;

    fn rules(c: VisitColumns, r: &mut Rules<'_, Self>) {
        r.index((c.clinic_id, c.updated_at.desc())).include(c.count).named("visits_latest");
        r.check(c.count.gt(0)).named("visits_count_positive");
        r.policy("visits_read").on(Select).to(READER).using(c.count.gt(0));
        r.grant(Select).to(READER);
        r.grant(Update).columns((c.count, c.note)).to(WRITER);
        r.updated_at(c.updated_at);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_visits")
        .table::<Clinic>()
        .function::<current_clinic>()
        .table::<Visit>();
    d.tenant(current_clinic()).module(module)
}
