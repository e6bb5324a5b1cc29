//! What each kind of object refers to by name.

use super::{Named, Rename};
use crate::data_type::{BaseType, DataType};
use crate::model::{
    Aggregate, BoundValue, CommentTarget, Composite, Constraint, ConstraintDefinition, DefaultPrivilegesId,
    Domain, Enum, Function, Grant, GrantTarget, Index, IndexElement, IndexKey, Member, Partition,
    PartitionBound, PartitionKey, Policy, PrivilegeScope, Publication, Returns, Signature, Statistics, Table,
    Tenancy, Trigger, ViewColumn,
};
use crate::name::{Name, QualifiedName};
use crate::object::{Dependency, Identity, IdentityMut, Object, ObjectId, ObjectKind, Space};

impl Rename {
    /// Whether it is this object that gets another name.
    fn is(&self, id: &ObjectId) -> bool {
        matches!(&self.from, Named::Object(from) if from == id)
    }

    pub(super) fn object(&self, object: &mut Object) {
        match object {
            Object::Role(_) => {}
            Object::Namespace(namespace) => self.namespace(&mut namespace.name),
            Object::Extension(extension) => self.namespace(&mut extension.namespace),
            Object::Enum(enumeration) => self.enumeration(enumeration),
            Object::Domain(domain) => self.domain(domain),
            Object::Composite(composite) => self.composite(composite),
            Object::Sequence(sequence) => self.sequence_name(&mut sequence.name),
            Object::SequenceOwner(of) => {
                self.sequence_name(&mut of.sequence);
                self.column(&of.table, &mut of.column);
                self.table(&mut of.table);
            }
            Object::Table(table) => self.whole_table(table),
            Object::Partition(partition) => self.partition(partition),
            Object::Constraint(constraint) => self.constraint(constraint),
            Object::Function(function) => self.whole_function(function),
            Object::Procedure(procedure) => self.whole_function(&mut procedure.0),
            Object::Aggregate(aggregate) => self.aggregate(aggregate),
            Object::View(view) => {
                let own = ObjectId::View(view.name.clone());
                self.view(&own, &mut view.query, &mut view.columns, &mut view.depends_on);
                self.table(&mut view.name);
            }
            Object::MaterializedView(view) => {
                let own = ObjectId::MaterializedView(view.name.clone());
                self.view(&own, &mut view.query, &mut view.columns, &mut view.depends_on);
                self.table(&mut view.name);
            }
            Object::Index(index) => self.index(index),
            Object::Statistics(statistics) => self.statistics(statistics),
            Object::Trigger(trigger) => self.trigger(trigger),
            Object::Policy(policy) => self.policy(policy),
            Object::RowSecurity(security) => self.table(&mut security.table),
            Object::Ownership(ownership) => self.id(&mut ownership.of),
            Object::Grant(grant) => self.grant(grant),
            Object::DefaultPrivileges(of) => self.default_privileges(&mut of.id),
            Object::EventTrigger(trigger) => {
                self.signature(&mut trigger.function);
                self.own_name(ObjectKind::EventTrigger, &mut trigger.name);
            }
            Object::Publication(publication) => self.publication(publication),
            Object::Verbatim(of) => {
                for needed in &mut of.depends_on {
                    self.id(&mut needed.object);
                }
            }
            Object::Comment(comment) => self.comment_target(&mut comment.on),
        }
    }

    pub(super) fn id(&self, id: &mut ObjectId) {
        let kind = id.kind();
        match id.identity_mut() {
            IdentityMut::Named(name) => self.own_name(kind, name),
            IdentityMut::Qualified(name) if kind == ObjectKind::SequenceOwner => self.sequence_name(name),
            IdentityMut::Qualified(name) => match kind.space() {
                Space::Rows => self.table(name),
                Space::Type => self.type_name(name),
                Space::Own | Space::Relation | Space::Routine => self.qualified(kind, name),
            },
            IdentityMut::Routine(signature) => self.signature(signature),
            IdentityMut::Member(member) => self.member(kind, member),
            IdentityMut::OfTable(table) => self.table(table),
            IdentityMut::Owned(object) => self.id(object),
            IdentityMut::Grant(grant) => self.grant_target(&mut grant.on),
            IdentityMut::Default(id) => self.default_privileges(id),
            IdentityMut::Comment(on) => self.comment_target(on),
        }
    }

