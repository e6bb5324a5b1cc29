//! The whole declaration: an explicit, ordered list of modules, and the schema that follows from it.
//!
//! There is no global registry: link-time collection loses an unreferenced crate without a word.

mod allowance;
mod collect;
mod expand;
mod inherit;
mod owners;
mod published;
mod state;
mod support;

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};

pub use allowance::{Allowance, AllowedOn, Hazard};

use crate::data_type::DataType;
use crate::diagnostic::{self, Diagnostic, Location, Severity};
use crate::expression::Expression;
use crate::lookup::Lookup;
use crate::model::{Enum, Extension, ExtensionPresence, Namespace, Role, RoleSetting, Schema};
use crate::name::{Name, QualifiedName};
use crate::object::{Object, ObjectId};
use crate::platform::Platform;
use crate::rename::Named;
use crate::typed::role::RoleName;
use crate::typed::{
    AggregateRule, Backfill, Composite, CompositeDeclaration, Conversion, Deduplication,
    DefaultPrivilegesRule, Domain, DomainDeclaration, EventTriggerRule, FunctionDeclaration, IntoExpr,
    PgEnum, PublicationRule, RemovedLabel, RuleSet, Sequence, SequenceDeclaration, SqlFunction, SqlType,
    TableRules, TableStructure, ViewRules, ViewStructure,
};
use crate::validate::validate;

/// A schema as a team declares it.
#[derive(Clone, Debug)]
pub struct Declaration {
    name: String,
    platform: Platform,
    modules: Vec<Module>,
    roles: Vec<Role>,
    existing: BTreeSet<ObjectId>,
    tenant: Option<TenantGuard>,
    first_version: Option<u64>,
}

/// What the tenant of a session is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantGuard {
    /// The expression, evaluated once a query.
    pub expression: Expression,
    /// Its type, which every tenant column has.
    pub data_type: DataType,
}

/// A topic: the objects that were introduced by one migration.
#[derive(Clone, Debug)]
pub struct Module {
    slug: String,
    later_slugs: Vec<String>,
    version: Option<u64>,
    allowances: Vec<(Hazard, String)>,
    owner: Option<Name>,
    as_found: bool,
    parts: Vec<Part>,
    types: Vec<(ObjectId, &'static str)>,
}

/// One declared thing.
#[derive(Clone, Debug)]
enum Part {
    Object(Object),
    Enum {
        definition: Enum,
        removed: Vec<RemovedLabel>,
        comment: Option<String>,
        location: Location,
        renames: Vec<(Named, Name)>,
    },
    Domain(Box<DomainDeclaration>),
    Composite(Box<CompositeDeclaration>),
    Sequence(Box<SequenceDeclaration>),
    Namespace(NamespaceRule),
    Table(Box<(TableStructure, RuleSet)>),
    View(Box<(TableStructure, ViewStructure, RuleSet)>),
    Function(Box<FunctionDeclaration>),
    Renamed(Named, Name),
    Backfill(Backfill),
    Objects(String),
    Publication(Box<PublicationRule>),
    Aggregate(Box<AggregateRule>),
    DefaultPrivileges(Box<DefaultPrivilegesRule>),
    EventTrigger(Box<EventTriggerRule>),
    Immutability(Name),
    UpdatedAt(Name),
}

/// What a declaration comes to: the model, and what the planner must know besides.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The name of the whole.
    pub name: String,
    /// Where it will live.
    pub platform: Platform,
    /// Everything that is declared, with all that follows from it.
    pub schema: Schema,
    /// What exists without us.
    pub existing: Schema,
    /// Objects that exist without us and that the model need not know.
    pub existing_ids: BTreeSet<ObjectId>,
    /// What the tenant of a session is, if anybody said.
    pub tenant: Option<TenantGuard>,
    /// The modules, in order.
    pub modules: Vec<ModuleInfo>,
    /// Which module, by its place in `modules`, declares an object.
    pub module_of: Lookup<ObjectId, usize>,
    /// How rows that exist get the values of new columns.
    pub backfills: Vec<Backfill>,
    /// Which of several equal rows stay.
    pub deduplications: Vec<Deduplication>,
    /// What was called otherwise before: each with its former name.
    pub renames: BTreeMap<Named, Name>,
    /// How values become values of another type.
    pub conversions: Vec<Conversion>,
    /// What became of the labels that an enum had.
    pub removed_labels: BTreeMap<QualifiedName, Vec<RemovedLabel>>,
    /// Whether nobody could say what becomes of rows, because this is a state and no declaration: what
    /// would otherwise be asked for is then planned for rows that fit, with a hazard.
    pub unguided: bool,
    /// Which hazards may pass, where and why.
    pub allowances: Vec<Allowance>,
    /// Why there are objects that nobody declared by themselves: what a rule brings along.
    pub reasons: BTreeMap<ObjectId, String>,
    /// Where objects were declared.
    pub locations: BTreeMap<ObjectId, Location>,
    /// The Rust types that declare objects, by their paths.
    pub types: BTreeMap<ObjectId, &'static str>,
    /// The files of function bodies and queries that stand apart, relative to the declaring file.
    pub body_files: BTreeMap<ObjectId, String>,
    /// The version of the first migration, when versions are numbered and not taken from the clock.
    pub first_version: Option<u64>,
}

