//! The rules of a table, collected.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use super::commands::{PolicyCommand, TablePrivileges};
use super::role::RoleName;
use super::rules_constraint::{CheckKind, ConstraintRule, KeyTiming, UniqueKind};
use super::rules_partition::PartitionSaying;
use super::rules_storage::ColumnSaying;
use super::{
    Backfill, BackfillRule, Column, ColumnsOf, Condition, Conversion, ConversionRule, Deduplication,
    DeduplicationRule, Expr, GrantRule, IndexKeys, IndexRule, PolicyRule, SqlType, StatisticsRule, Table,
    TableRules, TriggerRule, ViewRules,
};
use crate::declare::Hazard;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::Expression;
use crate::model::{
    Constraint, ConstraintDefinition, Deferral, Grant, Index, Policy, Statistics, TableStorage, Trigger,
};
use crate::name::{Name, QualifiedName, default_name};
use crate::object::{Describe, ObjectId};
use crate::rename::Named;

/// The rules of one table, without types.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub(crate) table: QualifiedName,
    /// Indexes.
    pub indexes: Vec<Index>,
    /// Extended statistics.
    pub statistics: Vec<Statistics>,
    /// Checks and unique keys.
    pub constraints: Vec<Constraint>,
    /// What is said of keys that the attributes declare.
    pub(crate) timings: Vec<KeyTiming>,
    /// What is said of columns.
    pub(crate) columns: Vec<ColumnSaying>,
    /// How the table is stored.
    pub storage: TableStorage,
    /// Its partitions, those of a partition behind it.
    pub(crate) partitions: Vec<PartitionSaying>,
    /// Policies.
    pub policies: Vec<Policy>,
    /// Triggers.
    pub triggers: Vec<Trigger>,
    /// Whom it belongs to, where that is not whoever runs the migration.
    pub owner: Option<Name>,
    /// Grants.
    pub grants: Vec<Grant>,
    /// The columns that hold the moment of the last update.
    pub updated_at: Vec<Name>,
    /// Whether rows are only ever added, and where they may go.
    pub append_only: Option<AppendOnly>,
    /// Whether row-level security is enabled without any policy.
    pub closed: bool,
    /// Whether row-level security applies to the owner too.
    pub forced: bool,
    /// Whether row-level security is said to be on.
    pub row_security: bool,
    /// How rows that exist get the value of a new column.
    pub backfills: Vec<Backfill>,
    /// Which of several equal rows stay.
    pub deduplications: Vec<Deduplication>,
    /// How values become values of another type.
    pub conversions: Vec<Conversion>,
    /// Which hazards may pass, and why.
    pub allowances: Vec<(Hazard, String)>,
    /// What the rules themselves got wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What was called otherwise before.
    former: Vec<Former>,
}

/// What something was called before, by its place among its kind: its name may yet be said.
#[derive(Clone, Debug)]
struct Former {
    kind: FormerKind,
    place: usize,
    name: Name,
}

/// What a rule can say a former name of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FormerKind {
    Index,
    Statistics,
    Constraint,
    Policy,
    Trigger,
}

/// Rows are only ever added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppendOnly {
    /// A row may leave once its copy stands in this table, found by these columns.
    pub archive: Option<(QualifiedName, Vec<Name>)>,
}

/// Collects the rules of `T`.
#[derive(Debug)]
pub struct Rules<'r, T> {
    pub(crate) set: &'r mut RuleSet,
    marker: PhantomData<fn() -> T>,
}

impl RuleSet {
    /// What `T` says of itself.
    #[must_use]
    pub fn collect<T: TableRules>() -> Self {
        let mut set = Self::new(T::qualified_name());
        let mut rules = Rules {
            set: &mut set,
            marker: PhantomData,
        };
        T::rules(T::Columns::default(), &mut rules);
        set
    }

    /// What the view `V` says of itself.
    #[must_use]
    pub fn collect_view<V: ViewRules>() -> Self {
        let mut set = Self::new(V::qualified_name());
        let mut rules = Rules {
            set: &mut set,
            marker: PhantomData,
        };
        V::rules(V::Columns::default(), &mut rules);
        set
    }

