//! Default privileges and event triggers: what PostgreSQL refuses in them.

use super::facts::Facts;
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::{DefaultPrivileges, DefaultTarget, EventTrigger, Grantee, Returns};
use crate::object::ObjectId;

pub(super) fn default_privileges(of: &DefaultPrivileges, findings: &mut Findings) {
    let id = &of.id;
    let mut refuse = |message: String, help: String| {
        let object = ObjectId::DefaultPrivileges(id.clone());
        findings.report(Code::InvalidRule, object, message, help);
    };
    let known = id.on.privileges();
    if let Some(other) = of.privileges.iter().find(|privilege| !known.contains(privilege)) {
        let names: Vec<&str> = known.iter().map(|privilege| privilege.sql()).collect();
        refuse(
            format!(
                "there is no privilege {} on {}",
                other.sql(),
                id.on.sql().to_lowercase()
            ),
            format!("there are {}", names.join(", ")),
        );
    }
    let is_own = matches!(&id.grantee, Grantee::Role(name) if Some(name) == id.creator.as_ref());
    if is_own && id.namespace.is_none() {
        refuse(
            format!(
                "the default privileges on {id} give a role what it has anyway of what it creates itself"
            ),
            "name somebody else, `DefaultPrivilegesRule::new(…, READER)`, or leave the rule out".to_owned(),
        );
    }
    if id.on == DefaultTarget::Namespaces && id.namespace.is_some() {
        refuse(
            "a namespace stands in no other".to_owned(),
            "leave out `.in_namespace(…)`".to_owned(),
        );
    }
    if of.privileges == id.built_in() {
        let message = if of.privileges.is_empty() {
            format!("the default privileges on {id} take away what nobody gives")
        } else {
            format!("the default privileges on {id} are those that PostgreSQL has anyway")
        };
        refuse(
            message,
            "say `.grant([Privilege::…])`, or leave the rule out: what is given in every namespace cannot be \
             taken away in one"
                .to_owned(),
        );
    }
}

pub(super) fn event_trigger(facts: &Facts<'_>, trigger: &EventTrigger, findings: &mut Findings) {
    let mut refuse = |message: String, help: &str| {
        let object = ObjectId::EventTrigger(trigger.name.clone());
        findings.report(Code::InvalidRule, object, message, help.to_owned());
    };
    if let Some(function) = facts.function(&trigger.function)
        && function.returns != Returns::EventTrigger
    {
        refuse(
            format!(
                "the event trigger `{}` calls `{}`, which is no function for event triggers",
                trigger.name, trigger.function
            ),
            "declare the function with `-> event_trigger`",
        );
    }
    if let Some(tag) = trigger.tags.iter().find(|tag| !is_command(tag)) {
        refuse(
            format!(
                "the event trigger `{}` fires for `{tag}`, which is no command",
                trigger.name
            ),
            "write the command in capitals, as in `.tags([\"CREATE TABLE\", \"DROP TABLE\"])`",
        );
    }
}

fn is_command(tag: &str) -> bool {
    let mut words = tag.split(' ');
    words.all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase()))
}
