//! The way from one state to another, whoever made them: two models in, one script for `psql` out, and
//! one for the way back. No definitions, no modules and no folder: the planner is the one that
//! [`generate`](crate::generate()) has, and what definitions are asked for besides (tenants, reasons,
//! style) is not asked of a state that somebody else made.

mod back;
mod named;
mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use voxanne_schema::declare::{AllowedOn, Declared};
use voxanne_schema::model::Schema;
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;
use voxanne_schema::platform::Platform;
use voxanne_schema::rename::Rename;

pub use self::named::rename;
use crate::access::AccessChange;
use crate::differences::Difference;
use crate::error::GenerateError;
use crate::generate::{Before, PlanOptions, planned};
use crate::migrations::{Draft, History, MigrationName, Version, psql};
use crate::naming::Naming;
use crate::plan::{HazardKind, Plain, PlannedMigration};

/// The one module of a state.
const MODULE: &str = "change";

/// What a way may do.
#[derive(Clone, Debug)]
pub struct WayOptions {
    /// Hazards that somebody has allowed by name.
    pub allow: BTreeSet<HazardKind>,
    /// Which tables are changed plainly, and not beside their writers.
    pub plain: Plain,
    /// What is called otherwise from here on, each as it is called in the state before.
    pub renames: Vec<Rename>,
    /// What was said of rows, names and reasons, where the state after is that of definitions.
    pub said: Option<Declared>,
    /// Whether columns may stay where they are, so that new ones come at the end.
    pub any_column_order: bool,
    /// Where both states live: whom new objects are closed to.
    pub platform: Platform,
}

impl Default for WayOptions {
    fn default() -> Self {
        Self {
            allow: BTreeSet::new(),
            plain: Plain::Nothing,
            renames: Vec::new(),
            said: None,
            any_column_order: false,
            platform: Platform::Postgres,
        }
    }
}

/// The way from one state to another.
#[derive(Clone, Debug)]
pub struct Way {
    /// The script that leads there. Empty where both states are the same.
    pub up: String,
    /// The script that leads back.
    pub down: String,
    /// Whether the way back was planned by itself, so that there is one whatever is irreversible on the way.
    pub is_planned_back: bool,
    /// The same as plans, each of which runs in one transaction or outside of any.
    pub parts: Vec<WayPart>,
    /// The state that it leads to, as the plans call it.
    pub declared: Declared,
    /// Roles of the state after that the one before has not. They are the cluster's, and must be there
    /// before anything of this runs.
    pub missing_roles: Vec<Name>,
}

/// A part of a way.
#[derive(Clone, Debug)]
pub struct WayPart {
    /// Its statements, with reasons, locks and hazards.
    pub planned: PlannedMigration,
    /// Who gains or loses what by it.
    pub access: Vec<AccessChange>,
}

impl Way {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.up.is_empty()
    }

    /// Why some of it cannot be taken back.
    pub fn irreversible(&self) -> impl Iterator<Item = &str> {
        let parts = self.parts.iter();
        parts.flat_map(|part| part.planned.irreversible.iter().map(String::as_str))
    }
}

/// The way from one state to another.
///
/// Both states must be spelled alike: two that were declared, or two that were read from databases.
/// Roles are the cluster's, and no part of it.
///
/// # Errors
///
/// Every change that cannot be planned, a rename that does not fit, hazards that nobody has allowed.
pub fn way(from: &Schema, to: &Schema, options: &WayOptions) -> Result<Way, GenerateError> {
    let before = Declared::of_state(from, MODULE, options.platform).schema;
    let mut declared = Declared::of_state(to, MODULE, options.platform);
    declared.renames =
        named::declared(&options.renames, &before, &declared.schema).map_err(GenerateError::definition)?;
    if let Some(said) = &options.said {
        guide(&mut declared, said, &before);
    }
    if options.any_column_order {
        declared.schema = places::as_they_are(&before, &declared.schema, &declared.renames);
    }
    let planned = plan(&before, &declared, options)?;
    let drafts = drafts(&planned, history_of(&before), &declared)?;
    let parts = drafts.iter().map(|draft| draft.access().to_vec());
    let parts: Vec<_> = planned.iter().cloned().zip(parts).collect();
    let up = psql::up(&drafts);
    let is_short = planned.iter().any(|part| !part.irreversible.is_empty())
        || back::ends_elsewhere(&before, &declared.schema);
    let is_asked = options.said.is_none() && options.renames.is_empty();
    let lost = planned.iter().flat_map(|part| &part.irreversible);
    let lost: Vec<&str> = lost.map(String::as_str).collect();
    let back = (is_short && is_asked)
        .then(|| way_back(&before, &declared.schema, &lost, options))
        .flatten();
    let is_planned_back = back.is_some();
    let down = back.unwrap_or_else(|| psql::down(&drafts));
    Ok(Way {
        up,
        down,
        is_planned_back,
        parts: parts
            .into_iter()
            .map(|(planned, access)| WayPart { planned, access })
            .collect(),
        declared,
        missing_roles: missing_roles(from, to),
    })
}