    /// The object of a kind that gets another name.
    fn source(&self, kind: ObjectKind) -> Option<Identity<'_>> {
        match &self.from {
            Named::Object(from) if from.kind() == kind => Some(from.identity()),
            Named::Object(_) | Named::Column(..) | Named::Label(..) | Named::Attribute(..) => None,
        }
    }

    /// A name that the database has once.
    fn own_name(&self, kind: ObjectKind, name: &mut Name) {
        if self.source(kind) == Some(Identity::Named(name)) {
            name.clone_from(&self.to);
        }
    }

    /// A name that its namespace has once.
    fn qualified(&self, kind: ObjectKind, name: &mut QualifiedName) {
        if self.source(kind) == Some(Identity::Qualified(name)) {
            name.name.clone_from(&self.to);
        }
        self.namespace(&mut name.namespace);
    }

    fn namespace(&self, name: &mut Name) {
        self.own_name(ObjectKind::Namespace, name);
    }

    /// A table or a view: the two have one space of names.
    pub(super) fn table(&self, name: &mut QualifiedName) {
        if let Named::Object(ObjectId::Table(from) | ObjectId::View(from) | ObjectId::MaterializedView(from)) =
            &self.from
            && from == name
        {
            name.name.clone_from(&self.to);
        }
        self.namespace(&mut name.namespace);
    }

    /// A created type, or the type of a table's rows, which is called as the table is.
    pub(super) fn type_name(&self, name: &mut QualifiedName) {
        if let Named::Object(ObjectId::Enum(from) | ObjectId::Domain(from) | ObjectId::Composite(from)) =
            &self.from
            && from == name
        {
            name.name.clone_from(&self.to);
        }
        self.table(name);
    }

    pub(super) fn sequence_name(&self, name: &mut QualifiedName) {
        self.qualified(ObjectKind::Sequence, name);
    }

    fn member(&self, kind: ObjectKind, member: &mut Member) {
        if self.source(kind) == Some(Identity::Member(member)) {
            member.name.clone_from(&self.to);
        }
        self.table(&mut member.table);
    }

    /// A member's name and its table, which stand in fields of their own.
    fn own(&self, table: &mut QualifiedName, name: &mut Name, kind: ObjectKind) {
        let mut member = Member::new(table.clone(), name.clone());
        self.member(kind, &mut member);
        (*table, *name) = (member.table, member.name);
    }

    pub(super) fn column(&self, table: &QualifiedName, column: &mut Name) {
        if let Named::Column(of, from) = &self.from
            && of == table
            && from == column
        {
            column.clone_from(&self.to);
        }
    }

    fn columns(&self, table: &QualifiedName, columns: &mut [Name]) {
        for column in columns {
            self.column(table, column);
        }
    }

    pub(super) fn label(&self, enumeration: &QualifiedName, label: &mut Name) {
        if let Named::Label(of, from) = &self.from
            && of == enumeration
            && from == label
        {
            label.clone_from(&self.to);
        }
    }

    pub(super) fn data_type(&self, data_type: &mut DataType) {
        if let BaseType::User(name) | BaseType::Domain(name) | BaseType::Composite(name) = &mut data_type.base
        {
            self.type_name(name);
        }
    }

    pub(super) fn signature(&self, signature: &mut Signature) {
        // Functions, procedures and aggregates share one space of names.
        if let Named::Object(from) = &self.from
            && from.identity() == Identity::Routine(signature)
        {
            signature.name.name.clone_from(&self.to);
        }
        self.namespace(&mut signature.name.namespace);
        for argument in &mut signature.arguments {
            self.data_type(argument);
        }
    }

    pub(super) fn dependency(&self, dependency: &mut Dependency) {
        if let (ObjectId::Table(table), Some(column)) = (&dependency.object, &mut dependency.column) {
            self.column(table, column);
        }
        self.id(&mut dependency.object);
    }

    fn enumeration(&self, enumeration: &mut Enum) {
        for label in &mut enumeration.labels {
            self.label(&enumeration.name, label);
        }
        self.type_name(&mut enumeration.name);
    }

    fn domain(&self, domain: &mut Domain) {
        self.data_type(&mut domain.data_type);
        let checks = domain.checks.iter_mut().map(|check| &mut check.condition);
        for expression in domain.default.iter_mut().chain(checks) {
            self.expression(expression, None);
        }
        self.type_name(&mut domain.name);
    }

    pub(super) fn attribute(&self, composite: &QualifiedName, attribute: &mut Name) {
        if let Named::Attribute(of, from) = &self.from
            && of == composite
            && from == attribute
        {
            attribute.clone_from(&self.to);
        }
    }

    fn composite(&self, composite: &mut Composite) {
        for attribute in &mut composite.attributes {
            self.attribute(&composite.name, &mut attribute.name);
            self.data_type(&mut attribute.data_type);
        }
        self.type_name(&mut composite.name);
    }

    fn whole_table(&self, table: &mut Table) {
        for column in &mut table.columns {
            self.column(&table.name, &mut column.name);
            self.data_type(&mut column.data_type);
            for expression in column.default.iter_mut().chain(&mut column.generated) {
                self.expression(expression, Some(&table.name));
            }
        }
        if let Tenancy::Tenant(column) = &mut table.tenancy {
            self.column(&table.name, column);
        }
        if let Some(key) = &mut table.partition_by {
            self.partition_key(key, &table.name);
        }
        table.inherits.iter_mut().for_each(|parent| self.table(parent));
        self.table(&mut table.name);
    }

    fn partition_key(&self, key: &mut PartitionKey, table: &QualifiedName) {
        for part in &mut key.elements {
            match &mut part.element {
                IndexElement::Column(column) => self.column(table, column),
                IndexElement::Expression(expression) => self.expression(expression, Some(table)),
            }
        }
    }

    fn partition(&self, partition: &mut Partition) {
        let table = partition.table.clone();
        if let Some(key) = &mut partition.partition_by {
            self.partition_key(key, &table);
        }
        if let Some(within) = &mut partition.within {
            let mut of = table.clone();
            self.own(&mut of, within, ObjectKind::Partition);
        }
        match &mut partition.bound {
            PartitionBound::Range { from, to } => {
                for value in from.iter_mut().chain(to) {
                    if let BoundValue::Value(value) = value {
                        self.expression(value, None);
                    }
                }
            }
            PartitionBound::List(values) => {
                values.iter_mut().for_each(|value| self.expression(value, None));
            }
            PartitionBound::Hash { .. } | PartitionBound::Default => {}
        }
        self.own(&mut partition.table, &mut partition.name, ObjectKind::Partition);
    }

    fn constraint(&self, constraint: &mut Constraint) {
        let table = constraint.table.clone();
        match &mut constraint.definition {
            ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
                self.columns(&table, columns);
            }
            ConstraintDefinition::Check(expression) => self.expression(expression, Some(&table)),
            ConstraintDefinition::Exclude(exclusion) => {
                for element in &mut exclusion.elements {
                    self.key(&mut element.key, &table);
                }
                if let Some(filter) = &mut exclusion.filter {
                    self.expression(filter, Some(&table));
                }
            }
            ConstraintDefinition::ForeignKey(key) => {
                self.columns(&table, &mut key.columns);
                self.columns(&table, &mut key.sets);
                self.columns(&key.references, &mut key.referenced_columns);
                self.table(&mut key.references);
            }
        }
        self.columns(&table, &mut constraint.index.include);
        self.own(
            &mut constraint.table,
            &mut constraint.name,
            ObjectKind::Constraint,
        );
    }

    fn key(&self, key: &mut IndexKey, table: &QualifiedName) {
        self.element(&mut key.element, table);
    }

    fn element(&self, element: &mut IndexElement, table: &QualifiedName) {
        match element {
            IndexElement::Column(column) => self.column(table, column),
            IndexElement::Expression(expression) => self.expression(expression, Some(table)),
        }
    }

    fn index(&self, index: &mut Index) {
        let table = index.table.clone();
        for key in &mut index.keys {
            self.key(key, &table);
        }
        self.columns(&table, &mut index.include);
        if let Some(filter) = &mut index.filter {
            self.expression(filter, Some(&table));
        }
        let mut name = index.qualified_name();
        self.qualified(ObjectKind::Index, &mut name);
        index.name = name.name;
        self.table(&mut index.table);
    }

    fn statistics(&self, statistics: &mut Statistics) {
        for key in &mut statistics.keys {
            self.element(key, &statistics.table);
        }
        let mut name = statistics.qualified_name();
        self.qualified(ObjectKind::Statistics, &mut name);
        statistics.name = name.name;
        self.table(&mut statistics.table);
    }

    fn default_privileges(&self, id: &mut DefaultPrivilegesId) {
        if let Some(namespace) = &mut id.namespace {
            self.namespace(namespace);
        }
    }

    fn publication(&self, publication: &mut Publication) {
        let tables = std::mem::take(&mut publication.tables).into_iter();
        let renamed = tables.map(|(mut name, mut table)| {
            self.columns(&name, &mut table.columns);
            if let Some(filter) = &mut table.filter {
                self.expression(filter, Some(&name));
            }
            self.table(&mut name);
            (name, table)
        });
        publication.tables = renamed.collect();
        let namespaces = std::mem::take(&mut publication.namespaces).into_iter();
        let renamed = namespaces.map(|mut name| {
            self.namespace(&mut name);
            name
        });
        publication.namespaces = renamed.collect();
        self.own_name(ObjectKind::Publication, &mut publication.name);
    }

    /// PostgreSQL keeps the query as a tree, in which names follow; but a recursive view reads itself by
    /// the name that it had when it was made.
    fn view(
        &self,
        own: &ObjectId,
        query: &mut String,
        columns: &mut [ViewColumn],
        depends_on: &mut [Dependency],
    ) {
        if !self.is(own) {
            self.fragment(query, None);
        }
        for column in columns {
            self.data_type(&mut column.data_type);
        }
        for dependency in depends_on {
            self.dependency(dependency);
        }
    }

    /// The search path and the body are text, which PostgreSQL keeps as it is.
    fn whole_function(&self, function: &mut Function) {
        let mut signature = function.signature();
        self.signature(&mut signature);
        for argument in &mut function.arguments {
            self.data_type(&mut argument.data_type);
            if let Some(default) = &mut argument.default {
                self.expression(default, None);
            }
        }
        match &mut function.returns {
            Returns::Scalar(data_type) | Returns::SetOf(data_type) => self.data_type(data_type),
            Returns::SetOfTable(table) => self.table(table),
            Returns::Table(columns) => columns.iter_mut().for_each(|(_, of)| self.data_type(of)),
            Returns::Out
            | Returns::SetOfOut
            | Returns::Trigger
            | Returns::EventTrigger
            | Returns::Void
            | Returns::Procedure => {}
        }
        for dependency in &mut function.depends_on {
            self.dependency(dependency);
        }
        function.name = signature.name;
    }

    fn aggregate(&self, aggregate: &mut Aggregate) {
        let mut signature = aggregate.signature();
        self.signature(&mut signature);
        (aggregate.name, aggregate.arguments) = (signature.name, signature.arguments);
        self.data_type(&mut aggregate.state);
        self.signature(&mut aggregate.transition);
        for function in aggregate.end.iter_mut().chain(&mut aggregate.combine) {
            self.signature(function);
        }
    }

    /// The arguments are text, which PostgreSQL keeps as it is.
    fn trigger(&self, trigger: &mut Trigger) {
        let table = trigger.table.clone();
        self.columns(&table, &mut trigger.update_of);
        if let Some(when) = &mut trigger.when {
            self.expression(when, Some(&table));
        }
        self.signature(&mut trigger.function);
        self.own(&mut trigger.table, &mut trigger.name, ObjectKind::Trigger);
    }

    fn policy(&self, policy: &mut Policy) {
        let table = policy.table.clone();
        for expression in policy.using.iter_mut().chain(&mut policy.with_check) {
            self.expression(expression, Some(&table));
        }
        self.own(&mut policy.table, &mut policy.name, ObjectKind::Policy);
    }

    fn grant(&self, grant: &mut Grant) {
        if let GrantTarget::Table(table) = &grant.on {
            for scope in grant.privileges.values_mut() {
                if let PrivilegeScope::Columns(columns) = scope {
                    self.columns(table, columns);
                }
            }
        }
        self.grant_target(&mut grant.on);
    }

    fn grant_target(&self, target: &mut GrantTarget) {
        match target {
            GrantTarget::Namespace(name) => self.namespace(name),
            GrantTarget::Table(name) | GrantTarget::View(name) | GrantTarget::MaterializedView(name) => {
                self.table(name);
            }
            GrantTarget::Function(signature) => self.signature(signature),
            GrantTarget::Procedure(signature) | GrantTarget::Aggregate(signature) => {
                self.signature(signature);
            }
            GrantTarget::Domain(name) | GrantTarget::Composite(name) => self.type_name(name),
            GrantTarget::Sequence(name) => self.sequence_name(name),
        }
    }

    fn comment_target(&self, target: &mut CommentTarget) {
        match target {
            CommentTarget::Object(id) => self.id(id),
            CommentTarget::Attribute(id, name) => {
                if let ObjectId::Composite(of) = &**id {
                    self.attribute(of, name);
                }
                self.id(id);
            }
            CommentTarget::Column(table, column) => {
                self.column(table, column);
                self.table(table);
            }
        }
    }
}