/// What migrations of a module are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleInfo {
    /// The slug of the first migration.
    pub slug: String,
    /// The slugs of the migrations that come after it, in order.
    pub later_slugs: Vec<String>,
    /// The version of the first migration, if it is fixed.
    pub version: Option<u64>,
    /// Whether its objects were taken over as they stood.
    pub as_found: bool,
}

impl Module {
    /// A module whose first migration has this slug: lowercase words joined by underscores.
    #[must_use]
    pub fn new(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            later_slugs: Vec::new(),
            version: None,
            allowances: Vec::new(),
            owner: None,
            as_found: false,
            parts: Vec::new(),
            types: Vec::new(),
        }
    }

    /// The slug of the next migration that changes the module; may be said once for each.
    #[must_use]
    pub fn then(mut self, slug: &str) -> Self {
        self.later_slugs.push(slug.to_owned());
        self
    }

    /// The version of the module's first migration: 14 digits, `YYYYMMDDhhmmss`.
    #[must_use]
    pub const fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Lets what changes the module pass with this hazard, for the reason given, which the head of the
    /// migration says. An allowance that nothing needs any more is a warning.
    #[must_use]
    pub fn allow(mut self, hazard: Hazard, reason: &str) -> Self {
        self.allowances.push((hazard, reason.to_owned()));
        self
    }

    /// Everything that the module declares belongs to this role, in place of whoever runs the migration;
    /// but event triggers, which belong to superusers, and what says its own.
    #[must_use]
    pub fn owned_by(mut self, role: RoleName) -> Self {
        self.owner = Some(role.owner());
        self
    }

    /// What the module declares stood in a database before anybody declared it, and is taken over as it is.
    ///
    /// Nothing is brought along: a table has row-level security where `r.row_security()` or
    /// `r.force_row_security()` says so and nowhere else, and need not say whose rows it holds. What we would
    /// not have let pass otherwise is a warning. Take the word away to be held to the rules again.
    #[must_use]
    pub const fn as_found(mut self) -> Self {
        self.as_found = true;
        self
    }

    fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// Notes which type declares an object.
    fn typed<T>(mut self, id: ObjectId) -> Self {
        self.types.push((id, type_name::<T>()));
        self
    }

    /// A table with its rules.
    #[must_use]
    pub fn table<T: TableRules>(self) -> Self {
        let table = (TableStructure::of::<T>(), RuleSet::collect::<T>());
        let id = ObjectId::Table(table.0.table.name.clone());
        self.typed::<T>(id).part(Part::Table(Box::new(table)))
    }

    /// A view, materialized or not, with its rules.
    #[must_use]
    pub fn view<V: ViewRules>(self) -> Self {
        let view = (
            TableStructure::of::<V>(),
            V::definition(),
            RuleSet::collect_view::<V>(),
        );
        let id = view.1.id(&view.0.table.name);
        self.typed::<V>(id).part(Part::View(Box::new(view)))
    }

    /// An enum.
    #[must_use]
    pub fn enumeration<E: PgEnum>(self) -> Self {
        let (file, line) = E::LOCATION;
        let definition = E::definition();
        let id = ObjectId::Enum(definition.name.clone());
        self.typed::<E>(id).part(Part::Enum {
            definition,
            removed: E::removed(),
            comment: E::COMMENT.map(str::to_owned),
            location: Location {
                file: file.to_owned(),
                line,
            },
            renames: E::renames(),
        })
    }

    /// A domain.
    #[must_use]
    pub fn domain<D: Domain>(self) -> Self {
        let domain = D::declaration();
        let id = ObjectId::Domain(domain.domain.name.clone());
        self.typed::<D>(id).part(Part::Domain(Box::new(domain)))
    }

    /// A composite type.
    #[must_use]
    pub fn composite<C: Composite>(self) -> Self {
        let composite = C::declaration();
        let id = ObjectId::Composite(composite.composite.name.clone());
        self.typed::<C>(id).part(Part::Composite(Box::new(composite)))
    }

    /// A sequence.
    #[must_use]
    pub fn sequence<S: Sequence>(self) -> Self {
        let sequence = S::declaration();
        let id = ObjectId::Sequence(sequence.sequence().name);
        self.typed::<S>(id).part(Part::Sequence(Box::new(sequence)))
    }

    /// A function.
    #[must_use]
    pub fn function<F: SqlFunction>(self) -> Self {
        let function = F::declaration();
        let id = function.function.object_id();
        self.typed::<F>(id).part(Part::Function(Box::new(function)))
    }

    /// A namespace: its name, or a [`NamespaceRule`] where there is more to say.
    #[must_use]
    pub fn namespace(self, namespace: impl Into<NamespaceRule>) -> Self {
        self.part(Part::Namespace(namespace.into()))
    }

    /// An extension.
    #[must_use]
    pub fn extension(self, extension: ExtensionRule) -> Self {
        self.part(Part::Object(Object::Extension(extension.extension)))
    }

    /// An aggregate over declared functions.
    #[must_use]
    pub fn aggregate(self, aggregate: AggregateRule) -> Self {
        self.part(Part::Aggregate(Box::new(aggregate)))
    }

    /// What roles may do with what others create.
    #[must_use]
    pub fn default_privileges(self, rule: DefaultPrivilegesRule) -> Self {
        self.part(Part::DefaultPrivileges(Box::new(rule)))
    }

    /// An event trigger.
    #[must_use]
    pub fn event_trigger(self, trigger: EventTriggerRule) -> Self {
        self.part(Part::EventTrigger(Box::new(trigger)))
    }

    /// A publication. It may have tables of other modules.
    #[must_use]
    pub fn publication(self, publication: PublicationRule) -> Self {
        self.part(Part::Publication(Box::new(publication)))
    }

    /// The trigger function that keeps a column of this name from changing, in every table that
    /// asks for it. Without this, the first module that has such a table creates it.
    #[must_use]
    pub fn immutability_of(self, column: &str) -> Self {
        self.part(Part::Immutability(Name::new(column)))
    }

    /// The trigger function that keeps a column of this name at the moment of the last update, in
    /// every table that asks for it. Without this, the first module with such a table creates it.
    #[must_use]
    pub fn updates_of(self, column: &str) -> Self {
        self.part(Part::UpdatedAt(Name::new(column)))
    }

    /// Anything that the model has, as it is.
    #[must_use]
    pub fn object(self, object: impl Into<Object>) -> Self {
        self.part(Part::Object(object.into()))
    }

    /// Any objects of the model, written as a JSON array: what definitions have no words for. The form is
    /// that of the records in `plan/`. A text that cannot be read is a diagnostic.
    #[must_use]
    pub fn objects(self, json: &str) -> Self {
        self.part(Part::Objects(json.to_owned()))
    }

    /// What something was called before that is declared as an object. May stay once the rename is done.
    #[must_use]
    pub fn renamed(self, now: Named, from: impl Into<Name>) -> Self {
        self.part(Part::Renamed(now, from.into()))
    }

    /// What rows that exist get in a column that is declared with its table as an object.
    #[must_use]
    pub fn backfill(self, rule: Backfill) -> Self {
        self.part(Part::Backfill(rule))
    }

    /// The same declarations in another order, which must change nothing.
    #[must_use]
    pub fn rotated(mut self, by: usize) -> Self {
        let count = self.parts.len().max(1);
        self.parts.rotate_left(by % count);
        self
    }
}

