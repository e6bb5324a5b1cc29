//! Schemas of any size for the benchmarks: tables of 12 columns with 3 indexes, 1 foreign key,
//! 2 policies and 1 trigger each, ten tables a module.

use voxanne_schema::PgEnum;
use voxanne_schema::data_type::DataType;
use voxanne_schema::declare::{Declaration, Module};
use voxanne_schema::expression::{Expression, FunctionName, Literal, Operator};
use voxanne_schema::model::{
    Column, Command, Constraint, ConstraintDefinition, Deferral, ForeignKey, Function, Grantee, Index,
    IndexKey, IndexMethod, Permissiveness, Policy, ReferentialAction, Returns, RowSecurity, Security,
    Signature, Table, Tenancy, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel, TriggerTiming,
    Volatility,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::platform::Platform;

/// What a declaration is like, beside the number of its tables.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// How many tables have a column of the enum; the others have text there.
    pub of_enum: usize,
    /// Whether the first table has one column more.
    pub wider: bool,
    /// Whether the enum has lost a label.
    pub fewer_labels: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            of_enum: usize::MAX,
            wider: false,
            fewer_labels: false,
        }
    }
}

/// How far a row is.
#[derive(Clone, Copy, PgEnum)]
#[pg_enum(name = "state")]
enum State {
    Open,
    Closed,
    Lost,
}

mod later {
    use voxanne_schema::PgEnum;

    /// How far a row is.
    #[derive(Clone, Copy, PgEnum)]
    #[pg_enum(name = "state", removed("lost" => Closed))]
    pub(crate) enum State {
        Open,
        Closed,
    }
}

/// A declaration of so many tables.
#[must_use]
pub fn declaration(tables: usize) -> Declaration {
    declaration_of(tables, Shape::default())
}

/// A declaration of so many tables, of that shape.
#[must_use]
pub fn declaration_of(tables: usize, shape: Shape) -> Declaration {
    let mut declaration = Declaration::new("benchmark", Platform::Supabase).first_version(20260101000000);
    let foundation = Module::new("create_foundation");
    let foundation = if shape.fewer_labels {
        foundation.enumeration::<later::State>()
    } else {
        foundation.enumeration::<State>()
    };
    declaration = declaration.module(table(foundation.object(touch()), 0, shape));
    for first in (1..tables).step_by(10) {
        let mut module = Module::new(&format!("create_tables_{first}"));
        for place in first..tables.min(first + 10) {
            module = table(module, place, shape);
        }
        declaration = declaration.module(module);
    }
    declaration
}

fn touch() -> Function {
    Function {
        name: QualifiedName::public("touch"),
        arguments: Vec::new(),
        returns: Returns::Trigger,
        language: Name::new("plpgsql"),
        volatility: Volatility::Volatile,
        security: Security::Invoker,
        strict: false,
        options: Default::default(),
        search_path: Some(Vec::new()),
        body: "\nBEGIN\n    NEW.updated_at := now();\n    RETURN NEW;\nEND;\n".to_owned(),
        depends_on: Vec::new(),
    }
}

fn name(place: usize) -> QualifiedName {
    QualifiedName::public(format!("table_{place}"))
}

fn column(column: &str, data_type: DataType, nullable: bool, default: Option<Expression>) -> Column {
    Column {
        name: Name::new(column),
        data_type,
        nullable,
        default,
        identity: None,
        sequence_options: Default::default(),
        sequence: None,
        options: Default::default(),
        generated: None,
        collation: None,
        storage: Default::default(),
    }
}

fn call(function: &str, volatility: Volatility) -> Expression {
    Expression::Call {
        function: FunctionName::System(Name::new(function)),
        arguments: Vec::new(),
        volatility,
    }
}

