//! Appointments of contacts.

use voxanne_schema::platform::supabase::{AUTHENTICATED, SERVICE_ROLE};
use voxanne_schema::prelude::*;

use crate::contacts::Contact;
use crate::organizations::Organization;
use crate::tenancy::auth_org_id;

pub(crate) fn module() -> Module {
    Module::new("create_appointments_table")
        .enumeration::<AppointmentStatus>()
        .table::<Appointment>()
}

/// How far an appointment has come.
#[derive(PgEnum)]
pub enum AppointmentStatus {
    Pending,
    Confirmed,
    InProgress,
    Completed,
    Cancelled,
    NoShow,
}

/// Appointments of contacts, within one organization.
#[derive(Table)]
#[table(
    name = "appointments",
    tenant = org_id,
    unique(org_id, id),
    foreign_key((org_id, contact_id) => Contact(org_id, id)),
)]
pub struct Appointment {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: Uuid,
    pub contact_id: Uuid,
    pub service_type: String,
    pub scheduled_at: Timestamptz,
    #[col(default = 30)]
    pub duration_minutes: i32,
    #[col(default = AppointmentStatus::Pending)]
    pub status: AppointmentStatus,
    pub calendar_link: Option<String>,
    #[col(default = false)]
    pub confirmation_sent: bool,
    /// When it was deleted, for the application; the row stays.
    pub deleted_at: Option<Timestamptz>,
    #[col(default = now())]
    pub created_at: Timestamptz,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Appointment {
    type Columns = AppointmentColumns;

    fn rules(c: AppointmentColumns, r: &mut Rules<'_, Self>) {
        r.check(c.duration_minutes.gt(0));

        let open = || {
            c.status
                .is_in([AppointmentStatus::Pending, AppointmentStatus::Confirmed])
        };
        r.index((c.org_id, c.scheduled_at))
            .filter(c.deleted_at.is_null())
            .named("idx_appointments_org_scheduled_at");
        r.index((c.org_id, c.contact_id))
            .filter(c.deleted_at.is_null())
            .named("idx_appointments_org_contact");
        r.index((c.org_id, c.status))
            .filter(c.deleted_at.is_null())
            .named("idx_appointments_org_status");
        r.index((c.org_id, c.scheduled_at))
            .filter(c.deleted_at.is_null().and(open()))
            .named("idx_appointments_upcoming");

        r.policy("appointments_select")
            .on(Select)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.policy("appointments_insert")
            .on(Insert)
            .to(AUTHENTICATED)
            .with_check(c.org_id.eq(auth_org_id()));
        r.policy("appointments_update")
            .on(Update)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.policy("appointments_delete")
            .on(Delete)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.grant((Select, Insert, Update, Delete))
            .to([AUTHENTICATED, SERVICE_ROLE]);

        r.updated_at(c.updated_at);
    }
}