/// A namespace that is being said.
#[derive(Clone, Debug)]
pub struct NamespaceRule {
    namespace: Namespace,
    renamed_from: Option<Name>,
}

impl NamespaceRule {
    /// A namespace of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            namespace: Namespace {
                name: Name::new(name),
            },
            renamed_from: None,
        }
    }

    /// What it was called before. May stay once the rename is done.
    #[must_use]
    pub fn renamed_from(mut self, name: &str) -> Self {
        self.renamed_from = Some(Name::new(name));
        self
    }
}

impl From<&str> for NamespaceRule {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

/// An extension that is being said.
#[derive(Clone, Debug)]
pub struct ExtensionRule {
    extension: Extension,
}

impl ExtensionRule {
    /// An extension without which the schema cannot be.
    #[must_use]
    pub fn required(name: &str) -> Self {
        Self {
            extension: Extension {
                name: Name::new(name),
                namespace: Name::new("extensions"),
                presence: ExtensionPresence::Required,
                settings: Vec::new(),
            },
        }
    }

    /// An extension that a server may lack: the migration then says `queued` and goes on.
    #[must_use]
    pub fn optional(name: &str) -> Self {
        let mut rule = Self::required(name);
        rule.extension.presence = ExtensionPresence::Optional;
        rule
    }

    /// The namespace that holds its objects, `extensions` unless said.
    #[must_use]
    pub fn in_namespace(mut self, name: &str) -> Self {
        self.extension.namespace = Name::new(name);
        self
    }

