//! The functions of a state.

use voxanne_codegen::sql::qualified;
use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{
    Argument, Function, GrantTarget, Mode, Privilege, PrivilegeScope, Returns, Security, Signature,
    Volatility,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::build::{grant, grantee};
use super::renamed::Thing;
use super::sketch::{Attributes, FunctionSketch};
use super::state::State;
use super::values::Kind;

/// What functions are for.
const TRIGGER: u8 = 0;
const TWICE: u8 = 1;
const CURRENT: u8 = 2;
const COUNT: u8 = 3;
const TAKES: u8 = 4;

/// The functions that are there, with their grants.
pub(crate) fn of(state: State<'_>) -> Vec<Object> {
    let mut objects = Vec::new();
    for (place, sketch) in state.world.functions.iter().enumerate() {
        let Some(function) = function(state, place, sketch) else {
            continue;
        };
        if let Some(number) = sketch.grant.at(state.side) {
            let execute = (Privilege::Execute, PrivilegeScope::Whole);
            let on = GrantTarget::Function(function.signature());
            objects.push(grant(on, grantee(usize::from(*number)), [execute].into()).into());
        }
        objects.insert(0, function.into());
    }
    objects
}

/// A function of a table's triggers.
pub(crate) fn trigger(state: State<'_>, number: u8) -> Option<Signature> {
    let all = chosen(state, TRIGGER);
    let place = usize::from(number) % all.len().max(1);
    all.get(place).cloned().flatten()
}

/// A function of a whole number that never changes.
pub(crate) fn twice(state: State<'_>) -> Option<Signature> {
    chosen(state, TWICE).first().cloned().flatten()
}

/// A function without arguments that policies can call.
pub(crate) fn current(state: State<'_>) -> Option<Signature> {
    chosen(state, CURRENT).first().cloned().flatten()
}

/// The functions for something; those of the other state are missing.
fn chosen(state: State<'_>, role: u8) -> Vec<Option<Signature>> {
    let functions = state.world.functions.iter().enumerate();
    functions
        .filter(|(_, sketch)| sketch.role == role)
        .map(|(place, sketch)| function(state, place, sketch).map(|function| function.signature()))
        .collect()
}

/// The signature of a function that is there.
pub(crate) fn signature(state: State<'_>, place: usize) -> Option<Signature> {
    let sketch = state.world.functions.get(place)?;
    function(state, place, sketch).map(|function| function.signature())
}

fn function(state: State<'_>, place: usize, sketch: &FunctionSketch) -> Option<Function> {
    let mut attributes = sketch.fate.at(state.side)?.clone();
    // What runs as its owner is not for everybody.
    attributes.definer &= sketch.grant.at(state.side) != Some(&2);
    let attributes = &attributes;
    let name = format!("fn{place}");
    // What policies call keeps its name: the catalog has it as an alias too, which stays as it was.
    let name = if sketch.role == CURRENT {
        Name::from(name)
    } else {
        state.called(Thing::Function(place), &name)
    };
    let name = QualifiedName::public(name);
    let note = attributes.body;
    let bigint = || Returns::Scalar(DataType::system("bigint"));
    Some(match sketch.role {
        TRIGGER => Function {
            returns: Returns::Trigger,
            language: Name::new("plpgsql"),
            strict: false,
            ..plain(
                name,
                attributes,
                format!("BEGIN\n    -- Note {note}.\n    RETURN new;\nEND;"),
            )
        },
        TWICE => Function {
            arguments: vec![argument("n", "integer", None)],
            returns: Returns::Scalar(DataType::system("integer")),
            volatility: Volatility::Immutable,
            security: Security::Invoker,
            search_path: None,
            ..plain(name, attributes, format!("SELECT n * 2 + {note} - {note}"))
        },
        CURRENT => Function {
            returns: bigint(),
            volatility: Volatility::Stable,
            ..plain(name, attributes, format!("SELECT {note}::bigint"))
        },
        COUNT => {
            let table = state.table_name(place % state.world.tables.len().max(1))?;
            let body = format!("SELECT count(*) + {note} FROM {}", qualified(&table));
            Function {
                returns: bigint(),
                ..plain(name, attributes, body)
            }
        }
        TAKES => {
            let kind = state.kind(Kind::OF_SYSTEM + note * 2, place)?.0;
            Function {
                arguments: vec![Argument {
                    mode: Mode::In,
                    name: Name::new("taken"),
                    data_type: kind.data_type(),
                    default: None,
                }],
                returns: bigint(),
                language: Name::new("plpgsql"),
                ..plain(name, attributes, "BEGIN\n    RETURN 1;\nEND;".to_owned())
            }
        }
        _ => {
            let text = if note == 2 { "varchar" } else { "text" };
            let number = Expression::Literal(Literal::Integer(i64::from(note)));
            Function {
                arguments: vec![
                    argument("who", "text", None),
                    argument("n", "integer", Some(number)),
                ],
                returns: Returns::Scalar(DataType::system(text)),
                language: Name::new("plpgsql"),
                ..plain(name, attributes, "BEGIN\n    RETURN who || n;\nEND;".to_owned())
            }
        }
    })
}

pub(crate) fn argument(name: &str, data_type: &str, default: Option<Expression>) -> Argument {
    Argument {
        mode: Mode::In,
        name: Name::new(name),
        data_type: DataType::system(data_type),
        default,
    }
}

pub(crate) fn plain(name: QualifiedName, attributes: &Attributes, body: String) -> Function {
    Function {
        name,
        arguments: Vec::new(),
        returns: Returns::Void,
        language: Name::new("sql"),
        volatility: if attributes.stable {
            Volatility::Stable
        } else {
            Volatility::Volatile
        },
        security: if attributes.definer {
            Security::Definer
        } else {
            Security::Invoker
        },
        strict: attributes.strict,
        options: Default::default(),
        search_path: attributes.definer.then(Vec::new),
        body,
        depends_on: Vec::new(),
    }
}
