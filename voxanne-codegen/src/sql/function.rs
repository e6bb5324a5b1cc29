//! `CREATE FUNCTION` and the ways to name a function.

use std::borrow::Cow;

use voxanne_schema::model::{Argument, Function, FunctionOptions, Returns, Security, Signature, Volatility};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectKind;

use super::expression::default_value;
use super::ident::{data_type, ident, qualified};
use super::literal;

/// `public.create_notification(uuid, uuid, …)`: what tells a function from others.
#[must_use]
pub fn signature(signature: &Signature) -> String {
    let arguments: Vec<_> = signature.arguments.iter().map(data_type).collect();
    format!("{}({})", qualified(&signature.name), arguments.join(", "))
}

/// `FUNCTION public.f(uuid)`, as a statement names a function, a procedure or an aggregate.
///
/// Of a procedure without `IN` PostgreSQL would also look among those whose `OUT` arguments have the types.
#[must_use]
pub fn routine(kind: ObjectKind, of: &Signature) -> String {
    let types = of.arguments.iter().map(data_type);
    let arguments: Vec<String> = match kind {
        ObjectKind::Aggregate if of.arguments.is_empty() => vec!["*".to_owned()],
        ObjectKind::Procedure => types.map(|of| text!["IN ", of]).collect(),
        _ => types.map(Cow::into_owned).collect(),
    };
    format!(
        "{} {}({})",
        kind.keywords(),
        qualified(&of.name),
        arguments.join(", ")
    )
}

/// `CREATE FUNCTION`, or `CREATE OR REPLACE FUNCTION`, under the qualified name given.
#[must_use]
pub fn create_function(function: &Function, name: &str, replace: bool) -> String {
    let create = match (function.is_procedure(), replace) {
        (false, true) => "CREATE OR REPLACE FUNCTION",
        (false, false) => "CREATE FUNCTION",
        (true, true) => "CREATE OR REPLACE PROCEDURE",
        (true, false) => "CREATE PROCEDURE",
    };
    let mut lines = vec![format!(
        "{create} {name}({})",
        function_arguments(&function.arguments)
    )];
    lines.extend(function_returns(function).map(|returns| format!("RETURNS {returns}")));
    lines.push(format!("LANGUAGE {}", ident(&function.language)));
    let options = &function.options;
    if options.window {
        lines.push("WINDOW".to_owned());
    }
    match function.volatility {
        Volatility::Immutable => lines.push("IMMUTABLE".to_owned()),
        Volatility::Stable => lines.push("STABLE".to_owned()),
        Volatility::Volatile => {}
    }
    if function.strict {
        lines.push("STRICT".to_owned());
    }
    if function.security == Security::Definer {
        lines.push("SECURITY DEFINER".to_owned());
    }
    lines.extend(assumptions(options));
    lines.extend(settings(function));
    if function.has_standard_body() {
        let body = function.body.trim().trim_end_matches(';').trim_end();
        lines.push(format!("{body};"));
        return lines.join("\n");
    }
    if let Some(library) = &options.library {
        lines.push(format!("AS {}, {};", literal(library), literal(&function.body)));
        return lines.join("\n");
    }
    let tag = dollar_tag(&function.body);
    lines.push(format!("AS {tag}{}{tag};", function.body));
    lines.join("\n")
}

/// What the planner and the executor learn of it.
fn assumptions(options: &FunctionOptions) -> Vec<String> {
    let parallel = Some(options.parallel).filter(|parallel| !parallel.is_unsafe());
    let words = [
        options.leakproof.then(|| "LEAKPROOF".to_owned()),
        options.cost.as_ref().map(|cost| format!("COST {cost}")),
        options.rows.as_ref().map(|rows| format!("ROWS {rows}")),
        options
            .support
            .as_ref()
            .map(|support| format!("SUPPORT {}", qualified(support))),
        parallel.map(|parallel| format!("PARALLEL {}", parallel.sql())),
    ];
    words.into_iter().flatten().collect()
}