    /// A setting that a role gets in this database once the extension is there.
    #[must_use]
    pub fn set_for(mut self, role: RoleName, parameter: &str, value: &str) -> Self {
        if let Some(role) = role.name() {
            self.extension.settings.push(RoleSetting {
                role: Name::new(role),
                parameter: Name::new(parameter),
                value: value.to_owned(),
            });
        }
        self
    }
}

impl Declaration {
    /// A schema without modules.
    #[must_use]
    pub fn new(name: &str, platform: Platform) -> Self {
        Self {
            name: name.to_owned(),
            platform,
            modules: Vec::new(),
            roles: Vec::new(),
            existing: BTreeSet::new(),
            tenant: None,
            first_version: None,
        }
    }

    /// The next modules, in order.
    #[must_use]
    pub fn modules(mut self, modules: impl IntoIterator<Item = Module>) -> Self {
        self.modules.extend(modules);
        self
    }

    /// The next module. Its place in the list is the place of its first migration.
    #[must_use]
    pub fn module(mut self, module: Module) -> Self {
        self.modules.push(module);
        self
    }

    /// What the tenant of a session is: every tenant table is guarded by it.
    #[must_use]
    pub fn tenant<E: IntoExpr>(mut self, tenant: E) -> Self {
        self.tenant = Some(TenantGuard {
            expression: tenant.into_expr().into_expression().evaluated_once(),
            data_type: E::Type::data_type(),
        });
        self
    }

    /// A role that the cluster has, besides the platform's.
    #[must_use]
    pub fn role(mut self, role: RoleName) -> Self {
        self.roles.extend(role.name().map(|name| Role {
            name: Name::new(name),
            bypasses_row_security: false,
        }));
        self
    }

    /// An object that exists without us, such as a function of another team.
    #[must_use]
    pub fn existing(mut self, object: ObjectId) -> Self {
        self.existing.insert(object);
        self
    }

    /// Numbers the versions from here, a minute apart, in place of taking them from the clock.
    #[must_use]
    pub const fn first_version(mut self, version: u64) -> Self {
        self.first_version = Some(version);
        self
    }

    /// The same declaration with the declarations of every module in another order.
    #[must_use]
    pub fn rotated(mut self, by: usize) -> Self {
        self.modules = self
            .modules
            .into_iter()
            .map(|module| module.rotated(by))
            .collect();
        self
    }

    /// The model, with everything that is wrong or questionable in it, sorted by object and code.
    #[must_use]
    pub fn collect(&self) -> (Declared, Vec<Diagnostic>) {
        let (declared, mut diagnostics) = collect::collect(self);
        diagnostics.extend(validate(&declared));
        diagnostic::sort(&mut diagnostics);
        for diagnostic in &mut diagnostics {
            if let (None, Some(object)) = (&diagnostic.location, &diagnostic.object) {
                diagnostic.location = declared.location_of(object).cloned();
            }
        }
        declared.ease(&mut diagnostics);
        (declared, diagnostics)
    }

    /// The model.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, when anything is.
    pub fn build(&self) -> Result<Declared, Vec<Diagnostic>> {
        let (declared, diagnostics) = self.collect();
        if diagnostics.iter().any(Diagnostic::is_error) {
            Err(diagnostics)
        } else {
            Ok(declared)
        }
    }
}

impl Declared {
    /// Makes warnings of what is no more than advice, where it is about objects that were taken over as they
    /// stood ([`Module::as_found`]).
    pub fn ease(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics.iter_mut().filter(|found| found.code.is_advice()) {
            let object = diagnostic.object.as_ref();
            let module = object.and_then(|object| self.module_of.get(object));
            let module = module.and_then(|place| self.modules.get(*place));
            if module.is_some_and(|module| module.as_found) {
                diagnostic.severity = Severity::Warning;
            }
        }
    }

    /// Where an object, or the table that it belongs to, was declared.
    #[must_use]
    pub fn location_of(&self, object: &ObjectId) -> Option<&Location> {
        self.locations.get(object).or_else(|| {
            let owner = match (object, self.schema.get(object)) {
                (_, Some(Object::Index(index))) => index.relation(),
                (_, Some(Object::Trigger(trigger))) => trigger.relation(),
                (ObjectId::Ownership(of), _) => (**of).clone(),
                (ObjectId::Grant(grant), _) => grant.on.object(),
                (ObjectId::Comment(on), _) => on.owner(),
                _ => ObjectId::Table(object.table()?.clone()),
            };
            if owner == *object {
                None
            } else {
                self.location_of(&owner)
            }
        })
    }

    /// Everything that is wrong or questionable in the model as it stands, sorted by object and code.
    #[must_use]
    pub fn validate(&self) -> Vec<Diagnostic> {
        validate(self)
    }

    /// Whether an object is declared, or exists without us.
    #[must_use]
    pub fn knows(&self, object: &ObjectId) -> bool {
        self.schema.contains(object) || self.existing.contains(object) || self.existing_ids.contains(object)
    }
}
