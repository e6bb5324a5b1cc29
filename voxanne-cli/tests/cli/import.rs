//! `import`: a source in, a crate of definitions out.

use std::process::{Command, Output};

use crate::Sandbox;

const SHOP: &str = "CREATE TYPE state AS ENUM ('open', 'paid');
CREATE TABLE shops (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE orders (id bigserial PRIMARY KEY, shop_id uuid NOT NULL REFERENCES shops, state state DEFAULT 'open');
CREATE TABLE items (shop_id uuid NOT NULL REFERENCES shops, name text);
CREATE TABLE notes (shop_id uuid NOT NULL REFERENCES shops, text text);
CREATE FUNCTION total(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
COMMENT ON TABLE orders IS 'What people have bought.';
CREATE INDEX ON orders (state) WHERE state IS NOT NULL;
CREATE RULE kept AS ON DELETE TO notes DO INSTEAD NOTHING;
SELECT lo_create(424242);
";

fn import(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_voxanne"))
        .arg("import")
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env_remove("DATABASE_URL")
        .output()
        .unwrap()
}

fn shop() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("shop.sql", SHOP);
    sandbox
}

/// What a run is refused with, which must leave nothing behind.
fn refused(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = import(sandbox, arguments);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let left = std::fs::read_dir(sandbox.path("")).unwrap();
    let names: Vec<String> = left
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("unfinished"))
        .collect();
    assert!(names.is_empty(), "{names:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_crate_comes_of_a_file_of_sql() {
    let sandbox = shop();
    let output = import(&sandbox, &["--from", "shop.sql", "--output", "shop-schema"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    for part in [
        "objects became",
        "`public.orders` may be a tenant's",
        "3 of 4 tables point at `public.shops`",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let warned = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        warned.contains("rule `kept`") || warned.contains("kept"),
        "{warned}"
    );
    let shops = sandbox.read("shop-schema/src/shops.rs");
    for part in [
        "/// What people have bought.\n#[derive(Table)]\n#[table(name = \"orders\")]\npub struct Order {",
        "#[col(primary_key, default = nextval::<OrdersIdSeq>())]",
        "#[col(references = Shop::id)]",
        "#[col(default = State::Open)]",
        "r.index(c.state).filter(c.state.is_not_null())",
        ".as_found()",
    ] {
        assert!(shops.contains(part), "{part}\n{shops}");
    }
    let manifest = sandbox.read("shop-schema/Cargo.toml");
    assert!(
        manifest.contains("name = \"shop-schema\"") && manifest.contains("voxanne-schema = "),
        "{manifest}"
    );
    assert!(
        sandbox
            .read("shop-schema/src/main.rs")
            .contains("shop_schema::schema()")
    );
    let functions = sandbox.read("shop-schema/src/functions.rs");
    assert!(functions.contains("pub fn total(_: i32) -> i32 {"), "{functions}");
    assert_eq!(sandbox.read("shop-schema/src/sql/total.sql"), "SELECT $1");
}

#[test]
fn nothing_is_written_over() {
    let sandbox = shop();
    sandbox.write("schema/kept.txt", "mine");
    let said = refused(&sandbox, &["--from", "shop.sql"]);
    assert!(
        said.contains("`schema` is not empty") && said.contains("--output"),
        "{said}"
    );
    assert_eq!(sandbox.read("schema/kept.txt"), "mine");
}

#[test]
fn what_cannot_be_imported_is_told_before_a_file_is_written() {
    let sandbox = shop();
    let cases: [(&[&str], &str); 4] = [
        (&[], "there is nothing to import"),
        (
            &["--from", "shop.sql", "--output", "1st"],
            "cannot be the name of a crate",
        ),
        (&["--from", "nowhere.sql"], "nowhere.sql"),
        (&["--from", "shop.sql", "--checkout", "nowhere"], "--checkout"),
    ];
    for (arguments, part) in cases {
        let said = refused(&sandbox, arguments);
        assert!(
            said.contains(part) && said.contains("help:"),
            "{arguments:?}: {said}"
        );
        assert!(!sandbox.path("schema").exists() && !sandbox.path("1st").exists());
    }
}

#[test]
fn a_machine_reads_what_was_written() {
    let sandbox = shop();
    let output = import(&sandbox, &["--from", "shop.sql", "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let result = &document["result"];
    assert_eq!(result["tenants"][0]["column"], "shop_id", "{document}");
    assert_eq!(
        result["unmodeled"].as_array().map(Vec::len),
        Some(1),
        "{document}"
    );
    let files = result["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file == "src/lib.rs"), "{document}");
}
