//! What the rules look up, gathered in one pass over the objects.

use std::collections::BTreeSet;

use crate::data_type::{BaseType, DataType};
use crate::declare::Declared;
use crate::lookup::Lookup;
use crate::model::{
    Column, Command, Constraint, ConstraintDefinition, Domain, Function, Grant, GrantTarget, Grantee, Index,
    Partition, Permissiveness, Policy, Privilege, RowSecurity, Signature, Table,
};
use crate::name::{Name, QualifiedName};
use crate::object::{Object, ObjectId};

/// The whole, with what the rules look up.
pub(super) struct Facts<'d> {
    pub(super) declared: &'d Declared,
    /// Names of columns that hold the tenant somewhere; a tenant's own primary key is not one.
    pub(super) tenant_columns: BTreeSet<&'d str>,
    tables: Lookup<&'d QualifiedName, TableFacts<'d>>,
    bypassing: BTreeSet<&'d Name>,
    executors: Lookup<&'d Signature, Vec<&'d Grantee>>,
}

/// One table with everything that stands on it.
pub(super) struct TableFacts<'d> {
    pub(super) table: &'d Table,
    /// Where it stands in the schema, if it is declared.
    pub(super) place: Option<usize>,
    pub(super) columns: Lookup<&'d Name, &'d Column>,
    /// By name.
    pub(super) constraints: Vec<&'d Constraint>,
    /// By name.
    pub(super) indexes: Vec<&'d Index>,
    pub(super) row_security: Option<&'d RowSecurity>,
    /// By name.
    pub(super) partitions: Vec<&'d Partition>,
    policies: Vec<&'d Policy>,
    grants: Vec<&'d Grant>,
}

impl<'d> Facts<'d> {
    pub(super) fn gather(declared: &'d Declared) -> Self {
        let mut facts = Self {
            declared,
            tenant_columns: BTreeSet::new(),
            tables: Lookup::default(),
            bypassing: BTreeSet::new(),
            executors: Lookup::default(),
        };
        // Tables stand before all that stands on them: the order of the kinds.
        for (_, object) in declared.existing.objects() {
            facts.add(None, object);
        }
        for (place, (_, object)) in declared.schema.objects().enumerate() {
            facts.add(Some(place), object);
        }
        facts.tenant_columns = declared
            .schema
            .tables()
            .filter_map(|table| facts.table(&table.name)?.foreign_tenant())
            .map(Name::as_str)
            .collect();
        facts
    }

    fn add(&mut self, place: Option<usize>, object: &'d Object) {
        match object {
            Object::Table(table) => {
                self.tables.insert(&table.name, TableFacts::new(table, place));
            }
            Object::Constraint(constraint) => {
                self.on(&constraint.table, |own| own.constraints.push(constraint));
            }
            Object::Index(index) => self.on(&index.table, |own| own.indexes.push(index)),
            Object::Policy(policy) => self.on(&policy.table, |own| own.policies.push(policy)),
            Object::RowSecurity(security) => {
                self.on(&security.table, |own| own.row_security = Some(security));
            }
            Object::Grant(grant) => self.add_grant(grant),
            Object::Partition(partition) => {
                self.on(&partition.table, |own| own.partitions.push(partition));
            }
            Object::Role(role) if role.bypasses_row_security => {
                self.bypassing.insert(&role.name);
            }
            // Of the others no rule needs to know.
            _ => {}
        }
    }

    fn add_grant(&mut self, grant: &'d Grant) {
        match &grant.on {
            GrantTarget::Table(table) => self.on(table, |own| own.grants.push(grant)),
            GrantTarget::Function(function) if grant.privileges.contains_key(&Privilege::Execute) => {
                self.executors
                    .get_or_insert(function, Vec::new())
                    .push(&grant.grantee);
            }
            GrantTarget::Function(_)
            | GrantTarget::Namespace(_)
            | GrantTarget::View(_)
            | GrantTarget::MaterializedView(_)
            | GrantTarget::Domain(_)
            | GrantTarget::Composite(_)
            | GrantTarget::Sequence(_)
            | GrantTarget::Procedure(_)
            | GrantTarget::Aggregate(_) => {}
        }
    }

    fn on(&mut self, table: &QualifiedName, add: impl FnOnce(&mut TableFacts<'d>)) {
        if let Some(own) = self.tables.get_mut(table) {
            add(own);
        }
    }

    /// A table that is declared, or that the platform has.
    pub(super) fn table(&self, name: &QualifiedName) -> Option<&TableFacts<'d>> {
        self.tables.get(name)
    }