fn columns(place: usize, shape: Shape) -> Vec<Column> {
    let system = DataType::system;
    let now = || Some(call("now", Volatility::Stable));
    let state = DataType::user(QualifiedName::public("state"));
    let open = Literal::Typed {
        text: "open".to_owned(),
        data_type: state.clone(),
    };
    let of_state = if place < shape.of_enum {
        column("state", state, false, Some(Expression::Literal(open)))
    } else {
        column("state", system("text"), false, None)
    };
    let mut columns = vec![
        column(
            "id",
            system("uuid"),
            false,
            Some(call("gen_random_uuid", Volatility::Volatile)),
        ),
        column("parent_id", system("uuid"), true, None),
        column("name", system("text"), false, None),
        column("note", system("text"), true, None),
        column(
            "amount",
            system("integer"),
            false,
            Some(Expression::Literal(Literal::Integer(0))),
        ),
        column("ratio", system("double precision"), true, None),
        column(
            "active",
            system("boolean"),
            false,
            Some(Expression::Literal(Literal::Boolean(true))),
        ),
        of_state,
        column("document", system("jsonb"), true, None),
        column("tags", system("text").array_of(), true, None),
        column("created_at", system("timestamptz"), false, now()),
        column("updated_at", system("timestamptz"), false, now()),
    ];
    if shape.wider && place == 0 {
        columns.push(column("remark", system("text"), true, None));
    }
    columns
}

fn table(module: Module, place: usize, shape: Shape) -> Module {
    let name = name(place);
    let constraint = |suffix: &str, definition| Constraint {
        table: name.clone(),
        name: Name::from(format!("{}_{suffix}", name.name)),
        definition,
        validated: true,
        deferral: Deferral::default(),
        no_inherit: false,
        index: Default::default(),
    };
    let key = ForeignKey {
        columns: vec![Name::new("parent_id")],
        references: self::name(place.saturating_sub(1)),
        referenced_columns: vec![Name::new("id")],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_full: false,
        sets: Vec::new(),
    };
    let mut module = module
        .object(Table {
            name: name.clone(),
            columns: columns(place, shape),
            tenancy: Tenancy::Shared("a benchmark".to_owned()),
            storage: Default::default(),
            partition_by: None,
            inherits: Vec::new(),
        })
        .object(constraint(
            "pkey",
            ConstraintDefinition::PrimaryKey(vec![Name::new("id")]),
        ))
        .object(constraint(
            "parent_id_fkey",
            ConstraintDefinition::ForeignKey(key),
        ))
        .object(RowSecurity {
            table: name.clone(),
            forced: false,
        })
        .object(trigger(&name));
    for keys in [&["parent_id"][..], &["name", "created_at"], &["updated_at"]] {
        module = module.object(index(&name, keys));
    }
    for command in [Command::Select, Command::Update] {
        module = module.object(policy(&name, command));
    }
    module
}

fn index(table: &QualifiedName, keys: &[&str]) -> Index {
    Index {
        table: table.clone(),
        on: voxanne_schema::model::Indexed::Table,
        name: Name::from(format!("{}_{}_idx", table.name, keys.join("_"))),
        unique: false,
        method: IndexMethod::Btree,
        keys: keys.iter().map(|key| IndexKey::column(*key)).collect(),
        include: Vec::new(),
        filter: None,
        nulls_not_distinct: false,
        parameters: Default::default(),
        replica_identity: false,
    }
}

fn policy(table: &QualifiedName, command: Command) -> Policy {
    let active = Expression::binary(
        Operator::Equal,
        Expression::column("active"),
        Expression::Literal(Literal::Boolean(true)),
    );
    Policy {
        table: table.clone(),
        name: Name::from(format!("{}_{}", table.name, command.sql().to_lowercase())),
        permissiveness: Permissiveness::Permissive,
        command,
        roles: vec![Grantee::role("authenticated")],
        using: Some(active.clone()),
        with_check: command.writes_rows().then_some(active),
    }
}

fn trigger(table: &QualifiedName) -> Trigger {
    Trigger {
        table: table.clone(),
        name: Name::from(format!("touch_{}", table.name)),
        timing: TriggerTiming::Before,
        events: vec![TriggerEvent::Update],
        update_of: Vec::new(),
        level: TriggerLevel::Row,
        when: None,
        function: Signature {
            name: QualifiedName::public("touch"),
            arguments: Vec::new(),
        },
        arguments: Vec::new(),
        enabled: TriggerEnabled::Origin,
        transitions: Default::default(),
        constraint: None,
    }
}
