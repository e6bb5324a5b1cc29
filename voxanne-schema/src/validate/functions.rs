//! Functions: what PostgreSQL refuses, and what those that run as their owner give away.

use super::expressions::{self, Place};
use super::facts::Facts;
use super::findings::{Findings, quoted};
use crate::data_type::DataType;
use crate::diagnostic::Code;
use crate::expression::{Expression, FunctionName};
use crate::lookup::Seen;
use crate::model::{Argument, Function, Grantee, Mode, Returns, Security, Volatility};
use crate::name::Name;
use crate::object::ObjectId;
use crate::platform::{Platform, supabase};

/// What people put before the name of an argument to tell it from the column.
const PREFIXES: &[&str] = &["", "_", "p_", "in_", "arg_", "v_", "new_", "target_"];

pub(super) fn check(facts: &Facts<'_>, function: &Function, findings: &mut Findings) {
    check_arguments(function, findings);
    check_modes(function, findings);
    check_trigger_function(function, findings);
    check_procedure(function, findings);
    if function.security == Security::Definer {
        check_search_path(function, findings);
        check_public(facts, function, findings);
        check_tenant_argument(facts, function, findings);
    }
}

fn id(function: &Function) -> ObjectId {
    function.object_id()
}

fn check_arguments(function: &Function, findings: &mut Findings) {
    let (mut taken, mut given) = (Seen::default(), Seen::default());
    let mut defaults = false;
    for argument in &function.arguments {
        // What goes in may be called as what comes out is.
        let is_doubled = !argument.name.as_str().is_empty()
            && ((argument.mode.takes() && !taken.insert(&argument.name))
                | (argument.mode.gives() && !given.insert(&argument.name)));
        if is_doubled {
            let message = format!("`{}` has two arguments `{}`", function.name, argument.name);
            findings.report(
                Code::InvalidRule,
                id(function),
                message,
                "give one of them another name",
            );
        }
        // What only comes out is left out of a call, but of the call of a procedure.
        let counts = argument.mode.takes() || function.is_procedure();
        if defaults && counts && argument.default.is_none() {
            let message = format!(
                "the argument `{}` of `{}` has no default, and one before it has",
                argument.name, function.name
            );
            let help = "put arguments with a default last, or give this one a default";
            findings.report(Code::InvalidRule, id(function), message, help);
        }
        defaults |= argument.default.is_some();
        if let Some(default) = &argument.default {
            let what = || {
                format!(
                    "the default of the argument `{}` of `{}`",
                    argument.name, function.name
                )
            };
            expressions::check(default, Place::Default, || id(function), what, findings);
        }
    }
}

/// What comes out has no default and is all that a function returns; what takes any number comes last.
fn check_modes(function: &Function, findings: &mut Findings) {
    let mut wrong = |message: String, help: &str| {
        findings.report(Code::InvalidRule, id(function), message, help);
    };
    let name = &function.name;
    let mut variadic = None;
    for argument in &function.arguments {
        if argument.mode == Mode::Out && argument.default.is_some() {
            wrong(
                format!(
                    "the argument `{}` of `{name}` comes out, and so has no default",
                    argument.name
                ),
                "leave the default out, or let the argument go in too: `inout`",
            );
        }
        if let Some(variadic) = variadic
            && (argument.mode.takes() || function.is_procedure())
        {
            wrong(
                format!(
                    "the argument `{}` of `{name}` stands after `{variadic}`, which takes all that follow",
                    argument.name
                ),
                "put the `variadic` argument last",
            );
        }
        if argument.mode == Mode::Variadic {
            variadic = Some(&argument.name);
            if !argument.data_type.array && !is_array_of_any(&argument.data_type) {
                wrong(
                    format!(
                        "the argument `{}` of `{name}` takes any number of values, and is no array",
                        argument.name
                    ),
                    "write the type of the array that the body gets: `variadic labels: Vec<String>`",
                );
            }
        }
    }
    let gives = function.given().next().is_some();
    match &function.returns {
        Returns::Out | Returns::SetOfOut if !gives => wrong(
            format!("`{name}` returns what its arguments hold, and none of them comes out"),
            "write `out` before those that do, or what it returns: `-> Uuid`",
        ),
        Returns::Out | Returns::SetOfOut | Returns::Procedure => {}
        _ if gives => wrong(
            format!("arguments of `{name}` come out, and it returns something else"),
            "leave out what it returns, or write `-> setof record` for any number of rows",
        ),
        _ => {}
    }
}

fn check_procedure(function: &Function, findings: &mut Findings) {
    if function.is_procedure() && (function.strict || function.volatility != Volatility::Volatile) {
        let message = format!(
            "the procedure `{}` is called by itself, so that nothing may be assumed of it",
            function.name
        );
        let help = "leave out `immutable`, `stable` and `strict`";
        findings.report(Code::InvalidRule, id(function), message, help);
    }
}

