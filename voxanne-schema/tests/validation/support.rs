//! A sound schema, to which each case does one thing wrong.

use std::collections::BTreeMap;

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, FunctionName, Operator};
use voxanne_schema::model::{
    Argument, Column, Command, Constraint, ConstraintDefinition, Deferral, Enum, ForeignKey, Function, Grant,
    GrantTarget, Grantee, Index, IndexKey, IndexMethod, Mode, Permissiveness, Policy, Privilege,
    PrivilegeScope, ReferentialAction, Returns, RowSecurity, Security, Signature, Table, Tenancy, Trigger,
    TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming, Volatility,
};
use voxanne_schema::model::{Member, SortDirection};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::typed::Expr;
use voxanne_schema::typed::types::Uuid;
use voxanne_schema::{Code, Declaration, Diagnostic, Module, Platform};

/// A schema that is being put together for one case.
#[derive(Clone)]
pub(crate) struct Case {
    objects: BTreeMap<ObjectId, Object>,
    extra: Vec<Object>,
    guarded: bool,
    platform: Platform,
}

/// Organizations, and contacts and appointments that belong to them. There is nothing to find in it.
pub(crate) fn sound() -> Case {
    let mut case = Case {
        objects: BTreeMap::new(),
        extra: Vec::new(),
        guarded: true,
        platform: Platform::Supabase,
    };
    case.put(auth_org_id());
    case.put(Enum {
        name: QualifiedName::public("lead_status"),
        labels: names(&["new", "lost"]),
    });
    case.put(table(
        "organizations",
        shared(),
        vec![id(), column("name", "text")],
    ));
    case.put(primary_key("organizations", &["id"]));
    case.put(table("contacts", tenant(), contacts()));
    case.put(primary_key("contacts", &["id"]));
    case.put(unique("contacts", &["org_id", "id"]));
    case.put(foreign_key("contacts", &["org_id"], "organizations", &["id"]));
    case.put(index(
        "contacts",
        "idx_contacts_created",
        &["org_id", "created_at"],
    ));
    case.put(table(
        "appointments",
        tenant(),
        vec![id(), org_id(), column("contact_id", "uuid")],
    ));
    case.put(primary_key("appointments", &["id"]));
    case.put(foreign_key(
        "appointments",
        &["org_id", "contact_id"],
        "contacts",
        &["org_id", "id"],
    ));
    case.put(foreign_key("appointments", &["org_id"], "organizations", &["id"]));
    case.put(index(
        "appointments",
        "idx_appointments_contact",
        &["org_id", "contact_id"],
    ));
    for table in ["contacts", "appointments"] {
        case.put(row_security(table));
        case.put(guard(table));
        case.put(policy(table, "members", Command::All));
        case.put(grant(
            table,
            "authenticated",
            &[Privilege::Select, Privilege::Insert],
        ));
    }
    case
}

fn contacts() -> Vec<Column> {
    vec![
        id(),
        org_id(),
        column("name", "text"),
        nullable("phone", "text"),
        nullable("owner_id", "uuid"),
        nullable("amount", "numeric"),
        nullable("notes", "jsonb"),
        nullable("payload", "json"),
        Column {
            data_type: DataType::system("text").array_of(),
            ..nullable("tags", "text")
        },
        Column {
            data_type: DataType::user(QualifiedName::public("lead_status")),
            ..column("status", "text")
        },
        column("created_at", "timestamptz"),
    ]
}

impl Case {
    fn put(&mut self, object: impl Into<Object>) {
        let object = object.into();
        self.objects.insert(object.id(), object);
    }

    /// The schema with this object, in place of the one with its identity.
    pub(crate) fn with(mut self, object: impl Into<Object>) -> Self {
        self.put(object);
        self
    }

    /// The schema with this object a second time.
    pub(crate) fn also(mut self, object: impl Into<Object>) -> Self {
        self.extra.push(object.into());
        self
    }