/// In what two states differ, as the way between them sees it: one is empty where the other is.
#[must_use]
pub fn differences(from: &Schema, to: &Schema, options: &WayOptions) -> Vec<Difference> {
    let before = Declared::of_state(from, MODULE, options.platform).schema;
    let mut declared = Declared::of_state(to, MODULE, options.platform);
    if options.any_column_order {
        declared.schema = places::as_they_are(&before, &declared.schema, &declared.renames);
    }
    crate::differences::differences(&before, &declared.schema)
}

/// The way back as a way of its own, which ends at every column in its place and every constraint proven, as
/// what takes single statements back does not; nothing where it cannot be planned, or holds what nobody has
/// allowed. What the way there has lost is told at its head.
fn way_back(before: &Schema, after: &Schema, lost: &[&str], options: &WayOptions) -> Option<String> {
    let mut declared = Declared::of_state(before, MODULE, options.platform);
    if options.any_column_order {
        declared.schema = places::as_they_are(after, &declared.schema, &declared.renames);
    }
    let planned = plan(after, &declared, options).ok()?;
    let drafts = drafts(&planned, history_of(after), &declared).ok()?;
    Some(psql::back(&drafts, lost))
}

/// Plans from one state to another, in one module.
fn plan(
    before: &Schema,
    declared: &Declared,
    options: &WayOptions,
) -> Result<Vec<PlannedMigration>, GenerateError> {
    let of_plan = PlanOptions {
        naming: Naming::default(),
        allow: options.allow.clone(),
        plain: options.plain.clone(),
    };
    let module: Arc<str> = Arc::from(MODULE);
    let made = before.objects().map(|(id, _)| (id.clone(), Arc::clone(&module)));
    let found = Before {
        schema: before,
        made_by: made.collect(),
        former_names: BTreeMap::new(),
    };
    Ok(planned(found, declared, &of_plan)?.0)
}

/// A history that has come to a state.
fn history_of(state: &Schema) -> History {
    History {
        schema: state.clone(),
        ..History::default()
    }
}

/// Takes over what definitions say besides the state that they come to. What a command asks for goes
/// before what they say of names.
fn guide(declared: &mut Declared, said: &Declared, before: &Schema) {
    declared.tenant.clone_from(&said.tenant);
    declared.backfills.clone_from(&said.backfills);
    declared.deduplications.clone_from(&said.deduplications);
    declared.conversions.clone_from(&said.conversions);
    declared.removed_labels.clone_from(&said.removed_labels);
    declared.reasons.clone_from(&said.reasons);
    declared.locations.clone_from(&said.locations);
    let on_tables = said.allowances.iter();
    let on_tables = on_tables.filter(|allowance| matches!(allowance.on, AllowedOn::Table(_)));
    declared.allowances.extend(on_tables.cloned());
    for (now, former) in &said.renames {
        if now.is_in(&declared.schema) && !now.is_in(before) {
            declared
                .renames
                .entry(now.clone())
                .or_insert_with(|| former.clone());
        }
    }
}

/// What each part is to be written from. The names are for the history alone, which wants one a part.
fn drafts<'p>(
    planned: &'p [PlannedMigration],
    mut history: History,
    declared: &Declared,
) -> Result<Vec<Draft<'p>>, GenerateError> {
    let first = Version::new(10_000_000_000_000).unwrap_or_else(Version::now);
    let drafts = planned.iter().zip(0_i64..).map(|(part, place)| {
        let name = MigrationName {
            version: first.after_seconds(place),
            slug: format!("{MODULE}_{place}"),
        };
        Draft::new(part, name, MODULE, &mut history, declared)
    });
    let drafts: Result<Vec<_>, _> = drafts.collect();
    drafts.map_err(|error| GenerateError::Folder(vec![error]))
}

/// The roles of the state after that the one before has not: nothing here makes them.
fn missing_roles(from: &Schema, to: &Schema) -> Vec<Name> {
    let roles = to.objects().filter_map(|(id, _)| match id {
        ObjectId::Role(name) if !from.contains(id) => Some(name.clone()),
        _ => None,
    });
    roles.collect()
}
