//! Behaviour of the analysis, on bodies like those that teams write.

mod accepted;
mod dependencies;
mod missing;
mod rendered;
mod robust;
mod syntax;

use voxanne_schema::data_type::DataType;
use voxanne_schema::declare::{Declaration, Declared, Module};
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    Argument, Column, Command, Enum, Function, Mode, Permissiveness, Policy, Returns, Schema, Security,
    Table, Tenancy, Volatility,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::platform::Platform;

/// A function in `plpgsql` with an empty search path.
fn plpgsql(name: &str, body: &str) -> Function {
    function(name, "plpgsql", body)
}

/// A function in `sql` with an empty search path.
fn sql(name: &str, body: &str) -> Function {
    function(name, "sql", body)
}

fn function(name: &str, language: &str, body: &str) -> Function {
    Function {
        name: QualifiedName::public(name),
        arguments: Vec::new(),
        returns: Returns::Void,
        language: Name::new(language),
        volatility: Volatility::Volatile,
        security: Security::Invoker,
        strict: false,
        options: Default::default(),
        search_path: Some(Vec::new()),
        body: body.to_owned(),
        depends_on: Vec::new(),
    }
}

/// The same function, with the search path of its caller.
fn of_caller(function: Function) -> Function {
    Function {
        search_path: None,
        ..function
    }
}

/// An overload.
fn with_argument(function: Function, data_type: &str) -> Function {
    let argument = Argument {
        mode: Mode::In,
        name: Name::new("a"),
        data_type: DataType::system(data_type),
        default: None,
    };
    Function {
        arguments: vec![argument],
        ..function
    }
}

fn table(name: &str) -> Table {
    Table {
        name: QualifiedName::public(name),
        columns: vec![Column {
            name: Name::new("id"),
            data_type: DataType::system("uuid"),
            nullable: false,
            default: None,
            identity: None,
            sequence_options: Default::default(),
            sequence: None,
            options: Default::default(),
            generated: None,
            collation: None,
            storage: Default::default(),
        }],
        tenancy: Tenancy::Shared("a test".to_owned()),
        storage: Default::default(),
        partition_by: None,
        inherits: Vec::new(),
    }
}

fn enumeration(name: &str) -> Enum {
    Enum {
        name: QualifiedName::public(name),
        labels: vec![Name::new("new")],
    }
}

fn policy(name: &str, on: &str, using: &str) -> Policy {
    Policy {
        table: QualifiedName::public(on),
        name: Name::new(name),
        permissiveness: Permissiveness::Permissive,
        command: Command::Select,
        roles: Vec::new(),
        using: Some(Expression::raw(using)),
        with_check: None,
    }
}

/// The tables and enums of the domain.
fn domain() -> Vec<Object> {
    let tables = [
        "organizations",
        "organization_members",
        "contacts",
        "appointments",
        "notifications",
        "audit_logs",
        "audit_logs_archive",
    ];
    let enums = ["lead_status_type", "notification_type", "notification_priority"];
    let tables = tables.iter().map(|name| table(name).into());
    tables
        .chain(enums.iter().map(|name| enumeration(name).into()))
        .collect()
}

fn declared(objects: impl IntoIterator<Item = Object>) -> Declared {
    let module = objects.into_iter().fold(Module::new("test"), Module::object);
    Declaration::new("test", Platform::Supabase)
        .module(module)
        .collect()
        .0
}

fn schema(objects: impl IntoIterator<Item = Object>) -> Schema {
    declared(objects).schema
}

/// What the body of a function names in the domain, as `kind name`.
fn named(function: &Function) -> Vec<String> {
    let id = ObjectId::Function(function.signature());
    let schema = schema(domain().into_iter().chain([function.clone().into()]));
    super::analyze(&[&schema]).of(&id).map(short).collect()
}

fn short(id: &ObjectId) -> String {
    let name = match id {
        ObjectId::Table(name) | ObjectId::Enum(name) => name.name.to_string(),
        ObjectId::Function(signature) => signature.name.name.to_string(),
        other => other.to_string(),
    };
    format!("{} {name}", id.kind().label())
}

/// Everything that is wrong with one function in the domain: code, message, help.
fn wrong(function: &Function) -> Vec<String> {
    let declared = declared(domain().into_iter().chain([function.clone().into()]));
    let found = super::check(&declared);
    found
        .iter()
        .map(|found| format!("{}: {}; {}", found.code, found.message, found.help))
        .collect()
}