    /// The schema without an object that it has.
    pub(crate) fn without(mut self, id: &ObjectId) -> Self {
        assert!(self.objects.remove(id).is_some(), "there is no {id}");
        self
    }

    /// The table with another tenancy.
    pub(crate) fn with_tenancy(self, name: &str, tenancy: Tenancy) -> Self {
        self.with_table(name, |table| table.tenancy = tenancy)
    }

    /// The table, changed.
    pub(crate) fn with_table(mut self, name: &str, change: impl FnOnce(&mut Table)) -> Self {
        match self.objects.get_mut(&table_id(name)) {
            Some(Object::Table(table)) => change(table),
            _ => panic!("there is no table {name}"),
        }
        self
    }

    /// The table with another column, or another form of one.
    pub(crate) fn with_column(self, table: &str, column: Column) -> Self {
        self.with_table(table, |table| {
            table.columns.retain(|other| other.name != column.name);
            table.columns.push(column);
        })
    }

    /// The schema on plain PostgreSQL.
    pub(crate) fn on_postgres(mut self) -> Self {
        self.platform = Platform::Postgres;
        self
    }

    /// Nobody says what the tenant of a session is.
    pub(crate) fn without_tenant_of_session(mut self) -> Self {
        self.guarded = false;
        self
    }

    pub(crate) fn module(&self) -> Module {
        let objects = self.objects.values().chain(&self.extra).cloned();
        objects.fold(Module::new("create_everything"), |module, object| {
            module.object(object)
        })
    }

    /// The declaration, to which more can be said.
    pub(crate) fn declaration(&self) -> Declaration {
        let declaration = Declaration::new("cases", self.platform);
        if self.guarded {
            declaration.tenant(Expr::<Uuid>::new(call("auth_org_id")))
        } else {
            declaration
        }
    }

    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        findings(&self.declaration().module(self.module()))
    }

    /// The one finding of that code about that object.
    #[track_caller]
    pub(crate) fn finds(&self, code: Code, object: &ObjectId) -> Diagnostic {
        the_one(self.findings(), code, Some(object))
    }

    /// There is no finding of that code.
    #[track_caller]
    pub(crate) fn finds_no(&self, code: Code) {
        none(&self.findings(), code);
    }
}

pub(crate) fn findings(declaration: &Declaration) -> Vec<Diagnostic> {
    declaration.collect().1
}

/// The one finding of that code about that object. It has a remedy, and is written as all are.
#[track_caller]
pub(crate) fn the_one(findings: Vec<Diagnostic>, code: Code, object: Option<&ObjectId>) -> Diagnostic {
    let printed: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let mut found = findings
        .into_iter()
        .filter(|d| d.code == code && d.object.as_ref() == object);
    let (first, second) = (found.next(), found.next());
    let finding = first.unwrap_or_else(|| panic!("no {code} about {object:?} among {printed:#?}"));
    assert!(second.is_none(), "{code} is told twice: {printed:#?}");
    assert_eq!(finding.severity, code.severity());
    assert!(finding.help.len() > 10, "{finding}");
    for text in [&finding.message, &finding.help] {
        assert!(
            !text.ends_with('.') && !text.starts_with(char::is_uppercase),
            "{finding}"
        );
        assert!(
            !text.contains("  ") && text.matches('`').count().is_multiple_of(2),
            "{finding}"
        );
    }
    finding
}

#[track_caller]
pub(crate) fn none(findings: &[Diagnostic], code: Code) {
    let found: Vec<String> = findings
        .iter()
        .filter(|d| d.code == code)
        .map(ToString::to_string)
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

pub(crate) fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(Name::new).collect()
}

pub(crate) fn table_id(name: &str) -> ObjectId {
    ObjectId::Table(QualifiedName::public(name))
}

pub(crate) fn index_id(name: &str) -> ObjectId {
    ObjectId::Index(QualifiedName::public(name))
}

pub(crate) fn constraint_id(table: &str, name: &str) -> ObjectId {
    ObjectId::Constraint(Member::new(QualifiedName::public(table), name))
}

