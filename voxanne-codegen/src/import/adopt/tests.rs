//! What becomes of a difference, where a database is no part of it. That the definitions compile and build the same
//! is shown with a stranger's schema.

use super::*;
use crate::way::{WayOptions, differences};

/// A table of an integer key, which may point at another one.
fn table(name: &str, points_at: Option<&str>) -> String {
    let name_of = |name: &str| format!(r#"{{"namespace":"public","name":"{name}"}}"#);
    let integer = r#"{"base":{"system":"integer"}}"#;
    let mut objects = format!(
        r#"{{"table":{{"name":{0},"tenancy":"unclassified","columns":[{{"name":"id","data_type":{integer},"nullable":false}}]}}}},
        {{"constraint":{{"table":{0},"name":"{name}_pkey","definition":{{"primary_key":["id"]}},"validated":true}}}}"#,
        name_of(name)
    );
    if let Some(other) = points_at {
        objects.push_str(&format!(
            r#",{{"constraint":{{"table":{},"name":"{name}_id_fkey","definition":{{"foreign_key":{{"columns":["id"],
            "references":{},"referenced_columns":["id"],"on_delete":"no_action","on_update":"no_action"}}}},"validated":true}}}}"#,
            name_of(name),
            name_of(other)
        ));
    }
    objects
}

fn schema(tables: &[String]) -> Schema {
    serde_json::from_str(&format!("[{}]", tables.join(","))).unwrap()
}

/// What is adopted where the table `a` is declared by a type, or by none that can be named.
fn adopted(found: &[String], declared: &[String], type_of_a: Option<&str>, slugs: &[&str]) -> Adopted {
    let (found, declared) = (schema(found), schema(declared));
    let a = ObjectId::Table(voxanne_schema::name::QualifiedName::new("public", "a"));
    let types = type_of_a.map(|path| (a, path.to_owned()));
    adopt(&Adoption {
        found: &found,
        declared: &declared,
        differences: &differences(&found, &declared, &WayOptions::default()),
        types: types.into_iter().collect(),
        slugs: slugs.iter().map(|slug| (*slug).to_owned()).collect(),
        roles: BTreeSet::new(),
        module: "adopted",
        platform: Platform::Postgres,
    })
}

#[test]
fn what_is_declared_is_named_by_its_type_and_else_in_the_form_of_the_model() {
    let found = [table("a", None), table("b", Some("a"))];
    let declared = [table("a", None)];
    let typed = adopted(&found, &declared, Some("crate::first::Alpha"), &[]);
    assert_eq!(typed.files.keys().collect::<Vec<_>>(), ["b.rs", "mod.rs"]);
    let module = &typed.files["b.rs"];
    assert!(
        module.contains("use crate::first::Alpha;") && module.contains("references = Alpha::id"),
        "{module}"
    );
    assert_eq!(typed.tasks, []);
    let untyped = adopted(&found, &declared, None, &[]);
    assert!(
        !untyped.files["b.rs"].contains("references"),
        "{:?}",
        untyped.files
    );
    assert!(
        untyped.files["unsaid.json"].contains("b_id_fkey"),
        "{:?}",
        untyped.files
    );
    assert_eq!(untyped.declared, typed.declared);
}

#[test]
fn a_slug_that_is_taken_gets_a_number() {
    let found = [table("a", None), table("b", None)];
    let adopted = adopted(&found, &[table("a", None)], None, &["adopt_b", "adopt_b_2"]);
    assert!(
        adopted.files["b.rs"].contains("Module::new(\"adopt_b_3\")"),
        "{:?}",
        adopted.files
    );
}

#[test]
fn a_part_of_what_is_declared_works_and_says_where_it_belongs() {
    let found = [table("a", Some("c")), table("c", None)];
    let declared = [table("a", None), table("c", None)];
    let adopted = adopted(&found, &declared, Some("crate::first::Alpha"), &[]);
    assert_eq!(
        adopted.files.keys().collect::<Vec<_>>(),
        ["mod.rs", "unsaid.json"]
    );
    // A foreign key stands in attributes, and is no rule.
    assert_eq!(adopted.tasks, []);
    assert_eq!(adopted.declared.len(), 1);
}

#[test]
fn what_the_database_has_not_is_to_be_taken_out_once_with_all_of_it() {
    let adopted = adopted(
        &[table("a", None)],
        &[table("a", None), table("b", Some("a"))],
        None,
        &[],
    );
    assert_eq!(adopted.files.len(), 0);
    let tasks: Vec<String> = adopted
        .tasks
        .iter()
        .map(|task| format!("{} {:?}", task.object, task.todo))
        .collect();
    assert_eq!(tasks, ["table `public.b` Remove"]);
}