    fn new(table: QualifiedName) -> Self {
        Self {
            table,
            indexes: Vec::new(),
            statistics: Vec::new(),
            constraints: Vec::new(),
            timings: Vec::new(),
            columns: Vec::new(),
            storage: TableStorage::default(),
            partitions: Vec::new(),
            policies: Vec::new(),
            triggers: Vec::new(),
            owner: None,
            grants: Vec::new(),
            updated_at: Vec::new(),
            append_only: None,
            closed: false,
            forced: false,
            row_security: false,
            backfills: Vec::new(),
            deduplications: Vec::new(),
            conversions: Vec::new(),
            allowances: Vec::new(),
            diagnostics: Vec::new(),
            former: Vec::new(),
        }
    }

    /// Notes what the last of a kind was called before.
    pub(crate) fn renamed_from(&mut self, kind: FormerKind, name: &str) {
        let count = match kind {
            FormerKind::Index => self.indexes.len(),
            FormerKind::Statistics => self.statistics.len(),
            FormerKind::Constraint => self.constraints.len(),
            FormerKind::Policy => self.policies.len(),
            FormerKind::Trigger => self.triggers.len(),
        };
        if let Some(place) = count.checked_sub(1) {
            let name = Name::new(name);
            self.former.push(Former { kind, place, name });
        }
    }

    /// What was called otherwise before, with the former name.
    pub(crate) fn renames(&self) -> impl Iterator<Item = (Named, &Name)> {
        self.former.iter().filter_map(|former| {
            let id = match former.kind {
                FormerKind::Index => ObjectId::Index(self.indexes.get(former.place)?.id()),
                FormerKind::Statistics => ObjectId::Statistics(self.statistics.get(former.place)?.id()),
                FormerKind::Constraint => ObjectId::Constraint(self.constraints.get(former.place)?.id()),
                FormerKind::Policy => ObjectId::Policy(self.policies.get(former.place)?.id()),
                FormerKind::Trigger => ObjectId::Trigger(self.triggers.get(former.place)?.id()),
            };
            Some((Named::Object(id), &former.name))
        })
    }

    /// The tree of a condition, after a check that it names no other table's columns.
    pub(crate) fn own<V>(&mut self, expr: Expr<V>) -> Expression {
        self.check_tables(&expr.tables);
        expr.expression
    }

    fn add_check(&mut self, expression: Expression) -> ConstraintRule<'_, CheckKind> {
        let first = expression
            .columns()
            .first()
            .map_or("", |name| name.as_str())
            .to_owned();
        let name = default_name(self.table.name.as_str(), &first, "check");
        self.add_constraint(name, ConstraintDefinition::Check(expression))
    }

    fn add_unique(&mut self, columns: Vec<Name>) -> ConstraintRule<'_, UniqueKind> {
        let joined: Vec<&str> = columns.iter().map(Name::as_str).collect();
        let name = default_name(self.table.name.as_str(), &joined.join("_"), "key");
        let definition = ConstraintDefinition::Unique {
            columns,
            nulls_not_distinct: false,
        };
        self.add_constraint(name, definition)
    }

    pub(super) fn add_constraint<K>(
        &mut self,
        name: Name,
        definition: ConstraintDefinition,
    ) -> ConstraintRule<'_, K> {
        self.constraints.push(Constraint {
            table: self.table.clone(),
            name,
            definition,
            validated: true,
            deferral: Deferral::default(),
            no_inherit: false,
            index: Default::default(),
        });
        ConstraintRule::last(self)
    }

    fn check_tables(&mut self, tables: &BTreeSet<QualifiedName>) {
        for other in tables.iter().filter(|table| **table != self.table) {
            self.diagnostics.push(Diagnostic::new(
                Code::ForeignColumn,
                ObjectId::Table(self.table.clone()),
                format!("an expression of `{}` names a column of `{other}`", self.table),
                "name columns of the table itself; reach other tables through a function, or `sql(…)` with a subquery",
            ));
        }
    }
}

impl<T: Table> Rules<'_, T> {
    /// Lets what changes the table pass with this hazard, for the reason given, which the head of the
    /// migration says. An allowance that nothing needs any more is a warning.
    pub fn allow(&mut self, hazard: Hazard, reason: &str) {
        self.set.allowances.push((hazard, reason.to_owned()));
    }

    /// An index on a column, an expression, or a tuple of them.
    pub fn index(&mut self, keys: impl IndexKeys<T>) -> IndexRule<'_, T> {
        self.set.begin_index();
        keys.add_all(self.set);
        self.set.name_index();
        IndexRule::last(self.set)
    }

    /// It belongs to this role, in place of whoever runs the migration. The owner may do everything with
    /// it, and its policies do not bind the owner unless `r.force_row_security()` says so.
    pub fn owned_by(&mut self, role: RoleName) {
        self.set.owner = Some(role.owner());
    }

    /// Privileges on the whole. What is not granted is revoked.
    pub fn grant<P: TablePrivileges>(&mut self, _privileges: P) -> GrantRule<'_, T> {
        GrantRule::new(self.set, P::privileges())
    }
}

