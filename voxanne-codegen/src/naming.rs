//! What new migrations are called: versions that increase, slugs that say what happens.

use std::collections::BTreeMap;

use voxanne_schema::declare::{Declared, ModuleInfo};
use voxanne_schema::diagnostic::{Code, Diagnostic};
use voxanne_schema::dispatch_kind;
use voxanne_schema::model::CommentTarget;
use voxanne_schema::object::{Identity, Object, ObjectId, ObjectKind};
use voxanne_schema::rename::{Named, Rename};

use crate::kinds::Plan;
use crate::migrations::{History, MigrationName, Version};
use crate::plan::{Delta, PlannedMigration};

/// How new migrations are called.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// The slug of the change, in place of the declared or derived one.
    pub slug: Option<String>,
    /// The moment that versions are taken from, where they are not numbered.
    pub now: Option<Version>,
    /// The slugs of changes that are written again, by the first slug of their module; declared ones
    /// go before them.
    pub(crate) kept: BTreeMap<String, String>,
}

/// Names the parts of one module's change.
pub(crate) struct Namer<'n> {
    naming: &'n Naming,
    declared: &'n Declared,
}

impl<'n> Namer<'n> {
    pub(crate) fn new(naming: &'n Naming, declared: &'n Declared) -> Self {
        Self { naming, declared }
    }

    /// The names of a module's parts, in order.
    pub(crate) fn names(
        &self,
        parts: &[PlannedMigration],
        history: &History,
    ) -> Result<(String, Vec<MigrationName>), Box<Diagnostic>> {
        if let Some(slug) = self
            .naming
            .slug
            .as_ref()
            .filter(|slug| words(slug) != **slug || slug.is_empty())
        {
            return Err(Box::new(Diagnostic::general(
                Code::InvalidSlug,
                format!("`{slug}` is no slug"),
                "write lowercase words joined by underscores, as in `add_email_to_contacts`",
            )));
        }
        let module = parts
            .first()
            .and_then(|part| self.declared.modules.get(part.module));
        let slug = self.slug(module, parts, history);
        let module_slug = module.map_or_else(|| slug.clone(), |module| module.slug.clone());
        let first = self.version(module, history)?;
        let mut taken: Vec<String> = Vec::new();
        let names = parts
            .iter()
            .enumerate()
            .map(|(place, part)| {
                let wanted = if place == 0 {
                    slug.clone()
                } else {
                    format!("{slug}_{}", part.stage.suffix())
                };
                let slug = unused(&wanted, |slug| taken.iter().any(|taken| taken == slug));
                taken.push(slug.clone());
                let seconds = i64::try_from(place).unwrap_or(i64::MAX);
                MigrationName {
                    version: first.after_seconds(seconds),
                    slug,
                }
            })
            .collect();
        Ok((module_slug, names))
    }

    fn slug(&self, module: Option<&ModuleInfo>, parts: &[PlannedMigration], history: &History) -> String {
        let wanted = self.naming.slug.clone().unwrap_or_else(|| {
            let declared = module.and_then(|module| {
                let changes = history.changes_of.get(&module.slug).copied().unwrap_or_default();
                match changes.checked_sub(1) {
                    None => Some(module.slug.clone()),
                    Some(later) => module.later_slugs.get(later).cloned(),
                }
            });
            let kept = || self.naming.kept.get(&module?.slug).cloned();
            declared.or_else(kept).unwrap_or_else(|| derived(parts, history))
        });
        unused(&wanted, |slug| history.slugs.iter().any(|taken| taken == slug))
    }

    fn version(&self, module: Option<&ModuleInfo>, history: &History) -> Result<Version, Box<Diagnostic>> {
        let tip = history.tip.as_ref().map(|tip| tip.version);
        let is_new = module.is_some_and(|module| !history.changes_of.contains_key(&module.slug));
        if let Some((module, version)) = module
            .filter(|_| is_new)
            .and_then(|m| Some((m, Version::new(m.version?)?)))
        {
            return match tip {
                Some(tip) if version <= tip => Err(Box::new(Diagnostic::general(
                    Code::InvalidVersion,
                    format!(
                        "the module `{}` has the version {version}, and {tip} is written already",
                        module.slug
                    ),
                    "give it a later version, or none",
                ))),
                _ => Ok(version),
            };
        }
        let after = tip.map(Version::next_minute);
        let numbered = self.declared.first_version.and_then(Version::new);
        let first = numbered.or(self.naming.now).unwrap_or_else(Version::now);
        Ok(after.map_or(first, |after| after.max(first)))
    }
}

