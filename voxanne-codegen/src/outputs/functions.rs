//! `functions.md`: how each function and procedure is called, what it promises, who may execute it, and which
//! triggers do.

use std::collections::BTreeMap;

use voxanne_schema::declare::Declared;
use voxanne_schema::model::{
    Function, Privilege, Returns, Security, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel,
    TriggerTiming, Volatility,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::facts::Facts;
use super::{HEADER, label, markdown as md};
use crate::sql;

/// The whole page.
#[must_use]
pub fn functions(declared: &Declared) -> String {
    let facts = Facts::of(declared);
    let procedures = declared.schema.objects().filter_map(|(_, object)| match object {
        Object::Procedure(procedure) => Some(&procedure.0),
        _ => None,
    });
    let functions: Vec<&Function> = declared.schema.functions().chain(procedures).collect();
    let mut names: BTreeMap<&QualifiedName, usize> = BTreeMap::new();
    for function in &functions {
        *names.entry(&function.name).or_default() += 1;
    }
    let mut text = format!("{HEADER}\n# Functions of {}\n\n", md::words(&declared.name));
    text.push_str(
        "Derived from the definitions, their grants and their triggers; no database was asked. What is \
         not granted\nhere is revoked, also from PUBLIC. The owner of a function and superusers may always \
         execute it.\n",
    );
    if functions.is_empty() {
        text.push_str("\nThere are no functions.\n");
        return text;
    }
    text.push('\n');
    text.push_str(&md::head(&["function", "returns", "may execute it"]));
    for function in &functions {
        text.push_str(&md::row([
            md::code(&title(function, &names)).as_str(),
            &md::code(short_returns(function).as_str()),
            &executors(&facts, function),
        ]));
    }
    for function in &functions {
        text.push_str(&section(&facts, function, &title(function, &names)));
    }
    text
}

/// The name, with the types of the arguments where another function has the same name.
fn title(function: &Function, names: &BTreeMap<&QualifiedName, usize>) -> String {
    let name = label::qualified(&function.name);
    if names.get(&function.name) == Some(&1) {
        return name;
    }
    let types: Vec<String> = function
        .taken()
        .map(|argument| label::data_type(&argument.data_type))
        .collect();
    format!("{name}({})", types.join(", "))
}

fn short_returns(function: &Function) -> String {
    match &function.returns {
        Returns::Procedure => "procedure".to_owned(),
        Returns::Table(fields) => {
            let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
            format!("TABLE ({})", names.join(", "))
        }
        Returns::Out | Returns::SetOfOut => given(function),
        _ => sql::function_returns(function).unwrap_or_default(),
    }
}

/// `bigint`, `(least, most)`, `SETOF (least, most)`
fn given(function: &Function) -> String {
    let names: Vec<&str> = function.given().map(|argument| argument.name.as_str()).collect();
    let value = match function.value() {
        Some(value) => label::data_type(value),
        None => format!("({})", names.join(", ")),
    };
    match function.returns {
        Returns::SetOfOut => format!("SETOF {value}"),
        _ => value,
    }
}

fn executors(facts: &Facts<'_>, function: &Function) -> String {
    let roles: Vec<String> = facts
        .grants_on(&function.grant_target())
        .iter()
        .filter(|grant| grant.privileges.contains_key(&Privilege::Execute))
        .map(|grant| grant.grantee.to_string())
        .collect();
    if !roles.is_empty() {
        return md::codes(roles.iter().map(String::as_str));
    }
    match function.returns {
        Returns::Trigger => "triggers alone".to_owned(),
        Returns::EventTrigger => "event triggers alone".to_owned(),
        Returns::Scalar(_)
        | Returns::SetOf(_)
        | Returns::SetOfTable(_)
        | Returns::Table(_)
        | Returns::Out
        | Returns::SetOfOut
        | Returns::Void
        | Returns::Procedure => "its owner alone".to_owned(),
    }
}

fn section(facts: &Facts<'_>, function: &Function, title: &str) -> String {
    let signature = function.signature();
    let mut text = format!("\n## {}\n\n", md::code(title));
    if let Some(comment) = facts.comment(function.object_id()) {
        text.push_str(&md::paragraphs(comment));
        text.push('\n');
    }
    let arguments = sql::function_arguments(&function.arguments);
    let call = format!("{}({arguments})", sql::qualified(&function.name));
    let call = match function.returns {
        Returns::Procedure => format!("CALL {call}"),
        _ => match sql::function_returns(function) {
            Some(returns) => format!("{call}\nRETURNS {returns}"),
            None => call,
        },
    };
    text.push_str(&md::block("sql", &call));
    text.push('\n');
    for (what, says) in promises(function) {
        text.push_str(&format!("- {what}: {says}\n"));
    }
    text.push_str(&format!("- May execute it: {}\n", executors(facts, function)));
    let triggers = facts.triggers_of(&signature);
    if triggers.is_empty() {
        return text;
    }
    text.push('\n');
    text.push_str(&md::head(&[
        "trigger",
        "table",
        "fires",
        "only when",
        "in sessions",
    ]));
    for trigger in triggers {
        text.push_str(&trigger_row(trigger));
    }
    text
}

fn promises(function: &Function) -> Vec<(&'static str, String)> {
    let volatility = match function.volatility {
        Volatility::Immutable => "immutable: the same arguments always give the same result",
        Volatility::Stable => "stable: the same arguments give the same result within a statement",
        Volatility::Volatile => "volatile",
    };
    let security = match function.security {
        Security::Invoker => "invoker: it runs with the rights of its caller",
        Security::Definer => "definer: it runs with the rights of its owner, whoever calls it",
    };
    let search_path = match function.search_path.as_deref() {
        None => "the caller's".to_owned(),
        Some([]) => "empty: every name in it is qualified".to_owned(),
        Some(names) => md::codes(names.iter().map(Name::as_str)),
    };
    let mut promises = vec![("Language", md::code(function.language.as_str()))];
    if !function.is_procedure() {
        promises.push(("Volatility", volatility.to_owned()));
    }
    promises.extend([("Security", security.to_owned()), ("Search path", search_path)]);
    if function.strict {
        promises.push(("Null", "null at once when any argument is null".to_owned()));
    }
    promises
}

fn trigger_row(trigger: &Trigger) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "before",
        TriggerTiming::After => "after",
        TriggerTiming::InsteadOf => "instead of",
    };
    let events: Vec<String> = trigger
        .events
        .iter()
        .map(|event| match event {
            TriggerEvent::Update if !trigger.update_of.is_empty() => {
                let columns = md::codes(trigger.update_of.iter().map(Name::as_str));
                format!("UPDATE OF {columns}")
            }
            other => other.sql().to_owned(),
        })
        .collect();
    let level = match trigger.level {
        TriggerLevel::Row => "row",
        TriggerLevel::Statement => "statement",
    };
    let sessions = match trigger.enabled {
        TriggerEnabled::Origin => "all but replicas",
        TriggerEnabled::Always => "all",
        TriggerEnabled::Replica => "replicas alone",
        TriggerEnabled::Disabled => "none: it is disabled",
    };
    let when = trigger.when.as_ref().map(|when| md::code(&sql::expression(when)));
    md::row([
        md::code(trigger.name.as_str()).as_str(),
        &md::code(&label::qualified(&trigger.table)),
        &format!("{timing} {}, for each {level}", events.join(" or ")),
        &when.unwrap_or_default(),
        sessions,
    ])
}