/// The settings that it runs with, in their order.
fn settings(function: &Function) -> Vec<String> {
    let options = &function.options;
    let mut settings: Vec<String> = options
        .settings
        .iter()
        .map(|(name, value)| format!("SET {} = {}", setting_name(name), setting_value(name, value)))
        .collect();
    if let Some(path) = &function.search_path {
        let place = options.before_search_path.min(settings.len());
        settings.insert(place, format!("SET search_path = {}", search_path(path)));
    }
    settings
}

/// A setting, which may be one of an extension: `plpgsql.extra_warnings`.
fn setting_name(name: &Name) -> String {
    let parts = name.as_str().split('.');
    let parts: Vec<String> = parts.map(|part| ident(&Name::new(part)).into_owned()).collect();
    parts.join(".")
}

/// The value of a setting. Those that are lists of names are kept with their quotes.
fn setting_value(name: &Name, value: &str) -> String {
    let is_list = matches!(
        name.as_str(),
        "temp_tablespaces"
            | "local_preload_libraries"
            | "session_preload_libraries"
            | "shared_preload_libraries"
            | "unix_socket_directories"
    );
    if is_list && !value.is_empty() {
        value.to_owned()
    } else {
        literal(value)
    }
}

fn search_path(path: &[Name]) -> String {
    if path.is_empty() {
        return "''".to_owned();
    }
    let names: Vec<String> = path.iter().map(|name| ident(name).into_owned()).collect();
    names.join(", ")
}

/// The arguments of a function, over several lines once there are more than three.
#[must_use]
pub fn function_arguments(arguments: &[Argument]) -> String {
    let arguments: Vec<String> = arguments.iter().map(argument).collect();
    let wide = arguments.iter().map(String::len).sum::<usize>() > 70;
    if arguments.len() > 3 || wide {
        format!("\n    {}\n", arguments.join(",\n    "))
    } else {
        arguments.join(", ")
    }
}

fn argument(argument: &Argument) -> String {
    let default = argument
        .default
        .as_ref()
        .map(|value| format!(" DEFAULT {}", default_value(value, &argument.data_type)))
        .unwrap_or_default();
    let mode = argument.mode.sql().map(|mode| format!("{mode} "));
    // Arguments need no name; those of definitions have one.
    let name = Some(&argument.name).filter(|name| !name.as_str().is_empty());
    let name = name.map(|name| format!("{} ", ident(name)));
    format!(
        "{}{}{}{default}",
        mode.unwrap_or_default(),
        name.unwrap_or_default(),
        data_type(&argument.data_type)
    )
}

/// What stands behind `RETURNS`; nothing where there is none, because the arguments say it all.
#[must_use]
pub fn function_returns(function: &Function) -> Option<String> {
    Some(match &function.returns {
        Returns::Scalar(scalar) => data_type(scalar).into_owned(),
        Returns::SetOf(element) => format!("SETOF {}", data_type(element)),
        Returns::SetOfTable(table) => format!("SETOF {}", qualified(table)),
        Returns::Table(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, field)| format!("{} {}", ident(name), data_type(field)))
                .collect();
            if fields.len() > 3 {
                format!("TABLE (\n    {}\n)", fields.join(",\n    "))
            } else {
                format!("TABLE ({})", fields.join(", "))
            }
        }
        Returns::SetOfOut => {
            let mut given = function.given();
            match (given.next(), given.next()) {
                (Some(only), None) => format!("SETOF {}", data_type(&only.data_type)),
                _ => "SETOF record".to_owned(),
            }
        }
        Returns::Trigger => "trigger".to_owned(),
        Returns::EventTrigger => "event_trigger".to_owned(),
        Returns::Void => "void".to_owned(),
        Returns::Out | Returns::Procedure => return None,
    })
}

/// A dollar quote that the text does not contain.
pub(crate) fn dollar_tag(body: &str) -> String {
    let mut tag = "$$".to_owned();
    let mut count = 0;
    while body.contains(&tag) || body.ends_with('$') && count == 0 {
        count += 1;
        tag = if count == 1 {
            "$body$".to_owned()
        } else {
            format!("$body{count}$")
        };
    }
    tag
}
