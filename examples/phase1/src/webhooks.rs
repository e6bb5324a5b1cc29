//! Webhook events that were processed, told apart within an organization.

use voxanne_schema::platform::supabase::SERVICE_ROLE;
use voxanne_schema::prelude::*;

use crate::organizations::Organization;

pub(crate) fn module() -> Module {
    Module::new("create_processed_webhook_events")
        .then("add_org_id_to_processed_webhook_events")
        .table::<ProcessedWebhookEvent>()
        .table::<QuarantinedWebhookEvent>()
}

/// Webhook events that were processed, so that none is processed twice within an organization.
#[derive(Table)]
#[table(name = "processed_webhook_events", tenant = org_id)]
pub struct ProcessedWebhookEvent {
    #[col(primary_key, identity)]
    pub id: i64,
    /// The sender's own name for the event.
    pub event_id: String,
    pub call_id: Option<String>,
    pub event_type: Option<String>,
    #[col(default = now())]
    pub received_at: Timestamptz,
    #[col(default = now())]
    pub created_at: Timestamptz,
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: Uuid,
    #[col(default = now())]
    pub processed_at: Timestamptz,
}

impl TableRules for ProcessedWebhookEvent {
    type Columns = ProcessedWebhookEventColumns;

    fn rules(c: ProcessedWebhookEventColumns, r: &mut Rules<'_, Self>) {
        r.index((c.org_id, c.event_id))
            .unique()
            .named("idx_processed_webhook_events_org_event");

        // Where there is one organization, the old rows are its own. Where there are several, nobody
        // can tell, and they are given to nobody.
        r.backfill(c.org_id)
            .with(sole_value(Organization::id))
            .otherwise_quarantine_in::<QuarantinedWebhookEvent>();
        r.deduplicate((c.org_id, c.event_id)).keep_oldest(c.created_at);

        r.closed();
        r.grant((Select, Insert, Update, Delete)).to(SERVICE_ROLE);
    }
}

/// Webhook events from before organizations whose owner nobody can tell.
#[derive(Table)]
#[table(
    name = "processed_webhook_events_quarantine",
    shared = "nobody can tell whose they are, so nobody but the service sees them"
)]
pub struct QuarantinedWebhookEvent {
    #[col(primary_key)]
    pub id: i64,
    pub event_id: String,
    pub call_id: Option<String>,
    pub event_type: Option<String>,
    pub received_at: Timestamptz,
    pub created_at: Timestamptz,
    #[col(default = now())]
    pub quarantined_at: Timestamptz,
}

impl TableRules for QuarantinedWebhookEvent {
    type Columns = QuarantinedWebhookEventColumns;

    fn rules(_c: QuarantinedWebhookEventColumns, r: &mut Rules<'_, Self>) {
        r.closed();
        r.grant((Select, Delete)).to(SERVICE_ROLE);
    }
}
