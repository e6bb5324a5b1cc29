//! Names: how long PostgreSQL lets them be, and which of them share one space.

use super::facts::Facts;
use super::findings::Findings;
use crate::data_type::BaseType;
use crate::diagnostic::Code;
use crate::lookup::Lookup;
use crate::model::Returns;
use crate::name::{MAX_NAME_BYTES, Name, QualifiedName};
use crate::object::{Object, ObjectId, ObjectKind};

/// Names that are empty, or that PostgreSQL would cut.
pub(super) fn lengths(object: &Object, findings: &mut Findings) {
    each_name(object, &mut |noun, name| {
        let length = name.as_str().len();
        if length > 0 && !name.is_too_long() {
            return;
        }
        let id = object.id();
        if length == 0 {
            let message = format!("the {noun} of {id} is empty");
            findings.report(
                Code::InvalidRule,
                id,
                message,
                format!("name it: {}", form(object.kind(), noun)),
            );
            return;
        }
        let message = format!(
            "the {noun} `{name}` of {id} is {length} bytes long, and PostgreSQL keeps {MAX_NAME_BYTES}"
        );
        let help = format!(
            "shorten it by {} bytes: {}",
            length - MAX_NAME_BYTES,
            form(object.kind(), noun)
        );
        findings.report(Code::NameTooLong, id, message, help);
    });
}

/// Every name that the object gives, with its noun.
fn each_name<'o>(object: &'o Object, give: &mut impl FnMut(&'static str, &'o Name)) {
    match object {
        Object::Role(role) => give("name", &role.name),
        Object::Namespace(namespace) => give("name", &namespace.name),
        Object::Extension(extension) => give("name", &extension.name),
        Object::Enum(enumeration) => {
            give("name", &enumeration.name.name);
            enumeration.labels.iter().for_each(|label| give("label", label));
        }
        Object::Sequence(sequence) => give("name", &sequence.name.name),
        Object::Composite(composite) => {
            give("name", &composite.name.name);
            let attributes = composite.attributes.iter();
            attributes.for_each(|attribute| give("attribute", &attribute.name));
        }
        Object::Domain(domain) => {
            give("name", &domain.name.name);
            domain.checks.iter().for_each(|check| give("check", &check.name));
        }
        Object::Table(table) => {
            give("name", &table.name.name);
            table
                .columns
                .iter()
                .for_each(|column| give("column", &column.name));
        }
        Object::Constraint(constraint) => give("name", &constraint.name),
        Object::Function(function) => {
            give("name", &function.name.name);
            function
                .arguments
                .iter()
                .for_each(|argument| give("argument", &argument.name));
            if let Returns::Table(columns) = &function.returns {
                columns.iter().for_each(|(name, _)| give("result column", name));
            }
        }
        Object::View(view) => {
            give("name", &view.name.name);
            view.columns
                .iter()
                .for_each(|column| give("column", &column.name));
        }
        Object::MaterializedView(view) => {
            give("name", &view.name.name);
            view.columns
                .iter()
                .for_each(|column| give("column", &column.name));
        }
        Object::Index(index) => give("name", &index.name),
        Object::Partition(partition) => give("name", &partition.name),
        Object::Trigger(trigger) => give("name", &trigger.name),
        Object::Policy(policy) => give("name", &policy.name),
        Object::RowSecurity(_) | Object::Grant(_) | Object::Comment(_) => {}
    }
}

/// Where the name is written.
fn form(kind: ObjectKind, noun: &str) -> &'static str {
    match kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView if noun == "column" => {
            "`#[col(name = \"…\")]`"
        }
        ObjectKind::View | ObjectKind::MaterializedView => "`#[view(name = \"…\")]`",
        ObjectKind::Table => "`#[table(name = \"…\")]`",
        ObjectKind::Enum if noun == "label" => "`#[pg_enum(label = \"…\")]`",
        ObjectKind::Enum => "`#[pg_enum(name = \"…\")]`",
        ObjectKind::Domain if noun == "check" => "`#[domain(check(name = \"…\"))]`",
        ObjectKind::Sequence => "`#[sequence(name = \"…\")]`",
        ObjectKind::Composite if noun == "attribute" => "`#[attribute(name = \"…\")]`",
        ObjectKind::Composite => "`#[composite(name = \"…\")]`",
        ObjectKind::Domain => "`#[domain(name = \"…\")]`",
        ObjectKind::Constraint => "`unique(…, name = \"…\")` in its attribute, or `.named(\"…\")`",
        ObjectKind::Index => "`r.index(…).named(\"…\")`",
        ObjectKind::Function if noun == "name" => "`#[function(name = \"…\")]`",
        ObjectKind::Function => "in the declaration of the function",
        ObjectKind::Partition => "`r.partition(\"…\")`",
        ObjectKind::Trigger => "`r.trigger(\"…\")`",
        ObjectKind::Policy => "`r.policy(\"…\")`",
        ObjectKind::Namespace => "`Module::namespace(\"…\")`",
        ObjectKind::Extension => "`ExtensionRule::required(\"…\")`",
        ObjectKind::Role => "`RoleName::new(\"…\")`",
        ObjectKind::RowSecurity | ObjectKind::Grant | ObjectKind::Comment => "in its declaration",
    }
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
        if let ObjectId::Enum(name)
        | ObjectId::Domain(name)
        | ObjectId::Composite(name)
        | ObjectId::Table(name)
        | ObjectId::View(name)
        | ObjectId::MaterializedView(name) = id
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
    match id {
        ObjectId::Table(name)
        | ObjectId::View(name)
        | ObjectId::MaterializedView(name)
        | ObjectId::Sequence(name)
        | ObjectId::Index(name) => Some((&name.namespace, &name.name)),
        ObjectId::Partition(member) => Some((&member.table.namespace, &member.name)),
        ObjectId::Constraint(member) => object
            .is_some_and(owns_index)
            .then_some((&member.table.namespace, &member.name)),
        ObjectId::Role(_)
        | ObjectId::Namespace(_)
        | ObjectId::Extension(_)
        | ObjectId::Enum(_)
        | ObjectId::Domain(_)
        | ObjectId::Composite(_)
        | ObjectId::Function(_)
        | ObjectId::Trigger(_)
        | ObjectId::Policy(_)
        | ObjectId::RowSecurity(_)
        | ObjectId::Grant(_)
        | ObjectId::Comment(_) => None,
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
    let is_type = |kind| {
        matches!(
            kind,
            ObjectKind::Enum | ObjectKind::Domain | ObjectKind::Composite
        )
    };
    let why = if is_type(first.kind()) && is_type(id.kind()) {
        "types share one space of names"
    } else if is_type(first.kind()) || is_type(id.kind()) {
        "a table or view has a row type of its own name"
    } else {
        "tables, views, sequences, indexes and keys share one space of names"
    };
    let message = format!("{id} has the name of {first}, and {why}");
    let help = format!("give it another name: {}", form(id.kind(), "name"));
    findings.report(Code::NameClash, id.clone(), message, help);
}

/// Functions that differ only in what PostgreSQL does not tell apart: `varchar(10)`, `varchar(20)`.
fn overloads(facts: &Facts<'_>, findings: &mut Findings) {
    type Overload<'d> = (&'d QualifiedName, Vec<(&'d BaseType, bool)>);
    let mut taken: Lookup<Overload<'_>, &ObjectId> = Lookup::default();
    for (id, _) in facts.declared.schema.objects() {
        let ObjectId::Function(signature) = id else {
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
