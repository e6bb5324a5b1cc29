//! From the list of modules to the model: every part in turn, duplicates told.

use std::collections::{BTreeMap, BTreeSet};

use super::published::Published;
use super::{
    Allowance, AllowedOn, Declaration, Declared, Hazard, ModuleInfo, Part, expand, inherit, owners,
    published, support,
};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::lookup::Lookup;
use crate::model::{
    Comment, CommentTarget, Function, Grant, GrantTarget, Grantee, Ownership, Privilege, PrivilegeScope,
    Procedure, Schema,
};
use crate::name::Name;
use crate::object::{Object, ObjectId};
use crate::rename::Named;
use crate::typed::{
    AggregateRule, CompositeDeclaration, DomainDeclaration, EventTriggerRule, FunctionDeclaration,
    PublicationRule, SequenceDeclaration,
};

/// The model under construction.
pub(super) struct Collector<'d> {
    pub(super) declaration: &'d Declaration,
    pub(super) declared: Declared,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The module that is being read.
    pub(super) module: usize,
    /// The publications that bring along what inherits from their tables.
    pub(super) published: Vec<Published>,
    /// Trigger functions that rules bring along, with the first module that asked.
    wanted: BTreeMap<ObjectId, (usize, Function, String)>,
}

pub(super) fn collect(declaration: &Declaration) -> (Declared, Vec<Diagnostic>) {
    let mut existing = declaration.platform.objects();
    for role in &declaration.roles {
        existing.replace(role.clone());
    }
    let mut collector = Collector {
        declaration,
        declared: Declared {
            name: declaration.name.clone(),
            platform: declaration.platform,
            schema: Schema::new(),
            existing,
            existing_ids: existing_ids(declaration),
            tenant: declaration.tenant.clone(),
            modules: Vec::new(),
            module_of: Lookup::default(),
            backfills: Vec::new(),
            deduplications: Vec::new(),
            renames: BTreeMap::new(),
            conversions: Vec::new(),
            removed_labels: BTreeMap::new(),
            unguided: false,
            allowances: Vec::new(),
            reasons: BTreeMap::new(),
            locations: BTreeMap::new(),
            types: BTreeMap::new(),
            body_files: BTreeMap::new(),
            first_version: declaration.first_version,
        },
        diagnostics: Vec::new(),
        module: 0,
        published: Vec::new(),
        wanted: BTreeMap::new(),
    };
    collector.modules();
    collector.supporting_functions();
    inherit::bring(&mut collector);
    published::bring(&mut collector);
    owners::bring(&mut collector);
    collector
        .declared
        .backfills
        .sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    collector
        .declared
        .deduplications
        .sort_by(|a, b| (&a.table, &a.columns).cmp(&(&b.table, &b.columns)));
    collector
        .declared
        .conversions
        .sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    (collector.declared, collector.diagnostics)
}

fn existing_ids(declaration: &Declaration) -> BTreeSet<ObjectId> {
    let mut ids = declaration.existing.clone();
    if declaration.platform == crate::platform::Platform::Supabase {
        let functions = crate::platform::supabase::functions();
        ids.extend(functions.into_iter().map(ObjectId::Function));
    }
    ids
}