/// What a view has no use for.
impl<T: TableRules> Rules<'_, T> {
    /// A check that every row satisfies.
    pub fn check(&mut self, condition: impl Condition) -> ConstraintRule<'_, CheckKind> {
        let expression = self.set.own(condition.condition());
        self.set.add_check(expression)
    }

    /// Statistics of what several columns and expressions have to do with each other, where conditions
    /// combine them and the planner misjudges how many rows are left.
    pub fn statistics(&mut self, keys: impl IndexKeys<T>) -> StatisticsRule<'_> {
        self.set.begin_index();
        keys.add_all(self.set);
        let keys = self.set.indexes.pop().map(|index| index.keys).unwrap_or_default();
        StatisticsRule::new(self.set, keys)
    }

    /// A unique key. One that others refer to stands in the attributes instead.
    pub fn unique(&mut self, columns: impl ColumnsOf<T>) -> ConstraintRule<'_, UniqueKind> {
        self.set.add_unique(columns.names())
    }

    /// A permissive policy. Say `.on(…)` and `.to(…)`, and `.using(…)`, `.with_check(…)` or both.
    pub fn policy(&mut self, name: &str) -> PolicyRule<'_> {
        PolicyRule::new(self.set, name)
    }

    /// A permissive policy for one command, named `<table>_<command>`.
    pub fn policy_on<C: PolicyCommand>(&mut self, _command: C) -> PolicyRule<'_> {
        PolicyRule::for_command(self.set, C::COMMAND)
    }

    /// A trigger. Say when it fires and what it calls.
    pub fn trigger(&mut self, name: &str) -> TriggerRule<'_, T> {
        TriggerRule::new(self.set, name)
    }

    /// The column holds the moment of the last update, kept by a trigger.
    pub fn updated_at<V: SqlType, const I: usize>(&mut self, column: Column<T, V, I>) {
        self.set.updated_at.push(column.name());
    }

    /// Rows are only ever added: UPDATE, DELETE and TRUNCATE are refused, whoever asks.
    pub fn append_only(&mut self) {
        self.set.append_only = Some(AppendOnly { archive: None });
    }

    /// Rows are only ever added, and may leave once their copy stands in another table, found by
    /// these columns, which both tables have.
    pub fn append_only_archived_in<A: Table>(&mut self, columns: impl ColumnsOf<T>) {
        self.set.append_only = Some(AppendOnly {
            archive: Some((A::qualified_name(), columns.names())),
        });
    }

    /// Row-level security is on and no policy stands, so that only roles that bypass it get in.
    pub fn closed(&mut self) {
        self.set.closed = true;
    }

    /// Row-level security is on. A policy, `tenant = …` and `r.closed()` say so as well; where a module takes
    /// tables over as they stood ([`Module::as_found`](crate::Module::as_found)), this alone does.
    pub fn row_security(&mut self) {
        self.set.row_security = true;
    }

    /// Row-level security applies to the table's owner too.
    pub fn force_row_security(&mut self) {
        self.set.forced = true;
    }

    /// How rows that exist get the value of this column when a migration adds it.
    pub fn backfill<V: SqlType, const I: usize>(&mut self, column: Column<T, V, I>) -> BackfillRule<'_, V> {
        BackfillRule::new(self.set, column.name())
    }

    /// How rows that exist keep their values when this column changes its type, where PostgreSQL has
    /// no cast, or another one is wanted.
    pub fn convert<V: SqlType, const I: usize>(&mut self, column: Column<T, V, I>) -> ConversionRule<'_, V> {
        ConversionRule::new(self.set, column.name())
    }

    /// Which rows stay where several have the same values in these columns, before a key forbids it.
    pub fn deduplicate(&mut self, columns: impl ColumnsOf<T>) -> DeduplicationRule<'_, T> {
        DeduplicationRule::new(self.set, columns.names())
    }
}
