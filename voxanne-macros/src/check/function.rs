//! What holds for the functions of `sql_fn!`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Expr, ExprLit, Lit, Type};

use super::name::{fits, is_name};
use super::rename;
use crate::errors::Errors;
use crate::parse::function::Function;
use crate::parse::signature::{Argument, BODY_FORM, Body, Mode, Returns};
use crate::parse::ty;

/// Every rule of functions.
pub(crate) fn functions(functions: &[Function], errors: &Errors) {
    for function in functions {
        names_fit(function, errors);
        names_differ(function, errors);
        rename::function(function, errors);
        types_exist(function, errors);
        defaults_come_last(function, errors);
        modes_fit(function, errors);
        says_one_of("volatility", &function.says.volatility, errors);
        says_one_of("security", &function.says.security, errors);
        body_is_not_empty(function, errors);
        match &function.body {
            Body::Elsewhere => is_callable(function, errors),
            Body::Text(_) | Body::Malformed => trigger_fits(function, errors),
        }
        if matches!(function.body, Body::Elsewhere) {
            says_nothing_of_others(function, errors);
        }
    }
}

fn names_fit(function: &Function, errors: &Errors) {
    match &function.says.name {
        Some(name) => is_name("the name of a function", &name.value, errors),
        None => {
            fits(
                "the name of a function",
                &function.name(),
                &function.ident,
                errors,
            );
        }
    }
    if let Some(namespace) = &function.says.namespace {
        is_name("the name of a namespace", &namespace.value, errors);
    }
    for (name, _) in parameters(function) {
        fits("the name of an argument", &name.unraw().to_string(), name, errors);
    }
}

/// The arguments and the columns that are returned, which PostgreSQL keeps as parameters, and whether each
/// comes out.
fn parameters(function: &Function) -> impl Iterator<Item = (&Ident, bool)> {
    let returned: &[_] = match &function.returns {
        Returns::Table(columns) => columns,
        Returns::Scalar(_)
        | Returns::SetOf(_)
        | Returns::SetOfTable(_)
        | Returns::Out
        | Returns::SetOfOut(_)
        | Returns::Trigger(_)
        | Returns::Void
        | Returns::Procedure => &[],
    };
    let named = function.arguments.iter().filter(|argument| argument.ident != "_");
    let arguments = named.map(|argument| (&argument.ident, argument.mode.gives()));
    arguments.chain(returned.iter().map(|(name, _)| (name, true)))
}

/// Two that go in have names of their own, and two that come out. PostgreSQL leaves it to the language whether
/// one that goes in may be called as one that comes out is.
fn names_differ(function: &Function, errors: &Errors) {
    let (mut taken, mut given): (Vec<&Ident>, Vec<&Ident>) = (Vec::new(), Vec::new());
    for (name, comes_out) in parameters(function) {
        let seen = if comes_out { &mut given } else { &mut taken };
        if seen.contains(&name) {
            let message = format!("`{name}` stands twice among arguments and returned columns");
            errors.at(name, &message, "give one of them another name");
        }
        seen.push(name);
    }
}

fn types_exist(function: &Function, errors: &Errors) {
    let returned: Vec<&Type> = match &function.returns {
        Returns::Scalar(ty) | Returns::SetOf(ty) => vec![ty],
        Returns::Table(columns) => columns.iter().map(|(_, ty)| ty).collect(),
        Returns::SetOfTable(_)
        | Returns::Out
        | Returns::SetOfOut(_)
        | Returns::Trigger(_)
        | Returns::Void
        | Returns::Procedure => Vec::new(),
    };
    let arguments = function.arguments.iter().map(|argument| &argument.ty);
    for lacking in arguments.chain(returned).filter_map(ty::lacking) {
        errors.at(lacking.ty, &lacking.message, &lacking.help);
    }
}

fn defaults_come_last(function: &Function, errors: &Errors) {
    // A procedure is called with a place for each argument.
    let counts = |argument: &&Argument| argument.mode != Mode::Out || is_procedure(function);
    let after_first = function
        .arguments
        .iter()
        .filter(counts)
        .skip_while(|argument| argument.default.is_none());
    for argument in after_first.filter(|argument| argument.default.is_none()) {
        let message = format!(
            "`{}` has no default and stands after an argument that has one",
            argument.ident
        );
        let help = "give it a default too, or move it before those that have one";
        errors.at(&argument.ident, &message, help);
    }
}

fn is_procedure(function: &Function) -> bool {
    matches!(function.returns, Returns::Procedure)
}

