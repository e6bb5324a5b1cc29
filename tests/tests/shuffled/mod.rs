//! Phase 1 with the declarations of every module in a random order. It says again what each module
//! has; if that differs from what `phase1` says, so does what comes of it.

use phase1::appointments::{Appointment, AppointmentStatus};
use phase1::audit::{
    ArchivedAuditLog, AuditLog, archive_old_audit_logs, detect_suspicious_activity, get_org_audit_logs,
    log_audit_event, pgaudit,
};
use phase1::contacts::{Contact, LeadScoreType, LeadStatusType};
use phase1::notifications::{
    Notification, NotificationPriority, NotificationStatus, NotificationType, create_notification,
    expire_old_notifications,
};
use phase1::organizations::{Organization, OrganizationMember};
use phase1::tenancy::auth_org_id;
use phase1::webhooks::{ProcessedWebhookEvent, QuarantinedWebhookEvent};
use voxanne_schema::prelude::*;

/// One declaration of a module.
type Part = fn(Module) -> Module;

/// Phase 1 in the order that comes of a seed.
pub(crate) fn phase1(seed: u64) -> Declaration {
    let mut random = Random(seed);
    let mut declaration = Declaration::new("phase1", Platform::Supabase)
        .tenant(auth_org_id())
        .first_version(20250110000000);
    for (module, mut parts) in modules() {
        random.shuffle(&mut parts);
        declaration = declaration.module(parts.into_iter().fold(module, |module, part| part(module)));
    }
    declaration
}

fn modules() -> Vec<(Module, Vec<Part>)> {
    vec![
        (
            Module::new("create_organizations_table_foundation"),
            vec![
                Module::table::<Organization>,
                Module::table::<OrganizationMember>,
                |module| module.updates_of("updated_at"),
            ],
        ),
        (
            Module::new("create_org_id_immutability_triggers"),
            vec![|module| module.immutability_of("org_id")],
        ),
        (
            Module::new("create_auth_org_id_function"),
            vec![Module::function::<auth_org_id>],
        ),
        (
            Module::new("create_contacts_table"),
            vec![
                Module::enumeration::<LeadScoreType>,
                Module::enumeration::<LeadStatusType>,
                Module::table::<Contact>,
            ],
        ),
        (
            Module::new("create_appointments_table"),
            vec![
                Module::enumeration::<AppointmentStatus>,
                Module::table::<Appointment>,
            ],
        ),
        (
            Module::new("create_notifications_table"),
            vec![
                Module::enumeration::<NotificationType>,
                Module::enumeration::<NotificationStatus>,
                Module::enumeration::<NotificationPriority>,
                Module::table::<Notification>,
                Module::function::<create_notification>,
                Module::function::<expire_old_notifications>,
            ],
        ),
        (
            Module::new("create_processed_webhook_events").then("add_org_id_to_processed_webhook_events"),
            vec![
                Module::table::<ProcessedWebhookEvent>,
                Module::table::<QuarantinedWebhookEvent>,
            ],
        ),
        (
            Module::new("enable_pgaudit_logging"),
            vec![
                |module| module.extension(pgaudit()),
                Module::table::<AuditLog>,
                Module::table::<ArchivedAuditLog>,
                Module::function::<log_audit_event>,
                Module::function::<archive_old_audit_logs>,
                Module::function::<get_org_audit_logs>,
                Module::function::<detect_suspicious_activity>,
            ],
        ),
    ]
}

/// SplitMix64: the same numbers each time, from a seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// As Fisher and Yates do it.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let bound = u64::try_from(last).unwrap() + 1;
            let chosen = usize::try_from(self.next() % bound).unwrap();
            items.swap(last, chosen);
        }
    }
}
