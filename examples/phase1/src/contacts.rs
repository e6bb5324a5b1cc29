//! Contacts: the people who have called or written to a clinic.

use voxanne_schema::platform::supabase::{AUTHENTICATED, SERVICE_ROLE};
use voxanne_schema::prelude::*;

use crate::organizations::Organization;
use crate::tenancy::auth_org_id;

pub(crate) fn module() -> Module {
    Module::new("create_contacts_table")
        .enumeration::<LeadScoreType>()
        .enumeration::<LeadStatusType>()
        .table::<Contact>()
}

/// How likely a contact is to become a patient.
#[derive(PgEnum)]
pub enum LeadScoreType {
    Hot,
    Warm,
    Cold,
}

/// How far a contact has come.
#[derive(PgEnum)]
pub enum LeadStatusType {
    New,
    Contacted,
    Qualified,
    Booked,
    Converted,
    Lost,
}

/// People who have called or written to a clinic.
#[derive(Table)]
#[table(name = "contacts", tenant = org_id, unique(org_id, id))]
pub struct Contact {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: Uuid,
    pub name: String,
    /// E.164, unique within an organization.
    pub phone: Option<String>,
    pub email: Option<String>,
    /// A JSON array of service names.
    #[col(default = jsonb("[]"))]
    pub service_interests: Jsonb,
    #[col(default = LeadScoreType::Cold)]
    pub lead_score: LeadScoreType,
    #[col(default = LeadStatusType::New)]
    pub lead_status: LeadStatusType,
    pub last_contact_at: Option<Timestamptz>,
    pub notes: Option<String>,
    #[col(default = now())]
    pub created_at: Timestamptz,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Contact {
    type Columns = ContactColumns;

    fn rules(c: ContactColumns, r: &mut Rules<'_, Self>) {
        r.index((c.org_id, c.lead_status, c.updated_at.desc()))
            .named("idx_contacts_org_status_updated");
        r.index((c.org_id, c.phone))
            .unique()
            .filter(c.phone.is_not_null())
            .named("idx_contacts_org_phone");
        r.index((c.org_id, c.created_at.desc()))
            .named("idx_contacts_org_created");
        r.index(c.service_interests)
            .using(IndexMethod::Gin)
            .named("idx_contacts_service_interests");
        r.index((c.org_id, c.last_contact_at.desc()))
            .named("idx_contacts_last_contact");

        r.policy("contacts_select")
            .on(Select)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.policy("contacts_insert")
            .on(Insert)
            .to(AUTHENTICATED)
            .with_check(c.org_id.eq(auth_org_id()));
        r.policy("contacts_update")
            .on(Update)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.policy("contacts_delete")
            .on(Delete)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.grant((Select, Insert, Update, Delete))
            .to([AUTHENTICATED, SERVICE_ROLE]);

        r.updated_at(c.updated_at);
    }
}