impl Collector<'_> {
    fn modules(&mut self) {
        let declaration = self.declaration;
        for (place, module) in declaration.modules.iter().enumerate() {
            self.module = place;
            self.declared.modules.push(ModuleInfo {
                slug: module.slug.clone(),
                later_slugs: module.later_slugs.clone(),
                version: module.version,
                as_found: module.as_found,
            });
            for (hazard, reason) in &module.allowances {
                self.allow(*hazard, AllowedOn::Module(place), reason, None);
            }
            for part in &module.parts {
                self.part(part);
            }
            self.declared.types.extend(module.types.iter().cloned());
        }
    }

    /// Notes a hazard that may pass, which needs a reason.
    pub(super) fn allow(&mut self, hazard: Hazard, on: AllowedOn, reason: &str, at: Option<Location>) {
        if reason.trim().is_empty() {
            let found = Diagnostic::general(
                Code::InvalidRule,
                "a hazard is allowed without a reason",
                "say why it may pass: whoever reads the migration wants to know",
            );
            self.diagnostics.push(found.at(at));
            return;
        }
        self.declared.allowances.push(Allowance {
            hazard,
            on,
            reason: reason.to_owned(),
            location: at,
        });
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Object(object) => self.add(object.clone()),
            Part::Enum {
                definition,
                removed,
                comment,
                location,
                renames,
            } => {
                let id = ObjectId::Enum(definition.name.clone());
                self.locate(id.clone(), location);
                self.declared.renames.extend(renames.iter().cloned());
                if !removed.is_empty() {
                    let labels = self.declared.removed_labels.entry(definition.name.clone());
                    labels.or_default().extend(removed.iter().cloned());
                }
                self.add(definition.clone());
                self.comment(id, comment.as_deref());
            }
            Part::Domain(domain) => self.domain(domain),
            Part::Composite(composite) => self.composite(composite),
            Part::Sequence(sequence) => self.sequence(sequence),
            Part::Namespace(rule) => {
                let id = ObjectId::Namespace(rule.namespace.name.clone());
                self.renamed(Named::Object(id), rule.renamed_from.as_ref());
                self.add(rule.namespace.clone());
            }
            Part::Table(table) => expand::table(self, &table.0, &table.1),
            Part::View(view) => expand::view(self, &view.0, &view.1, &view.2),
            Part::Function(function) => self.function(function),
            Part::Renamed(now, from) => self.renamed(now.clone(), Some(from)),
            Part::Backfill(rule) => self.declared.backfills.push(rule.clone()),
            Part::Objects(json) => self.objects(json),
            Part::Publication(rule) => self.publication(rule),
            Part::Aggregate(rule) => self.aggregate(rule),
            Part::DefaultPrivileges(rule) => rule.objects().for_each(|of| self.add(of)),
            Part::EventTrigger(rule) => self.event_trigger(rule),
            Part::Immutability(column) => self.support(support::prevent_change(column)),
            Part::UpdatedAt(column) => self.support(support::set_to_now(column)),
        }
    }

    fn objects(&mut self, json: &str) {
        match serde_json::from_str::<Vec<Object>>(json) {
            Ok(objects) => objects.into_iter().for_each(|object| self.add(object)),
            Err(error) => {
                let module = self.slug(self.module).to_owned();
                self.diagnostics.push(Diagnostic::general(
                    Code::InvalidRule,
                    format!("the objects of the module `{module}` cannot be read: {error}"),
                    "write an array of objects as the records in `plan/` have them",
                ));
            }
        }
    }

    /// Adds an object of the module at hand, or tells that its identity is taken.
    pub(super) fn add(&mut self, object: impl Into<Object>) {
        let object = object.into();
        let id = object.id();
        if self.declared.schema.insert(object).is_ok() {
            self.declared.module_of.insert(id, self.module);
            return;
        }
        let first = self.declared.module_of.get(&id).copied().unwrap_or(self.module);
        let here = self.slug(self.module).to_owned();
        let there = self.slug(first).to_owned();
        let message = if first == self.module {
            format!("{id} is declared twice in the module `{here}`")
        } else {
            format!("{id} is declared in the modules `{there}` and `{here}`")
        };
        self.diagnostics.push(Diagnostic::new(
            Code::DuplicateObject,
            id,
            message,
            "declare it once, or give one of them another name",
        ));
    }

    /// Adds what a rule brings along, and says why.
    pub(super) fn bring(&mut self, object: impl Into<Object>, reason: impl Into<String>) {
        let object = object.into();
        self.declared.reasons.insert(object.id(), reason.into());
        self.add(object);
    }

    /// Notes what something was called before.
    pub(super) fn renamed(&mut self, now: Named, from: Option<&Name>) {
        if let Some(from) = from {
            self.declared.renames.insert(now, from.clone());
        }
    }

    /// Whether the module at hand takes over what it declares as it stood.
    pub(super) fn is_as_found(&self) -> bool {
        let module = self.declared.modules.get(self.module);
        module.is_some_and(|module| module.as_found)
    }

    fn slug(&self, module: usize) -> &str {
        self.declared
            .modules
            .get(module)
            .map_or("", |module| module.slug.as_str())
    }

    pub(super) fn locate(&mut self, id: ObjectId, location: &Location) {
        self.declared
            .locations
            .entry(id)
            .or_insert_with(|| location.clone());
    }

    pub(super) fn comment(&mut self, on: ObjectId, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.add(Comment {
                on: CommentTarget::Object(Box::new(on)),
                text: text.to_owned(),
            });
        }
    }

    /// Whom an object belongs to.
    pub(super) fn owned(&mut self, of: ObjectId, role: Option<&Name>) {
        if let Some(role) = role {
            self.add(Ownership {
                of: Box::new(of),
                role: role.clone(),
            });
        }
    }

    fn function(&mut self, declaration: &FunctionDeclaration) {
        let function = &declaration.function;
        let id = function.object_id();
        self.locate(id.clone(), &declaration.location);
        self.renamed(Named::Object(id.clone()), declaration.renamed_from.as_ref());
        if let Some(file) = &declaration.body_file {
            self.declared.body_files.insert(id.clone(), file.clone());
        }
        if function.is_procedure() {
            self.add(Procedure(function.clone()));
        } else {
            self.add(function.clone());
        }
        self.comment(id, declaration.comment.as_deref());
        self.owned(function.object_id(), declaration.owner.as_ref());
        self.execute(&function.grant_target(), &declaration.execute);
    }

    fn aggregate(&mut self, rule: &AggregateRule) {
        let signature = rule.aggregate.signature();
        let id = ObjectId::Aggregate(signature.clone());
        self.renamed(Named::Object(id.clone()), rule.renamed_from.as_ref());
        self.add(rule.aggregate.clone());
        self.comment(id, rule.comment.as_deref());
        self.execute(&GrantTarget::Aggregate(Box::new(signature)), &rule.execute);
    }

    /// Who may call something, each once.
    fn execute(&mut self, on: &GrantTarget, grantees: &[Grantee]) {
        let grantees: BTreeSet<_> = grantees.iter().cloned().collect();
        for grantee in grantees {
            self.add(Grant {
                place: 0,
                grantable: Default::default(),
                on: on.clone(),
                grantee,
                privileges: [(Privilege::Execute, PrivilegeScope::Whole)].into(),
            });
        }
    }

    fn domain(&mut self, declaration: &DomainDeclaration) {
        let domain = &declaration.domain;
        let id = ObjectId::Domain(domain.name.clone());
        self.locate(id.clone(), &declaration.location);
        self.renamed(Named::Object(id.clone()), declaration.renamed_from.as_ref());
        self.add(domain.clone());
        self.comment(id, declaration.comment.as_deref());
        self.usage(&GrantTarget::Domain(domain.name.clone()), &declaration.usage);
    }

    fn composite(&mut self, declaration: &CompositeDeclaration) {
        let name = declaration.composite.name.clone();
        let id = ObjectId::Composite(name.clone());
        self.locate(id.clone(), &declaration.location);
        self.renamed(Named::Object(id.clone()), declaration.renamed_from.as_ref());
        for (now, from) in &declaration.renames {
            self.renamed(Named::Attribute(name.clone(), now.clone()), Some(from));
        }
        self.add(declaration.composite.clone());
        self.comment(id.clone(), declaration.comment.as_deref());
        for (attribute, text) in &declaration.comments {
            self.add(Comment {
                on: CommentTarget::Attribute(Box::new(id.clone()), attribute.clone()),
                text: text.clone(),
            });
        }
        self.usage(&GrantTarget::Composite(name), &declaration.usage);
    }

    fn sequence(&mut self, declaration: &SequenceDeclaration) {
        let sequence = declaration.sequence();
        let name = sequence.name.clone();
        let id = ObjectId::Sequence(name.clone());
        self.locate(id.clone(), &declaration.location);
        self.renamed(Named::Object(id.clone()), declaration.renamed_from.as_ref());
        self.add(sequence);
        if let Some(owner) = declaration.owner() {
            self.add(owner);
        }
        self.comment(id, declaration.comment.as_deref());
        self.usage(&GrantTarget::Sequence(name), &declaration.usage);
    }

    fn event_trigger(&mut self, rule: &EventTriggerRule) {
        let id = ObjectId::EventTrigger(rule.trigger.name.clone());
        self.renamed(Named::Object(id.clone()), rule.renamed_from.as_ref());
        self.add(rule.trigger.clone());
        self.comment(id, rule.comment.as_deref());
    }

    fn publication(&mut self, rule: &PublicationRule) {
        let id = ObjectId::Publication(rule.publication.name.clone());
        self.diagnostics.extend(rule.diagnostics.iter().cloned());
        self.renamed(Named::Object(id.clone()), rule.renamed_from.as_ref());
        let tables = rule.publication.tables.keys();
        let with_heirs = tables.filter(|table| !rule.only.contains(*table));
        self.published.push(Published {
            publication: rule.publication.name.clone(),
            with_heirs: with_heirs.cloned().collect(),
        });
        self.add(rule.publication.clone());
        self.comment(id, rule.comment.as_deref());
    }

    /// Who may use a type or a sequence, each once.
    fn usage(&mut self, on: &GrantTarget, grantees: &[Grantee]) {
        let grantees: BTreeSet<_> = grantees.iter().cloned().collect();
        for grantee in grantees {
            self.add(Grant {
                place: 0,
                grantable: Default::default(),
                on: on.clone(),
                grantee,
                privileges: [(Privilege::Usage, PrivilegeScope::Whole)].into(),
            });
        }
    }

    /// A trigger function that the module at hand declares.
    fn support(&mut self, (function, comment): (Function, String)) {
        let id = ObjectId::Function(function.signature());
        self.add(function);
        self.comment(id, Some(&comment));
    }

    /// A trigger function that a rule of the module at hand needs.
    pub(super) fn want(&mut self, (function, comment): (Function, String)) {
        let id = ObjectId::Function(function.signature());
        let module = self.module;
        self.wanted.entry(id).or_insert((module, function, comment));
    }

    fn supporting_functions(&mut self) {
        for (id, (module, function, comment)) in std::mem::take(&mut self.wanted) {
            if !self.declared.schema.contains(&id) {
                self.module = module;
                self.support((function, comment));
            }
        }
    }
}