fn check_trigger_function(function: &Function, findings: &mut Findings) {
    if !matches!(function.returns, Returns::Trigger | Returns::EventTrigger) {
        return;
    }
    if !function.arguments.is_empty() {
        let message = format!("the trigger function `{}` has arguments", function.name);
        let help = "leave them out; what a trigger passes stands in `TG_ARGV`";
        findings.report(Code::InvalidRule, id(function), message, help);
    }
    if function.language == "sql" {
        let message = format!(
            "the trigger function `{}` is written in SQL, which cannot return a row to a trigger",
            function.name
        );
        findings.report(
            Code::InvalidRule,
            id(function),
            message,
            "write it in PL/pgSQL: `#[function(language = plpgsql)]`",
        );
    }
}

/// A function that runs as its owner finds tables by its search path. Whatever stands there beside
/// `pg_catalog` comes after the caller's temporary tables, unless `pg_temp` is put last.
fn check_search_path(function: &Function, findings: &mut Findings) {
    let why = match function.search_path.as_deref() {
        None => "has the search path of its caller",
        Some(path) if is_fixed(path) => return,
        Some(_) => "looks into the caller's temporary tables first",
    };
    let message = format!("`{}` runs as its owner and {why}", function.name);
    let help =
        "`#[function(security_definer, search_path = \"\")]`, and the body names schemas: `public.contacts`";
    findings.report(Code::MutableSearchPath, id(function), message, help);
}

fn is_fixed(path: &[Name]) -> bool {
    let temporary = path.iter().position(|name| name == "pg_temp");
    let harmless = |name: &Name| name == "" || name == "pg_catalog";
    match temporary {
        Some(place) => place + 1 == path.len(),
        None => path.iter().all(harmless),
    }
}

/// A function that runs as its owner, and that everybody may execute, or everybody without a login.
fn check_public(facts: &Facts<'_>, function: &Function, findings: &mut Findings) {
    let anonymous = match facts.declared.platform {
        Platform::Supabase => supabase::ANON.name(),
        Platform::Postgres => None,
    };
    let everybody = |grantee: &Grantee| match grantee {
        Grantee::Public => true,
        Grantee::Role(role) => Some(role.as_str()) == anonymous,
    };
    let signature = function.signature();
    for grantee in facts
        .executors(&signature)
        .iter()
        .filter(|grantee| everybody(grantee))
    {
        findings.report(
            Code::PublicDefinerFunction,
            id(function),
            format!("`{}` runs as its owner, and `{grantee}` may execute it", function.name),
            "name the roles that need it, `#[function(execute(SERVICE_ROLE))]`, or let it run as its caller, `#[function(security_invoker)]`",
        );
    }
}

/// A function that runs as its owner is not held by row-level security. When it takes the tenant
/// from its caller, its body alone can refuse another tenant's. A body that asks for the tenant of
/// the session by the function that guards tables is taken to compare the two.
fn check_tenant_argument(facts: &Facts<'_>, function: &Function, findings: &mut Findings) {
    let Some(argument) = function.taken().find(|argument| is_tenant(facts, argument)) else {
        return;
    };
    let guard = facts.declared.tenant.as_ref().map(|tenant| &tenant.expression);
    if guard.is_some_and(|guard| mentions(&function.body, guard)) {
        return;
    }
    let signature = function.signature();
    let bound = facts
        .executors(&signature)
        .iter()
        .filter(|grantee| facts.binds(grantee));
    let roles = quoted(bound);
    if roles.is_empty() {
        return;
    }
    findings.report(
        Code::DefinerTrustsTenantArgument,
        id(function),
        format!(
            "`{}` runs as its owner for {roles}, and takes the tenant `{}` on the caller's word",
            function.name, argument.name
        ),
        "take the tenant from the session, compare the argument with it in the body, or leave it to roles that bypass row-level security: `#[function(execute(SERVICE_ROLE))]`",
    );
}

fn is_tenant(facts: &Facts<'_>, argument: &Argument) -> bool {
    let typed = facts
        .declared
        .tenant
        .as_ref()
        .is_none_or(|tenant| tenant.data_type == argument.data_type);
    let mut bare = PREFIXES
        .iter()
        .filter_map(|prefix| argument.name.as_str().strip_prefix(prefix));
    typed && bare.any(|name| facts.tenant_columns.contains(name))
}

/// Whether the body names the function that the guard calls.
fn mentions(body: &str, guard: &Expression) -> bool {
    let mut found = false;
    guard.walk(&mut |part| {
        if let Expression::Call {
            function: FunctionName::User(signature),
            ..
        } = part
        {
            found |= body.contains(signature.name.name.as_str());
        }
    });
    found
}

/// Whether PostgreSQL finds out at each call of what the array is.
fn is_array_of_any(data_type: &DataType) -> bool {
    let names = ["anyarray", "anycompatiblearray", "\"any\"", "any"];
    names.iter().any(|name| data_type.is_system(name))
}