    /// A function whose definition is known.
    pub(super) fn function(&self, signature: &Signature) -> Option<&'d Function> {
        let id = ObjectId::Function(signature.clone());
        let object = self
            .declared
            .schema
            .get(&id)
            .or_else(|| self.declared.existing.get(&id))?;
        if let Object::Function(function) = object {
            Some(function)
        } else {
            None
        }
    }

    /// Whether the extension is declared, or there already.
    pub(super) fn has_extension(&self, name: &str) -> bool {
        self.declared.knows(&ObjectId::Extension(Name::new(name)))
    }

    /// Whether the type is an enum that is declared.
    pub(super) fn is_enum(&self, data_type: &DataType) -> bool {
        let name = data_type.user_name();
        !data_type.array && name.is_some_and(|name| self.declared.schema.enumeration(name).is_some())
    }

    /// A domain that is declared, or that the platform has.
    pub(super) fn domain(&self, name: &QualifiedName) -> Option<&'d Domain> {
        let declared = self.declared;
        declared
            .schema
            .domain(name)
            .or_else(|| declared.existing.domain(name))
    }

    /// The type whose values a type has: that of a domain's values, for a domain.
    pub(super) fn values_of<'t>(&self, data_type: &'t DataType) -> &'t DataType
    where
        'd: 't,
    {
        let mut values = data_type;
        let mut seen = Vec::new();
        while let BaseType::Domain(name) = &values.base
            && let Some(domain) = self.domain(name)
            && !values.array
            && !seen.contains(&name)
        {
            seen.push(name);
            values = &domain.data_type;
        }
        values
    }

    /// Who may execute a function, as declared.
    pub(super) fn executors(&self, function: &Signature) -> &[&'d Grantee] {
        self.executors.get(function).map_or(&[], Vec::as_slice)
    }

    /// Whether row-level security binds the role. `PUBLIC` has roles that it binds.
    pub(super) fn binds(&self, grantee: &Grantee) -> bool {
        match grantee {
            Grantee::Public => true,
            Grantee::Role(role) => !self.bypassing.contains(role),
        }
    }

    /// Whether a policy lets anybody in whom row-level security binds. A restrictive policy lets
    /// nobody in, and a policy without roles is for `PUBLIC`.
    pub(super) fn opens(&self, policy: &Policy) -> bool {
        policy.permissiveness == Permissiveness::Permissive
            && (policy.roles.is_empty() || policy.roles.iter().any(|role| self.binds(role)))
    }

    /// Whether policies let anybody at the rows whom row-level security binds.
    pub(super) fn is_open(&self, own: &TableFacts<'_>) -> bool {
        own.policies.iter().any(|policy| self.opens(policy))
    }

    /// Whether anybody but the owner and roles that bypass row-level security sees rows of the table.
    pub(super) fn is_readable(&self, own: &TableFacts<'_>) -> bool {
        self.is_reached(own, Command::reads_rows, &[Privilege::Select])
    }

    /// Whether anybody but the owner and roles that bypass row-level security writes rows of the table.
    pub(super) fn is_writable(&self, own: &TableFacts<'_>) -> bool {
        self.is_reached(own, Command::writes_rows, &[Privilege::Insert, Privilege::Update])
    }

    /// Where row-level security is on, a policy decides; where it is off, a grant alone.
    fn is_reached(&self, own: &TableFacts<'_>, by: fn(Command) -> bool, with: &[Privilege]) -> bool {
        if own.row_security.is_some() {
            return own
                .policies
                .iter()
                .any(|policy| by(policy.command) && self.opens(policy));
        }
        let grants = |grant: &Grant| {
            with.iter()
                .any(|privilege| grant.privileges.contains_key(privilege))
        };
        own.grants
            .iter()
            .any(|grant| self.binds(&grant.grantee) && grants(grant))
    }
}

impl<'d> TableFacts<'d> {
    fn new(table: &'d Table, place: Option<usize>) -> Self {
        Self {
            table,
            place,
            columns: table
                .columns
                .iter()
                .map(|column| (&column.name, column))
                .collect(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            row_security: None,
            partitions: Vec::new(),
            policies: Vec::new(),
            grants: Vec::new(),
        }
    }

    /// The table's policies, by name.
    pub(super) fn policies(&self) -> &[&'d Policy] {
        &self.policies
    }

    /// The type of a column.
    pub(super) fn type_of(&self, column: &Name) -> Option<&'d DataType> {
        self.columns.get(column).map(|column| &column.data_type)
    }

    /// The columns of the primary key.
    pub(super) fn primary_key(&self) -> Option<&'d [Name]> {
        self.constraints
            .iter()
            .find_map(|constraint| match &constraint.definition {
                ConstraintDefinition::PrimaryKey(columns) => Some(columns.as_slice()),
                ConstraintDefinition::Unique { .. }
                | ConstraintDefinition::Check(_)
                | ConstraintDefinition::ForeignKey(_)
                | ConstraintDefinition::Exclude(_) => None,
            })
    }

    /// The tenant column, unless the table is the tenants themselves and their key is the tenant.
    fn foreign_tenant(&self) -> Option<&'d Name> {
        let tenant = self.table.tenant()?;
        let is_key = self.primary_key().is_some_and(|key| key.iter().eq([tenant]));
        (!is_key).then_some(tenant)
    }
}
