//! What there was before Phase 1: organizations, the tenant of a session, and the webhook events
//! that knew no organization.

use voxanne_schema::platform::supabase::SERVICE_ROLE;
use voxanne_schema::prelude::*;

use crate::{organizations, tenancy};

/// The schema before Phase 1.
#[must_use]
pub fn baseline() -> Declaration {
    crate::declaration()
        .module(
            Module::new("create_processed_webhook_events")
                .version(20250109000000)
                .table::<ProcessedWebhookEvent>(),
        )
        .module(organizations::module())
        .module(tenancy::immutability())
        .module(tenancy::module())
}

/// Webhook events that were processed, so that none is processed twice.
#[derive(Table)]
#[table(
    name = "processed_webhook_events",
    shared = "events are told apart by event_id alone, for now"
)]
pub struct ProcessedWebhookEvent {
    #[col(primary_key, identity)]
    pub id: i64,
    /// The sender's own name for the event.
    #[col(unique)]
    pub event_id: String,
    pub call_id: String,
    pub event_type: String,
    #[col(default = now())]
    pub received_at: Timestamptz,
    #[col(default = now())]
    pub created_at: Timestamptz,
}

impl TableRules for ProcessedWebhookEvent {
    type Columns = ProcessedWebhookEventColumns;

    fn rules(_c: ProcessedWebhookEventColumns, r: &mut Rules<'_, Self>) {
        r.closed();
        r.grant((Select, Insert, Update, Delete)).to(SERVICE_ROLE);
    }
}
