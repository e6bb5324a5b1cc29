//! What there is about each table and function, found once.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::declare::Declared;
use voxanne_schema::model::{
    CommentTarget, Constraint, ConstraintDefinition, ForeignKey, Grant, GrantTarget, Grantee, Index, Policy,
    Signature, Table, Trigger,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use crate::access::Ground;

/// What there is about everything.
pub(super) struct Facts<'d> {
    pub(super) declared: &'d Declared,
    tables: BTreeMap<&'d QualifiedName, TableFacts<'d>>,
    triggers: BTreeMap<&'d Signature, Vec<&'d Trigger>>,
    grants: BTreeMap<&'d GrantTarget, Vec<&'d Grant>>,
}

/// What there is about one table.
#[derive(Default)]
pub(super) struct TableFacts<'d> {
    pub(super) constraints: Vec<&'d Constraint>,
    pub(super) indexes: Vec<&'d Index>,
    pub(super) policies: Vec<&'d Policy>,
}

/// The tables that one module declares.
pub(super) struct ModuleTables<'d> {
    pub(super) slug: &'d str,
    pub(super) tables: Vec<&'d Table>,
}

impl<'d> Facts<'d> {
    pub(super) fn of(declared: &'d Declared) -> Self {
        let schema = &declared.schema;
        let mut facts = Self {
            declared,
            tables: BTreeMap::new(),
            triggers: BTreeMap::new(),
            grants: BTreeMap::new(),
        };
        for constraint in schema.constraints() {
            facts.about(&constraint.table).constraints.push(constraint);
        }
        for index in schema.indexes() {
            facts.about(&index.table).indexes.push(index);
        }
        for policy in schema.policies() {
            facts.about(&policy.table).policies.push(policy);
        }
        for trigger in schema.triggers() {
            facts.triggers.entry(&trigger.function).or_default().push(trigger);
        }
        for grant in schema.grants() {
            facts.grants.entry(&grant.on).or_default().push(grant);
        }
        facts
    }

    fn about(&mut self, table: &'d QualifiedName) -> &mut TableFacts<'d> {
        self.tables.entry(table).or_default()
    }

    /// What there is about a table; nothing about one that is not ours.
    pub(super) fn table(&self, name: &QualifiedName) -> &TableFacts<'d> {
        const NOTHING: &TableFacts<'static> = &TableFacts {
            constraints: Vec::new(),
            indexes: Vec::new(),
            policies: Vec::new(),
        };
        self.tables.get(name).unwrap_or(NOTHING)
    }

    /// The triggers that call a function, by table and name.
    pub(super) fn triggers_of(&self, function: &Signature) -> &[&'d Trigger] {
        self.triggers.get(function).map_or(&[], Vec::as_slice)
    }

    /// The grants on an object, by role.
    pub(super) fn grants_on(&self, target: &GrantTarget) -> &[&'d Grant] {
        self.grants.get(target).map_or(&[], Vec::as_slice)
    }

    /// The tables by module, in the order of the modules, then by name.
    pub(super) fn modules(&self) -> Vec<ModuleTables<'d>> {
        let mut modules: Vec<ModuleTables<'d>> = self
            .declared
            .modules
            .iter()
            .map(|module| ModuleTables {
                slug: &module.slug,
                tables: Vec::new(),
            })
            .collect();
        for table in self.declared.schema.tables() {
            let id = ObjectId::Table(table.name.clone());
            let place = self.declared.module_of.get(&id).copied().unwrap_or_default();
            if let Some(module) = modules.get_mut(place) {
                module.tables.push(table);
            }
        }
        modules.retain(|module| !module.tables.is_empty());
        modules
    }

    /// The comment on an object.
    pub(super) fn comment(&self, on: ObjectId) -> Option<&'d str> {
        self.declared.schema.comment(&CommentTarget::Object(Box::new(on)))
    }

    /// The roles that requests run as, and those that anything is granted to or a policy is for.
    pub(super) fn roles(&self) -> Vec<Grantee> {
        let schema = &self.declared.schema;
        let platform = self.declared.platform.api_roles();
        let mut roles: BTreeSet<Grantee> = platform
            .into_iter()
            .map(|role| Grantee::Role(role.name))
            .collect();
        roles.extend(schema.grants().map(|grant| grant.grantee.clone()));
        let named = schema.policies().flat_map(|policy| &policy.roles);
        roles.extend(named.filter(|role| **role != Grantee::Public).cloned());
        roles.into_iter().collect()
    }

    /// What tells who may do what.
    pub(super) fn ground(&self) -> Ground<'d> {
        Ground::of(self.declared)
    }
}

impl<'d> TableFacts<'d> {
    /// The columns of the primary key.
    pub(super) fn primary_key(&self) -> &'d [Name] {
        self.constraints
            .iter()
            .find(|constraint| constraint.is_primary_key())
            .map_or(&[], |constraint| constraint.key_columns())
    }

    /// The foreign keys, by name.
    pub(super) fn foreign_keys(&self) -> impl Iterator<Item = (&'d Constraint, &'d ForeignKey)> {
        self.constraints
            .iter()
            .filter_map(|constraint| Some((*constraint, constraint.foreign_key()?)))
    }

    /// The columns of every primary or unique key.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'d [Name]> {
        self.constraints
            .iter()
            .filter(|constraint| match constraint.definition {
                ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique { .. } => true,
                ConstraintDefinition::Check(_)
                | ConstraintDefinition::ForeignKey(_)
                | ConstraintDefinition::Exclude(_) => false,
            })
            .map(|constraint| constraint.key_columns())
    }

    /// Whether no two rows have the same values in these columns: a key, or a unique index of all
    /// rows, needs no more than them.
    pub(super) fn are_unique(&self, columns: &[Name]) -> bool {
        let enough = |key: &[&Name]| !key.is_empty() && key.iter().all(|column| columns.contains(column));
        self.keys().any(|key| enough(&key.iter().collect::<Vec<_>>()))
            || self.indexes.iter().any(|index| {
                let key: Option<Vec<&Name>> = index.keys.iter().map(|key| key.column_name()).collect();
                index.unique && index.filter.is_none() && key.is_some_and(|key| enough(&key))
            })
    }
}