pub(crate) fn policy_id(table: &str, name: &str) -> ObjectId {
    ObjectId::Policy(Member::new(QualifiedName::public(table), name))
}

pub(crate) fn trigger_id(table: &str, name: &str) -> ObjectId {
    ObjectId::Trigger(Member::new(QualifiedName::public(table), name))
}

pub(crate) fn id_of(object: impl Into<Object>) -> ObjectId {
    object.into().id()
}

pub(crate) fn shared() -> Tenancy {
    Tenancy::Shared("the tenants themselves".to_owned())
}

pub(crate) fn tenant() -> Tenancy {
    Tenancy::Tenant(Name::new("org_id"))
}

pub(crate) fn table(name: &str, tenancy: Tenancy, columns: Vec<Column>) -> Table {
    Table {
        name: QualifiedName::public(name),
        columns,
        tenancy,
        storage: Default::default(),
        partition_by: None,
        inherits: Vec::new(),
    }
}

pub(crate) fn column(name: &str, data_type: &str) -> Column {
    Column {
        name: Name::new(name),
        data_type: DataType::system(data_type),
        nullable: false,
        default: None,
        identity: None,
        sequence_options: Default::default(),
        sequence: None,
        options: Default::default(),
        generated: None,
        collation: None,
        storage: Default::default(),
    }
}

pub(crate) fn nullable(name: &str, data_type: &str) -> Column {
    Column {
        nullable: true,
        ..column(name, data_type)
    }
}

/// `id`, which the server makes up.
pub(crate) fn id() -> Column {
    Column {
        default: Some(system_call("gen_random_uuid", Volatility::Volatile)),
        ..column("id", "uuid")
    }
}

pub(crate) fn org_id() -> Column {
    column("org_id", "uuid")
}

pub(crate) fn system_call(name: &str, volatility: Volatility) -> Expression {
    Expression::Call {
        function: FunctionName::System(Name::new(name)),
        arguments: Vec::new(),
        volatility,
    }
}

/// A stable call of a function in `public`, without arguments.
pub(crate) fn call(name: &str) -> Expression {
    Expression::Call {
        function: FunctionName::User(signature(name)),
        arguments: Vec::new(),
        volatility: Volatility::Stable,
    }
}

pub(crate) fn signature(name: &str) -> Signature {
    Signature {
        name: QualifiedName::public(name),
        arguments: Vec::new(),
    }
}

pub(crate) fn equal(column: &str, value: Expression) -> Expression {
    Expression::binary(Operator::Equal, Expression::column(column), value)
}

pub(crate) fn constraint(table: &str, name: &str, definition: ConstraintDefinition) -> Constraint {
    Constraint {
        table: QualifiedName::public(table),
        name: Name::new(name),
        definition,
        validated: true,
        deferral: Deferral::default(),
        no_inherit: false,
        index: Default::default(),
    }
}

pub(crate) fn primary_key(table: &str, columns: &[&str]) -> Constraint {
    constraint(
        table,
        &format!("{table}_pkey"),
        ConstraintDefinition::PrimaryKey(names(columns)),
    )
}

pub(crate) fn unique(table: &str, columns: &[&str]) -> Constraint {
    let definition = ConstraintDefinition::Unique {
        columns: names(columns),
        nulls_not_distinct: false,
    };
    constraint(table, &format!("{table}_{}_key", columns.join("_")), definition)
}

pub(crate) fn check(table: &str, name: &str, condition: Expression) -> Constraint {
    constraint(table, name, ConstraintDefinition::Check(condition))
}

pub(crate) fn foreign_key(
    table: &str,
    columns: &[&str],
    references: &str,
    referenced: &[&str],
) -> Constraint {
    let key = ForeignKey {
        columns: names(columns),
        references: QualifiedName::public(references),
        referenced_columns: names(referenced),
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_full: false,
        sets: Vec::new(),
    };
    let name = format!("{table}_{}_fkey", columns.join("_"));
    constraint(table, &name, ConstraintDefinition::ForeignKey(key))
}

