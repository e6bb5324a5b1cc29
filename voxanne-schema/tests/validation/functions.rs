//! Functions, above all those that run as their owner.

use voxanne_schema::Code;
use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{Argument, Function, Grantee, Mode, Returns, Security};
use voxanne_schema::name::Name;

use crate::support::*;

fn with_path(path: Option<&[&str]>) -> Function {
    Function {
        search_path: path.map(names),
        ..function("f")
    }
}

fn invoker(function: Function) -> Function {
    Function {
        security: Security::Invoker,
        ..function
    }
}

#[test]
fn search_paths_that_a_caller_can_change() {
    let id = id_of(function("f"));
    for path in [None, Some(&["public"][..]), Some(&["pg_temp", "public"])] {
        let found = sound().with(with_path(path)).finds(Code::MutableSearchPath, &id);
        assert_eq!(
            found.help,
            "`#[function(security_definer, search_path = \"\")]`, and the body names schemas: `public.contacts`"
        );
        sound()
            .with(invoker(with_path(path)))
            .finds_no(Code::MutableSearchPath);
    }
}

#[test]
fn search_paths_that_hold() {
    for path in [
        &[][..],
        &[""],
        &["pg_catalog"],
        &["public", "pg_temp"],
        &["pg_catalog", "pg_temp"],
    ] {
        sound()
            .with(with_path(Some(path)))
            .finds_no(Code::MutableSearchPath);
    }
}

#[test]
fn a_definer_function_for_everybody() {
    let f = function("f");
    let case = |grantee| sound().with(f.clone()).with(execute(&f, grantee));
    let found = case(Grantee::Public).finds(Code::PublicDefinerFunction, &id_of(f.clone()));
    assert_eq!(
        found.message,
        "`public.f` runs as its owner, and `PUBLIC` may execute it"
    );
    case(Grantee::role("anon")).finds(Code::PublicDefinerFunction, &id_of(f.clone()));
    case(Grantee::role("authenticated")).finds_no(Code::PublicDefinerFunction);
    let f = invoker(function("f"));
    sound()
        .with(f.clone())
        .with(execute(&f, Grantee::Public))
        .finds_no(Code::PublicDefinerFunction);
}

/// A function that takes the tenant, for users.
fn of_tenant(argument_name: &str, data_type: &str) -> Function {
    let mut f = function("f");
    f.arguments.push(argument(argument_name, data_type));
    f
}

#[test]
fn a_definer_function_that_trusts_a_tenant_argument() {
    for name in ["org_id", "p_org_id", "_org_id"] {
        let f = of_tenant(name, "uuid");
        let case = sound()
            .with(f.clone())
            .with(execute(&f, Grantee::role("authenticated")));
        let found = case.finds(Code::DefinerTrustsTenantArgument, &id_of(f));
        assert_eq!(
            found.message,
            format!(
                "`public.f` runs as its owner for `authenticated`, and takes the tenant `{name}` on the caller's word"
            )
        );
    }
}

#[test]
fn definer_functions_that_trust_nobody() {
    let case = |f: Function, role: &str| sound().with(f.clone()).with(execute(&f, Grantee::role(role)));
    let code = Code::DefinerTrustsTenantArgument;
    case(of_tenant("org_id", "uuid"), "service_role").finds_no(code);
    case(of_tenant("user_id", "uuid"), "authenticated").finds_no(code);
    case(of_tenant("org_id", "text"), "authenticated").finds_no(code);
    case(invoker(of_tenant("org_id", "uuid")), "authenticated").finds_no(code);
    let compares = Function {
        body: "BEGIN IF org_id IS DISTINCT FROM public.auth_org_id() THEN RAISE 'no'; END IF; END".to_owned(),
        ..of_tenant("org_id", "uuid")
    };
    case(compares, "authenticated").finds_no(code);
}

#[test]
fn trigger_functions_that_postgresql_refuses() {
    let mut with_argument = trigger_function("f");
    with_argument.arguments.push(argument("a", "text"));
    let in_sql = Function {
        language: Name::new("sql"),
        ..trigger_function("f")
    };
    for wrong in [with_argument, in_sql] {
        sound()
            .with(wrong.clone())
            .finds(Code::InvalidRule, &id_of(wrong));
    }
    sound().with(trigger_function("f")).finds_no(Code::InvalidRule);
    let in_sql = Function {
        returns: Returns::Void,
        language: Name::new("sql"),
        ..function("f")
    };
    sound().with(in_sql).finds_no(Code::InvalidRule);
}

#[test]
fn modes_of_arguments_that_postgresql_refuses() {
    let with = |returns: Returns, arguments: &[(&str, Mode, &str)]| {
        let arguments = arguments.iter().map(|(name, mode, of)| Argument {
            mode: *mode,
            data_type: DataType {
                array: of.ends_with("[]"),
                ..DataType::system(of.trim_end_matches("[]"))
            },
            ..argument(name, "integer")
        });
        Function {
            arguments: arguments.collect(),
            returns,
            ..function("f")
        }
    };
    let value = || Returns::Scalar(DataType::system("integer"));
    let out = ("a", Mode::Out, "integer");
    let with_default = Function {
        arguments: vec![Argument {
            mode: Mode::Out,
            default: Some(Expression::Literal(Literal::Integer(1))),
            ..argument("a", "integer")
        }],
        returns: Returns::Out,
        ..function("f")
    };
    let rest = ("rest", Mode::Variadic, "integer[]");
    let wrong = [
        with_default,
        with(value(), &[out]),
        with(Returns::Out, &[("a", Mode::In, "integer")]),
        with(value(), &[("a", Mode::Variadic, "integer")]),
        with(value(), &[rest, ("a", Mode::In, "integer")]),
        with(Returns::Procedure, &[rest, out]),
    ];
    for wrong in wrong {
        let id = wrong.object_id();
        sound().with(wrong).finds(Code::InvalidRule, &id);
    }
    let right = [
        with(Returns::Out, &[rest, out]),
        with(Returns::SetOfOut, &[("a", Mode::InOut, "integer"), rest]),
        with(value(), &[rest]),
        with(Returns::Procedure, &[out, rest]),
    ];
    for right in right {
        sound().with(right).finds_no(Code::InvalidRule);
    }
}

#[test]
fn arguments_that_postgresql_refuses() {
    let with = |arguments: &[(&str, Option<Expression>)]| {
        let mut f = function("f");
        for (name, default) in arguments {
            let mut argument = argument(name, "integer");
            argument.default.clone_from(default);
            f.arguments.push(argument);
        }
        f
    };
    let one = Some(Expression::Literal(Literal::Integer(1)));
    let twice = with(&[("a", None), ("a", None)]);
    let gap = with(&[("a", one.clone()), ("b", None)]);
    let names_another = with(&[("a", None), ("b", Some(Expression::column("a")))]);
    for wrong in [twice, gap, names_another] {
        sound()
            .with(wrong.clone())
            .finds(Code::InvalidRule, &id_of(wrong));
    }
    sound()
        .with(with(&[("a", None), ("b", one.clone()), ("c", one)]))
        .finds_no(Code::InvalidRule);
}
