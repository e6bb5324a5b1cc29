//! The procedures and aggregates of a state, with the functions that aggregates are made of.

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{
    Aggregate, Argument, Function, GrantTarget, Mode, Parallel, Privilege, PrivilegeScope, Procedure,
    Returns, Signature, Volatility,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::besides::{AggregateAttributes, AggregateSketch, ProcedureAttributes, ProcedureSketch};
use super::build::{grant, grantee};
use super::functions::{argument, plain};
use super::renamed::Thing;
use super::sketch::Attributes;
use super::state::State;

/// The routines that are there, with their grants.
pub(crate) fn of(state: State<'_>) -> Vec<Object> {
    let besides = &state.world.besides;
    let mut objects = Vec::new();
    for (place, sketch) in besides.procedures.iter().enumerate() {
        if let Some(procedure) = procedure(state, place, sketch) {
            let on = GrantTarget::Procedure(Box::new(procedure.signature()));
            objects.extend(execute(sketch.grant.at(state.side), on));
            objects.push(Procedure(procedure).into());
        }
    }
    for (place, sketch) in besides.aggregates.iter().enumerate() {
        if let Some(attributes) = sketch.fate.at(state.side) {
            let aggregate = aggregate(state, place, sketch, attributes, &mut objects);
            let on = GrantTarget::Aggregate(Box::new(aggregate.signature()));
            objects.extend(execute(sketch.grant.at(state.side), on));
            objects.push(aggregate.into());
        }
    }
    objects
}

/// The procedure or the aggregate of that name.
pub(crate) fn named(state: State<'_>, name: &Name) -> Option<Object> {
    let is_it = |object: &Object| {
        matches!(object, Object::Procedure(_) | Object::Aggregate(_)) && object.name() == Some(name)
    };
    of(state).into_iter().find(is_it)
}

fn execute(grantee_number: Option<&u8>, on: GrantTarget) -> Option<Object> {
    let execute = (Privilege::Execute, PrivilegeScope::Whole);
    Some(grant(on, grantee(usize::from(*grantee_number?)), [execute].into()).into())
}

pub(crate) fn procedure_name(state: State<'_>, place: usize) -> Name {
    state.called(
        Thing::Procedure(place),
        &format!("{}{place}", ["clean", "Clean "][place % 2]),
    )
}

fn procedure(state: State<'_>, place: usize, sketch: &ProcedureSketch) -> Option<Function> {
    let ProcedureAttributes {
        body,
        definer,
        takes,
        defaults,
    } = *sketch.fate.at(state.side)?;
    let attributes = Attributes {
        body,
        stable: false,
        // What runs as its owner is not for everybody.
        definer: definer && sketch.grant.at(state.side) != Some(&2),
        strict: false,
    };
    let mut arguments = Vec::new();
    if let Some(number) = takes {
        arguments.push(Argument {
            mode: Mode::In,
            name: Name::new("Taken"),
            data_type: state.kind(number, place)?.0.data_type(),
            default: None,
        });
    }
    let zero = Expression::Literal(Literal::Integer(0));
    arguments.push(argument("n", "integer", defaults.then_some(zero)));
    Some(Function {
        returns: Returns::Procedure,
        language: Name::new("plpgsql"),
        arguments,
        ..plain(
            QualifiedName::public(procedure_name(state, place)),
            &attributes,
            format!("BEGIN\n    -- Note {body}.\n    NULL;\nEND;"),
        )
    })
}

pub(crate) fn aggregate_name(state: State<'_>, place: usize) -> Name {
    state.called(
        Thing::Aggregate(place),
        &format!("{}{place}", ["sum_up", "Sum "][place % 2]),
    )
}

/// An aggregate; its functions are put among the objects.
fn aggregate(
    state: State<'_>,
    place: usize,
    sketch: &AggregateSketch,
    attributes: &AggregateAttributes,
    objects: &mut Vec<Object>,
) -> Aggregate {
    let note = sketch.body.at(state.side).copied().unwrap_or_default();
    let number = DataType::system("bigint");
    let mut function = |word: &str, arguments: &[(&str, &str)], returns: &str, body: &str| -> Signature {
        let function = routine(
            &format!("{word}{place}"),
            arguments,
            returns,
            format!("{body} + {note}"),
        );
        let signature = function.signature();
        objects.push(function.into());
        signature
    };
    let transition = function(
        "next",
        &[("total", "bigint"), ("n", "integer")],
        "bigint",
        "SELECT total + n",
    );
    let end = attributes
        .end
        .then(|| function("end", &[("total", "bigint")], "numeric", "SELECT total / 2"));
    let both = [("one", "bigint"), ("other", "bigint")];
    let combine = attributes
        .combine
        .then(|| function("both", &both, "bigint", "SELECT one + other"));
    Aggregate {
        name: QualifiedName::public(aggregate_name(state, place)),
        arguments: vec![DataType::system("integer")],
        transition,
        state: number,
        initial: attributes.begins.map(|number| number.to_string()),
        end,
        combine,
        parallel: [Parallel::Unsafe, Parallel::Restricted, Parallel::Safe]
            [usize::from(attributes.parallel) % 3],
    }
}

fn routine(name: &str, arguments: &[(&str, &str)], returns: &str, body: String) -> Function {
    let attributes = Attributes {
        body: 0,
        stable: false,
        definer: false,
        strict: false,
    };
    let arguments = arguments.iter().map(|(name, of)| argument(name, of, None));
    Function {
        arguments: arguments.collect(),
        returns: Returns::Scalar(DataType::system(returns)),
        volatility: Volatility::Immutable,
        ..plain(QualifiedName::public(Name::from(name)), &attributes, body)
    }
}