pub(crate) fn index(table: &str, name: &str, columns: &[&str]) -> Index {
    Index {
        table: QualifiedName::public(table),
        on: voxanne_schema::model::Indexed::Table,
        name: Name::new(name),
        unique: false,
        method: IndexMethod::Btree,
        keys: columns.iter().copied().map(IndexKey::column).collect(),
        include: Vec::new(),
        filter: None,
        nulls_not_distinct: false,
        parameters: Default::default(),
        replica_identity: false,
    }
}

pub(crate) fn descending(name: &str) -> IndexKey {
    IndexKey {
        direction: SortDirection::Descending,
        ..IndexKey::column(name)
    }
}

pub(crate) fn row_security(table: &str) -> RowSecurity {
    RowSecurity {
        table: QualifiedName::public(table),
        forced: false,
    }
}

/// The restrictive policy that a tenant table has.
pub(crate) fn guard(table: &str) -> Policy {
    Policy {
        permissiveness: Permissiveness::Restrictive,
        roles: vec![Grantee::Public],
        ..policy(table, &format!("{table}_tenant_guard"), Command::All)
    }
}

/// A policy for `authenticated`, with the conditions that its command has.
pub(crate) fn policy(table: &str, name: &str, command: Command) -> Policy {
    let own = equal("org_id", Expression::Once(Box::new(call("auth_org_id"))));
    Policy {
        table: QualifiedName::public(table),
        name: Name::new(name),
        permissiveness: Permissiveness::Permissive,
        command,
        roles: vec![Grantee::role("authenticated")],
        using: command.reads_rows().then(|| own.clone()),
        with_check: command.writes_rows().then_some(own),
    }
}

pub(crate) fn grant(table: &str, role: &str, privileges: &[Privilege]) -> Grant {
    Grant {
        place: 0,
        grantable: Default::default(),
        on: GrantTarget::Table(QualifiedName::public(table)),
        grantee: Grantee::role(role),
        privileges: privileges.iter().map(|p| (*p, PrivilegeScope::Whole)).collect(),
    }
}

pub(crate) fn execute(function: &Function, grantee: Grantee) -> Grant {
    Grant {
        place: 0,
        grantable: Default::default(),
        on: GrantTarget::Function(function.signature()),
        grantee,
        privileges: [(Privilege::Execute, PrivilegeScope::Whole)].into(),
    }
}

fn auth_org_id() -> Function {
    Function {
        returns: Returns::Scalar(DataType::system("uuid")),
        volatility: Volatility::Stable,
        security: Security::Invoker,
        ..function("auth_org_id")
    }
}

/// A function that runs as its owner, safely.
pub(crate) fn function(name: &str) -> Function {
    Function {
        name: QualifiedName::public(name),
        arguments: Vec::new(),
        returns: Returns::Void,
        language: Name::new("plpgsql"),
        volatility: Volatility::Volatile,
        security: Security::Definer,
        strict: false,
        options: Default::default(),
        search_path: Some(Vec::new()),
        body: "BEGIN END".to_owned(),
        depends_on: Vec::new(),
    }
}

pub(crate) fn argument(name: &str, data_type: &str) -> Argument {
    Argument {
        mode: Mode::In,
        name: Name::new(name),
        data_type: DataType::system(data_type),
        default: None,
    }
}

pub(crate) fn trigger_function(name: &str) -> Function {
    Function {
        returns: Returns::Trigger,
        security: Security::Invoker,
        ..function(name)
    }
}

/// A trigger of `contacts` before an update.
pub(crate) fn trigger(name: &str, calls: &str) -> Trigger {
    Trigger {
        table: QualifiedName::public("contacts"),
        name: Name::new(name),
        timing: TriggerTiming::Before,
        events: vec![TriggerEvent::Update],
        update_of: Vec::new(),
        level: TriggerLevel::Row,
        when: None,
        function: signature(calls),
        arguments: Vec::new(),
        enabled: TriggerEnabled::Origin,
        transitions: Default::default(),
        constraint: None,
    }
}
