//! What stands beside the tables of a database: event triggers, and default privileges, of which those
//! that are declared must be there, and others are nobody's concern.

use voxanne_schema::model::{DefaultPrivileges, EventTrigger, Privilege, TriggerEnabled};
use voxanne_schema::object::ObjectId;

use super::Expect;
use super::expected::Expected;
use super::label::label;
use crate::sql::qualified;

impl Expect for DefaultPrivileges {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let id = ObjectId::DefaultPrivileges(self.id.clone());
        let mut names: Vec<&str> = self
            .privileges
            .iter()
            .map(|privilege| Privilege::sql(*privilege))
            .collect();
        names.sort_unstable();
        if names.is_empty() {
            into.gone(&id);
        } else {
            into.fact(label(&id), names.join(", "));
        }
    }
}

impl Expect for EventTrigger {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).collect();
        let mut words = vec![self.event.sql().to_owned()];
        if !tags.is_empty() {
            words.push(tags.join(", "));
        }
        words.push(qualified(&self.function.name));
        words.extend(match self.enabled {
            TriggerEnabled::Origin => None,
            TriggerEnabled::Always => Some("ALWAYS".to_owned()),
            TriggerEnabled::Replica => Some("REPLICA".to_owned()),
            TriggerEnabled::Disabled => Some("DISABLED".to_owned()),
        });
        into.fact(label(&ObjectId::EventTrigger(self.name.clone())), words.join(" "));
    }
}
