//! A state that nobody declared, such as that of a database, in the form that the planner takes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Declared, ModuleInfo};
use crate::lookup::Lookup;
use crate::model::Schema;
use crate::object::Object;
use crate::platform::Platform;

impl Declared {
    /// A state as if one module of this slug declared all of it. Roles are the cluster's: they exist, and
    /// are none of its objects. Says nothing of rows, and nothing of it is validated.
    #[must_use]
    pub fn of_state(state: &Schema, slug: &str, platform: Platform) -> Self {
        let mut existing = platform.objects();
        let mut schema = Schema::new();
        for (id, object) in state.objects() {
            if let Object::Role(role) = object {
                existing.replace(role.clone());
            } else if let Some(object) = state.shared(id) {
                schema.replace_shared(object);
            }
        }
        let mut module_of = Lookup::default();
        for (id, _) in schema.objects() {
            module_of.insert(id.clone(), 0);
        }
        Self {
            name: slug.to_owned(),
            platform,
            schema,
            existing,
            existing_ids: BTreeSet::new(),
            tenant: None,
            modules: vec![ModuleInfo {
                as_found: true,
                slug: slug.to_owned(),
                later_slugs: Vec::new(),
                version: None,
            }],
            module_of,
            backfills: Vec::new(),
            deduplications: Vec::new(),
            renames: BTreeMap::new(),
            conversions: Vec::new(),
            removed_labels: BTreeMap::new(),
            unguided: true,
            allowances: Vec::new(),
            reasons: BTreeMap::new(),
            locations: BTreeMap::new(),
            types: BTreeMap::new(),
            body_files: BTreeMap::new(),
            first_version: None,
        }
    }
}
