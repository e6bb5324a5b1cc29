//! What to write for an object that nobody declares, and which one was perhaps meant.

use super::findings::quoted;
use super::nearest::nearest;
use super::references::extension_of;
use crate::declare::Declared;
use crate::lookup::Lookup;
use crate::model::Signature;
use crate::name::{Name, QualifiedName};
use crate::object::{Identity, ObjectId};

/// How many missing objects get a suggestion. Each search looks at every name of its kind, so a
/// limit keeps the whole linear; whoever has more of them has forgotten a module, not a letter.
const SUGGESTIONS: usize = 32;

/// The remedies that were given, so that none is looked for twice.
pub(super) struct Remedies<'d> {
    declared: &'d Declared,
    given: Lookup<ObjectId, String>,
}

impl<'d> Remedies<'d> {
    pub(super) fn new(declared: &'d Declared) -> Self {
        Self {
            declared,
            given: Lookup::default(),
        }
    }

    /// The remedy for a missing object, given the declared ones in their order.
    pub(super) fn of(&mut self, needed: &ObjectId, ids: &[&'d ObjectId]) -> String {
        if let Some(given) = self.given.get(needed) {
            return given.clone();
        }
        let meant = if self.given.len() < SUGGESTIONS {
            self.meant(needed, ids)
        } else {
            None
        };
        let meant = meant.map_or_else(String::new, |id| format!("did you mean {id}? otherwise "));
        let help = format!("{meant}{}", self.remedy(needed));
        self.given.insert(needed.clone(), help.clone());
        help
    }

    /// The object of the same kind whose name is nearest, in the same namespace before others.
    fn meant(&self, needed: &ObjectId, ids: &[&'d ObjectId]) -> Option<&'d ObjectId> {
        let (declared, kind) = (self.declared, needed.kind());
        let from = ids.partition_point(|id| id.kind() < kind);
        let until = ids.partition_point(|id| id.kind() <= kind);
        let known = || {
            let existing = declared
                .existing
                .objects()
                .map(|(id, _)| id)
                .chain(&declared.existing_ids);
            let ids = ids[from..until].iter().copied();
            ids.chain(existing.filter(|id| id.kind() == kind))
        };
        let (namespace, wanted) = name_of(needed)?;
        let names = known().filter_map(|id| Some(name_of(id)?.1.as_str()));
        let name = nearest(wanted.as_str(), names)?;
        known()
            .filter(|id| name_of(id).is_some_and(|(_, own)| own == name))
            .min_by_key(|id| (name_of(id).map(|(own, _)| own) != Some(namespace), *id))
    }

    fn remedy(&self, needed: &ObjectId) -> String {
        match needed {
            ObjectId::Role(name) => format!(
                "declare it: `Declaration::role(RoleName::new(\"{name}\"))`{}",
                self.roles()
            ),
            ObjectId::Namespace(name) => format!("declare it in a module: `.namespace(\"{name}\")`"),
            ObjectId::Extension(name) => {
                format!("declare it in a module: `.extension(ExtensionRule::required(\"{name}\"))`")
            }
            ObjectId::Enum(name) => match extension_of(name) {
                Some(extension) => format!(
                    "declare its extension: `.extension(ExtensionRule::required(\"{extension}\").in_namespace(\"{}\"))`",
                    name.namespace
                ),
                None => declare("enumeration", &existing(needed)),
            },
            other => other.kind().method().map_or_else(
                || "declare it on its table, or leave out what needs it".to_owned(),
                |method| declare(method, &existing(other)),
            ),
        }
    }

    /// The roles that are there already.
    fn roles(&self) -> String {
        let roles = self
            .declared
            .existing
            .objects()
            .filter_map(|(id, _)| name_of_role(id));
        let roles = quoted(roles);
        if roles.is_empty() {
            roles
        } else {
            format!("; there are {roles}")
        }
    }
}

fn declare(method: &str, existing: &str) -> String {
    format!(
        "declare it in a module: `.{method}::<…>()`, or, if it exists without us: `Declaration::existing({existing})`"
    )
}

/// The object as `Declaration::existing` takes it.
fn existing(id: &ObjectId) -> String {
    let identity = match id.identity() {
        Identity::Named(name) => format!("Name::new(\"{name}\")"),
        Identity::Qualified(name) | Identity::OfTable(name) => written(name),
        Identity::Routine(signature) => call(signature),
        Identity::Member(_)
        | Identity::Owned(_)
        | Identity::Grant(_)
        | Identity::Default(_)
        | Identity::Comment(_) => "…".to_owned(),
    };
    format!("ObjectId::{:?}({identity})", id.kind())
}

fn written(name: &QualifiedName) -> String {
    format!("QualifiedName::new(\"{}\", \"{}\")", name.namespace, name.name)
}

fn call(signature: &Signature) -> String {
    let arguments = if signature.arguments.is_empty() { "" } else { "…" };
    format!(
        "Signature {{ name: {}, arguments: vec![{arguments}] }}",
        written(&signature.name)
    )
}

fn name_of_role(id: &ObjectId) -> Option<&Name> {
    if let ObjectId::Role(name) = id {
        Some(name)
    } else {
        None
    }
}

/// The name of an object with its namespace, where it has one.
fn name_of(id: &ObjectId) -> Option<(Option<&Name>, &Name)> {
    let identity = id.identity();
    identity.name().map(|name| (identity.namespace(), name))
}