/// What comes out has no default, and is all that the function returns; what takes any number comes last.
fn modes_fit(function: &Function, errors: &Errors) {
    let out = |argument: &&Argument| argument.mode == Mode::Out;
    for default in function
        .arguments
        .iter()
        .filter(out)
        .filter_map(|argument| argument.default.as_ref())
    {
        let help = "leave the default out, or write `inout` for an argument that goes in too";
        errors.at(default, "an `out` argument has no default", help);
    }
    let after_variadic = function.arguments.iter().skip_while(|a| a.mode != Mode::Variadic);
    for argument in after_variadic
        .skip(1)
        .filter(|a| a.mode != Mode::Out || is_procedure(function))
    {
        let message = format!("`{}` stands after the `variadic` argument", argument.ident);
        errors.at(&argument.ident, &message, "put the `variadic` argument last");
    }
    let given = function.arguments.iter().find(|argument| argument.mode.gives());
    match (&function.returns, given) {
        (Returns::Out | Returns::SetOfOut(_) | Returns::Procedure, Some(_)) | (_, None) => {}
        (_, Some(given)) => {
            let message = format!(
                "`{}` comes out, and the function returns something else",
                given.ident
            );
            let help = "leave out `-> …`, or write `-> setof record` for any number of rows";
            errors.at(&given.ident, &message, help);
        }
    }
    if let (Returns::SetOfOut(word), None) = (&function.returns, given) {
        let help = "write `-> table(id: Uuid)`, or `out` before the arguments that come out";
        errors.at(word, "nothing says what the rows are made of", help);
    }
}

fn says_one_of(kind: &str, words: &[(Ident, &str)], errors: &Errors) {
    for (word, _) in words.iter().skip(1) {
        let message = format!("the {kind} of a function is said once");
        errors.at(
            word,
            &message,
            &format!("keep one of `{}` and `{word}`", words[0].0),
        );
    }
}

fn body_is_not_empty(function: &Function, errors: &Errors) {
    if let Body::Text(Expr::Lit(ExprLit {
        lit: Lit::Str(text), ..
    })) = &function.body
        && text.value().trim().is_empty()
    {
        errors.at(text, "the body is empty", BODY_FORM);
    }
}

/// An expression can call it.
fn is_callable(function: &Function, errors: &Errors) {
    if function.is_variadic() {
        let message = format!(
            "no expression can call `{}`: it takes any number of values",
            function.ident
        );
        let help = "leave the declaration out, and call it as text: `sql(\"…\")`";
        errors.at(&function.ident, &message, help);
    } else if function.value().is_none() {
        let message = format!("nothing can use `{}`: it returns no single value", function.ident);
        let help = "give it a body, or say what expressions get when they call it: `-> Type`";
        errors.at(&function.ident, &message, help);
    }
}

/// PostgreSQL gives trigger functions their arguments in `TG_ARGV`, and never runs them in `sql`.
fn trigger_fits(function: &Function, errors: &Errors) {
    let Returns::Trigger(word) = &function.returns else {
        return;
    };
    if let Some(argument) = function.arguments.first() {
        let help = "take the arguments away; the body reads `TG_ARGV`";
        errors.at(&argument.ident, "a trigger function has no arguments", help);
    }
    if function
        .says
        .language
        .as_ref()
        .is_none_or(|language| language.value == "sql")
    {
        let message = "a trigger function cannot be written in `sql`";
        errors.at(word, message, "write `#[function(language = plpgsql)]`");
    }
}

/// What only a definition can say is not said of a function that exists elsewhere.
fn says_nothing_of_others(function: &Function, errors: &Errors) {
    let says = &function.says;
    let words = [
        says.language.as_ref().map(|language| &language.word),
        says.security.first().map(|(word, _)| word),
        says.strict.as_ref(),
        says.search_path.as_ref().map(|path| &path.word),
        says.execute.as_ref().map(|execute| &execute.word),
        says.owned_by.as_ref().map(|owner| &owner.word),
        says.renamed_from.as_ref().map(|from| &from.word),
    ];
    for word in words.into_iter().flatten() {
        let message = format!("`{word}` on a function that exists elsewhere");
        errors.at(word, &message, "give the function a body, or leave the word out");
    }
    for default in function
        .arguments
        .iter()
        .filter_map(|argument| argument.default.as_ref())
    {
        let message = "a default of a function that exists elsewhere is never used";
        errors.at(
            default,
            message,
            "give the function a body, or leave the default out",
        );
    }
}