#[cfg(test)]
mod tests {
    use voxanne_schema::expression::{Expression, Literal};
    use voxanne_schema::model::{Argument, Grant, GrantTarget, Grantee, Mode, PrivilegeScope};

    use voxanne_schema::model::Procedure;
    use voxanne_schema::object::ObjectId;

    use super::*;
    use crate::outputs::testing::{Model, data_type, qualified};

    fn function(name: &str, argument: &str, of: &str) -> Function {
        Function {
            name: qualified(name),
            arguments: vec![Argument {
                mode: Mode::In,
                name: Name::new(argument),
                data_type: data_type(of),
                default: Some(Expression::Literal(Literal::Text("`|".to_owned()))),
            }],
            returns: Returns::Void,
            language: Name::new("sql"),
            volatility: Volatility::Volatile,
            security: Security::Definer,
            strict: true,
            options: Default::default(),
            search_path: Some(vec![Name::new("pg_temp")]),
            body: String::new(),
            depends_on: Vec::new(),
        }
    }

    #[test]
    fn a_procedure_is_called_and_promises_less() {
        let procedure = Function {
            returns: Returns::Procedure,
            strict: false,
            ..function("forget", "days", "bigint")
        };
        let model = Model::default()
            .comment(procedure.object_id(), "Forgets.")
            .add(Grant {
                place: 0,
                grantable: Default::default(),
                on: procedure.grant_target(),
                grantee: Grantee::Public,
                privileges: [(Privilege::Execute, PrivilegeScope::Whole)].into(),
            })
            .add(Procedure(procedure));
        let text = functions(&model.declared());
        assert!(text.contains("| `forget` | `procedure` | `PUBLIC` |\n"), "{text}");
        let section = text.split("\n## ").nth(1).unwrap_or_default();
        assert_eq!(
            section,
            "\
`forget`

Forgets.

```sql
CALL public.forget(days bigint DEFAULT '`|')
```

- Language: `sql`
- Security: definer: it runs with the rights of its owner, whoever calls it
- Search path: `pg_temp`
- May execute it: `PUBLIC`
"
        );
    }

    #[test]
    fn a_function_tells_what_it_promises_and_to_whom() {
        let first = function("say", "a \"b\"", "text");
        let model = Model::default()
            .comment(ObjectId::Function(first.signature()), "# says\n<b>it</b>")
            .add(Grant {
                place: 0,
                grantable: Default::default(),
                on: GrantTarget::Function(first.signature()),
                grantee: Grantee::Public,
                privileges: [(Privilege::Execute, PrivilegeScope::Whole)].into(),
            })
            .add(first)
            .add(function("say", "n", "integer"))
            .add(Trigger {
                table: qualified("rows"),
                name: Name::new("said"),
                timing: TriggerTiming::After,
                events: vec![TriggerEvent::Insert, TriggerEvent::Update],
                update_of: vec![Name::new("a|b")],
                level: TriggerLevel::Row,
                when: Some(Expression::raw("NEW.x || 'y' = 'z'")),
                function: function("say", "n", "integer").signature(),
                arguments: Vec::new(),
                enabled: TriggerEnabled::Always,
                transitions: Default::default(),
                constraint: None,
            });
        let text = functions(&model.declared());
        let sections: Vec<&str> = text.split("\n## ").collect();
        assert_eq!(
            sections[2],
            "\
`say(text)`

\\# says

\\<b>it\\</b>

```sql
public.say(\"a \"\"b\"\"\" text DEFAULT '`|')
RETURNS void
```

- Language: `sql`
- Volatility: volatile
- Security: definer: it runs with the rights of its owner, whoever calls it
- Search path: `pg_temp`
- Null: null at once when any argument is null
- May execute it: `PUBLIC`
"
        );
        assert!(
            sections[1].contains("- May execute it: its owner alone\n"),
            "{text}"
        );
        let row = "| `said` | `rows` | after INSERT or UPDATE OF `a\\|b`, for each row | \
                   `NEW.x \\|\\| 'y' = 'z'` | all |\n";
        assert!(sections[1].ends_with(row), "{text}");
    }
}
