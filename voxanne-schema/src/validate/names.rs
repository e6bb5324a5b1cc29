//! Names: how long PostgreSQL lets them be, and which of them share one space.

use super::facts::Facts;
use super::findings::Findings;
use crate::data_type::BaseType;
use crate::diagnostic::Code;
use crate::lookup::Lookup;
use crate::name::{MAX_NAME_BYTES, Name, QualifiedName};
use crate::object::{Identity, Object, ObjectId, ObjectKind, Space};

/// Names that are empty, or that PostgreSQL would cut.
pub(super) fn lengths(object: &Object, findings: &mut Findings) {
    each_name(object, &mut |noun, name| {
        let length = name.as_str().len();
        // PostgreSQL takes an empty label, and nothing else that is empty.
        if (length > 0 || noun == "label") && !name.is_too_long() {
            return;
        }
        let id = object.id();
        if length == 0 {
            let message = format!("the {noun} of {id} is empty");
            findings.report(
                Code::InvalidRule,
                id,
                message,
                format!("name it: {}", object.kind().form(noun)),
            );
            return;
        }
        let message = format!(
            "the {noun} `{name}` of {id} is {length} bytes long, and PostgreSQL keeps {MAX_NAME_BYTES}"
        );
        let help = format!(
            "shorten it by {} bytes: {}",
            length - MAX_NAME_BYTES,
            object.kind().form(noun)
        );
        findings.report(Code::NameTooLong, id, message, help);
    });
}

/// Every name that the object gives, with its noun.
fn each_name<'o>(object: &'o Object, give: &mut dyn FnMut(&'static str, &'o Name)) {
    if let Some(name) = object.name() {
        give("name", name);
    }
    object.parts(give);
}

/// Names that two objects would share where PostgreSQL has room for one.
pub(super) fn clashes(facts: &Facts<'_>, findings: &mut Findings) {
    existing(facts, findings);
    let mut relations = Lookup::default();
    let mut types = Lookup::default();
    let declared = facts.declared;
    let ids = (declared.existing_ids.iter().map(|id| (id, None)))
        .chain(declared.existing.objects().map(|(id, object)| (id, Some(object))))
        .chain(declared.schema.objects().map(|(id, object)| (id, Some(object))));
    for (id, object) in ids {
        if let Some(name) = relation_name(id, object) {
            claim(&mut relations, name, id, findings);
        }
        if id.kind().space().is_type()
            && let Identity::Qualified(name) = id.identity()
        {
            claim(&mut types, (&name.namespace, &name.name), id, findings);
        }
        if let ObjectId::Partition(member) = id {
            claim(&mut types, (&member.table.namespace, &member.name), id, findings);
        }
    }
    overloads(facts, findings);
}

/// Tables, views and indexes share one space of names, and primary keys and unique keys are indexes.
fn relation_name<'d>(id: &'d ObjectId, object: Option<&'d Object>) -> Option<(&'d Name, &'d Name)> {
    match id.identity() {
        Identity::Qualified(name) if id.kind().space().is_relation() => Some((&name.namespace, &name.name)),
        Identity::Member(member) if id.kind() == ObjectKind::Partition || object.is_some_and(owns_index) => {
            Some((&member.table.namespace, &member.name))
        }
        _ => None,
    }
}

fn owns_index(object: &Object) -> bool {
    matches!(object, Object::Constraint(constraint) if constraint.has_index())
}

/// Takes the name for the object, or reports whose it is.
fn claim<'d>(
    taken: &mut Lookup<(&'d Name, &'d Name), &'d ObjectId>,
    name: (&'d Name, &'d Name),
    id: &'d ObjectId,
    findings: &mut Findings,
) {
    let first = *taken.get_or_insert(name, id);
    if first == id {
        return;
    }
    let is_type = |kind: ObjectKind| kind.space() == Space::Type;
    let why = if is_type(first.kind()) && is_type(id.kind()) {
        "types share one space of names"
    } else if is_type(first.kind()) || is_type(id.kind()) {
        "a table or view has a row type of its own name"
    } else {
        "tables, views, sequences, indexes and keys share one space of names"
    };
    let message = format!("{id} has the name of {first}, and {why}");
    let help = format!("give it another name: {}", id.kind().form("name"));
    findings.report(Code::NameClash, id.clone(), message, help);
}

/// Functions that differ only in what PostgreSQL does not tell apart: `varchar(10)`, `varchar(20)`.
fn overloads(facts: &Facts<'_>, findings: &mut Findings) {
    type Overload<'d> = (&'d QualifiedName, Vec<(&'d BaseType, bool)>);
    let mut taken: Lookup<Overload<'_>, &ObjectId> = Lookup::default();
    for (id, _) in facts.declared.schema.objects() {
        let Identity::Routine(signature) = id.identity() else {
            continue;
        };
        let types = signature.arguments.iter().map(|t| (&t.base, t.array)).collect();
        let first = *taken.get_or_insert((&signature.name, types), id);
        if first != id {
            let message =
                format!("{id} and {first} have one signature, for PostgreSQL keeps no lengths of arguments");
            let help = "give one of them another name: `#[function(name = \"…\")]`";
            findings.report(Code::NameClash, id.clone(), message, help);
        }
    }
}

/// Objects that exist without us are referred to, never created.
fn existing(facts: &Facts<'_>, findings: &mut Findings) {
    let declared = facts.declared;
    let ids = declared
        .existing
        .objects()
        .map(|(id, _)| id)
        .chain(&declared.existing_ids);
    for id in ids.filter(|id| declared.schema.contains(id)) {
        findings.report(
            Code::DuplicateObject,
            id.clone(),
            format!("{id} is declared, and exists already"),
            "refer to it without a declaration of its own, or take it out of `Declaration::existing`",
        );
    }
}
