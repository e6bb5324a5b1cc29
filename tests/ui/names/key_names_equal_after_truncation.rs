//! PostgreSQL's own names for both keys are cut to the same.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(
    name = "organization_notification_preferences",
    unique(organization_id, notification_kind, channel_one),
    unique(organization_id, notification_kind, channel_two),
    no_rules
)]
pub struct Preference {
    pub organization_id: Uuid,
    pub notification_kind: String,
    pub channel_one: String,
    pub channel_two: String,
}

fn main() {}
