//! Notifications: what a member of an organization should know.

use voxanne_schema::platform::supabase::{AUTHENTICATED, AuthUser, SERVICE_ROLE, auth_uid};
use voxanne_schema::prelude::*;

use crate::organizations::{Organization, OrganizationMember};
use crate::tenancy::auth_org_id;

pub(crate) fn module() -> Module {
    Module::new("create_notifications_table")
        .enumeration::<NotificationType>()
        .enumeration::<NotificationStatus>()
        .enumeration::<NotificationPriority>()
        .table::<Notification>()
        .function::<create_notification>()
        .function::<expire_old_notifications>()
}

/// What a notification is about.
#[derive(PgEnum)]
pub enum NotificationType {
    HotLead,
    AppointmentBooked,
    AppointmentReminder,
    MissedCall,
    SystemAlert,
    Voicemail,
}

/// Whether a notification was seen.
#[derive(PgEnum)]
pub enum NotificationStatus {
    Unread,
    Read,
    Archived,
}

/// How soon a notification should be seen.
#[derive(PgEnum)]
pub enum NotificationPriority {
    Low,
    Normal,
    High,
    Urgent,
}

/// What a member of an organization should know. Seen by that member alone.
#[derive(Table)]
#[table(
    name = "notifications",
    tenant = org_id,
    foreign_key((org_id, user_id) => OrganizationMember(org_id, user_id), on_delete = cascade),
)]
pub struct Notification {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: Uuid,
    #[col(references = AuthUser::id, on_delete = cascade)]
    pub user_id: Uuid,
    pub r#type: NotificationType,
    pub title: String,
    pub message: String,
    #[col(default = NotificationStatus::Unread)]
    pub status: NotificationStatus,
    #[col(default = NotificationPriority::Normal)]
    pub priority: NotificationPriority,
    /// The contact, appointment or call that it is about.
    pub related_entity_id: Option<Uuid>,
    pub related_entity_type: Option<String>,
    pub action_url: Option<String>,
    /// A JSON array of the ways in which it is delivered.
    #[col(default = jsonb(r#"["in_app"]"#))]
    pub channels: Jsonb,
    pub read_at: Option<Timestamptz>,
    #[col(default = now())]
    pub created_at: Timestamptz,
    #[col(default = now() + days(30))]
    pub expires_at: Timestamptz,
}

impl TableRules for Notification {
    type Columns = NotificationColumns;

    fn rules(c: NotificationColumns, r: &mut Rules<'_, Self>) {
        r.index((c.user_id, c.status))
            .filter(c.status.eq(NotificationStatus::Unread))
            .named("idx_notifications_user_unread");
        r.index((c.org_id, c.created_at.desc()))
            .named("idx_notifications_created_desc");
        r.index(c.expires_at).named("idx_notifications_expires");
        r.index((c.org_id, c.user_id)).named("idx_notifications_org");
        r.index((c.org_id, c.related_entity_type, c.related_entity_id))
            .named("idx_notifications_entity");

        r.policy("notifications_select")
            .on(Select)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()).and(c.user_id.eq(auth_uid())));
        r.grant(Select).to(AUTHENTICATED);
        r.grant((Select, Insert, Update, Delete)).to(SERVICE_ROLE);
    }
}

sql_fn! {
    /// Notifies a member of an organization; gives the notification's id.
    #[function(language = sql, volatile, search_path = "", execute(SERVICE_ROLE))]
    pub fn create_notification(
        org_id: Uuid,
        user_id: Uuid,
        r#type: NotificationType,
        title: String,
        message: String,
        related_entity_id: Option<Uuid> = null(),
        related_entity_type: Option<String> = null(),
        action_url: Option<String> = null(),
        priority: NotificationPriority = NotificationPriority::Normal,
        channels: Jsonb = jsonb(r#"["in_app"]"#),
    ) -> Uuid {
        include_str!("functions/create_notification.sql")
    }

    /// Archives the notifications whose time is over; gives their number.
    #[function(language = sql, volatile, search_path = "", execute(SERVICE_ROLE))]
    pub fn expire_old_notifications() -> i64 {
        include_str!("functions/expire_old_notifications.sql")
    }
}
