//! What stood in a database before anybody declared it is taken over as it is.

use voxanne_schema::model::Privilege;
use voxanne_schema::object::ObjectId;
use voxanne_schema::prelude::*;
use voxanne_schema::{Code, Severity};

#[derive(Table)]
#[table(name = "orders")]
struct Order {
    #[col(primary_key)]
    id: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.policy("mine").to(PUBLIC).using(sql::<bool>("true"));
        r.grant(All).to(PUBLIC);
        r.trigger("told")
            .after((Insert, Update))
            .update_of(c.id)
            .disabled()
            .arguments(["a", "b"])
            .executes::<tell>();
    }
}

#[derive(Table)]
#[table(name = "guarded", primary_key(id, name = "its key"))]
struct Guarded {
    id: i32,
}

impl TableRules for Guarded {
    type Columns = GuardedColumns;

    fn rules(_: GuardedColumns, r: &mut Rules<'_, Self>) {
        r.row_security();
    }
}

sql_fn! {
    #[function(language = plpgsql, security_definer)]
    fn tell() -> trigger { "begin return new; end" }

    fn both(_: i32, _: String) -> Uuid { "select gen_random_uuid()" }
}

fn module() -> Module {
    Module::new("take_over")
        .table::<Order>()
        .table::<Guarded>()
        .function::<tell>()
        .function::<both>()
}

fn declared(module: Module) -> (voxanne_schema::Declared, Vec<voxanne_schema::Diagnostic>) {
    Declaration::new("shop", Platform::Supabase)
        .module(module)
        .collect()
}

#[test]
fn nothing_is_brought_along() {
    let (declared, diagnostics) = declared(module().as_found());
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|found| found.is_error())
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let secured: Vec<String> = declared
        .schema
        .objects()
        .filter(|(id, _)| matches!(id, ObjectId::RowSecurity(_)))
        .map(|(id, _)| id.to_string())
        .collect();
    assert_eq!(secured, ["row-level security of `public.guarded`"]);
    let policy = declared.schema.policies().next().unwrap();
    assert!(policy.with_check.is_none(), "{policy:?}");
    let warned: Vec<Code> = diagnostics.iter().map(|found| found.code).collect();
    for code in [
        Code::UnclassifiedTable,
        Code::UnstatedRows,
        Code::MutableSearchPath,
    ] {
        assert!(warned.contains(&code), "{code}: {warned:?}");
    }
}

#[test]
fn the_same_is_held_to_the_rules_without_the_word() {
    let (_, diagnostics) = declared(module());
    for code in [Code::UnclassifiedTable, Code::MutableSearchPath] {
        let found = diagnostics.iter().find(|found| found.code == code).unwrap();
        assert_eq!(found.severity, Severity::Error, "{found}");
    }
}

#[test]
fn words_of_triggers_keys_and_arguments_reach_the_model() {
    let (declared, _) = declared(module().as_found());
    let trigger = declared.schema.triggers().next().unwrap();
    assert_eq!(trigger.arguments, ["a", "b"]);
    assert_eq!(trigger.update_of, ["id"]);
    assert_eq!(trigger.enabled, voxanne_schema::model::TriggerEnabled::Disabled);
    let key = declared
        .schema
        .constraints()
        .find(|key| key.table.name == "guarded")
        .unwrap();
    assert_eq!(key.name.as_str(), "its key");
    let grant = declared.schema.grants().next().unwrap();
    assert!(grant.privileges.contains_key(&Privilege::References) && grant.privileges.len() == 7);
    let both = declared
        .schema
        .functions()
        .find(|function| function.name.name == "both")
        .unwrap();
    assert!(
        both.arguments
            .iter()
            .all(|argument| argument.name.as_str().is_empty())
    );
}

#[test]
fn objects_of_the_model_are_read_from_json() {
    let json = serde_json::to_string(&[declared(module())
        .0
        .schema
        .tables()
        .next()
        .cloned()
        .map(voxanne_schema::object::Object::from)]);
    let (declared, _) = declared(Module::new("rest").as_found().objects(&json.unwrap()));
    assert_eq!(declared.schema.tables().count(), 1);
}

#[test]
fn json_that_is_none_is_a_diagnostic() {
    let (_, diagnostics) = declared(Module::new("rest").objects("[{\"table\": 1}]"));
    let found = diagnostics
        .iter()
        .find(|found| found.code == Code::InvalidRule)
        .unwrap();
    assert!(
        found.message.contains("module `rest` cannot be read") && found.is_error(),
        "{found}"
    );
}