/// The slug itself, or with the smallest number behind it that makes it new.
fn unused(slug: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(slug) {
        return slug.to_owned();
    }
    let mut number = 2_u32;
    loop {
        let candidate = format!("{slug}_{number}");
        if !is_taken(&candidate) {
            return candidate;
        }
        number = number.saturating_add(1);
    }
}

/// A slug that says what the first change does.
fn derived(parts: &[PlannedMigration], history: &History) -> String {
    let deltas = || parts.iter().flat_map(PlannedMigration::deltas);
    let renames: Vec<&Rename> = deltas()
        .filter_map(|delta| match delta {
            Delta::Rename(rename) => Some(rename),
            Delta::Create(_) | Delta::Alter(_) | Delta::Drop(_) => None,
        })
        .collect();
    // Not one to a passing name.
    let lasting = renames
        .iter()
        .filter(|rename| !renames.iter().any(|other| other.from == rename.renamed()));
    if let Some(rename) = lasting.min_by_key(|rename| weight(rename.from.object().kind())) {
        return words(&renaming(rename));
    }
    for delta in deltas() {
        if let Delta::Alter(object) = delta
            && let Object::Table(next) = object.as_ref()
            && let Some(previous) = history.schema.table(&next.name)
            && let Some(column) = next
                .columns
                .iter()
                .find(|column| previous.column(&column.name).is_none())
        {
            return words(&format!("add {} to {}", column.name, next.name.name));
        }
    }
    let weightiest = deltas().min_by_key(|delta| weight(delta.id().kind()));
    let text = weightiest.map_or_else(
        || "change".to_owned(),
        |delta| {
            let id = delta.id();
            let comes_back = deltas().filter(|other| other.id() == id).count() > 1;
            match delta {
                _ if comes_back => format!("change {}", subject(&id)),
                Delta::Create(_) => format!("create {}", subject(&id)),
                Delta::Alter(_) => format!("change {}", subject(&id)),
                Delta::Drop(_) => format!("drop {}", subject(&id)),
                Delta::Rename(_) => format!("rename {}", subject(&id)),
            }
        },
    );
    words(&text)
}

/// The words for a rename.
fn renaming(rename: &Rename) -> String {
    let to = &rename.to;
    match &rename.from {
        Named::Column(table, column) => format!("rename {column} of {} to {to}", table.name),
        Named::Attribute(composite, attribute) => {
            format!("rename {attribute} of {} to {to}", composite.name)
        }
        Named::Label(enumeration, label) => format!("rename {label} of {} to {to}", enumeration.name),
        Named::Object(id) => format!("rename {} to {to}", subject(id)),
    }
}

/// What a change is about, the weightiest first.
const fn weight(kind: ObjectKind) -> u8 {
    dispatch_kind!(kind, Kind => <Kind as Plan>::WEIGHT)
}

/// The words for an object in a slug: its own name where that says enough.
fn subject(id: &ObjectId) -> String {
    match id.identity() {
        Identity::Named(name) => name.to_string(),
        Identity::Qualified(name) if id.kind() == ObjectKind::SequenceOwner => {
            format!("owner of {}", name.name)
        }
        Identity::Qualified(name) => name.name.to_string(),
        Identity::Routine(signature) => signature.name.name.to_string(),
        Identity::Member(member) => member.name.to_string(),
        Identity::OfTable(table) => format!("row security of {}", table.name),
        Identity::Owned(object) => format!("owner of {}", subject(object)),
        Identity::Grant(grant) => format!("grants of {}", subject(&grant.on.object())),
        Identity::Default(of) => format!("default privileges on {}", of.on.sql()),
        Identity::Comment(CommentTarget::Column(table, _)) => format!("comments of {}", table.name),
        Identity::Comment(CommentTarget::Attribute(object, _)) => format!("comments of {}", subject(object)),
        Identity::Comment(CommentTarget::Object(object)) => format!("comment of {}", subject(object)),
    }
}

/// Lowercase words joined by underscores.
fn words(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().take(80) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.trim_end_matches('_').to_owned()
}
