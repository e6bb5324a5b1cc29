//! Hazards that definitions let pass: the migration is written and says why, and an allowance that
//! nothing needs any more is told.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use voxanne_codegen::migrations::History;
use voxanne_codegen::{GenerateError, Generated, PlanOptions, generate};
use voxanne_schema::prelude::*;

mod wide {
    use voxanne_schema::prelude::*;

    /// Orders.
    #[derive(Table)]
    #[table(name = "orders", shared = "a test", no_rules)]
    pub(crate) struct Order {
        #[col(primary_key)]
        pub(crate) id: i64,
        pub(crate) note: Option<String>,
    }
}

mod narrow {
    use voxanne_schema::prelude::*;

    /// Orders.
    #[derive(Table)]
    #[table(name = "orders", shared = "a test")]
    pub(crate) struct Order {
        #[col(primary_key)]
        pub(crate) id: i64,
    }

    impl TableRules for Order {
        type Columns = OrderColumns;

        fn rules(_: OrderColumns, r: &mut Rules<'_, Self>) {
            r.allow(Hazard::DeletesData, "notes were never shown to anybody");
        }
    }

    /// The same without a word.
    pub(crate) mod silent {
        use voxanne_schema::prelude::*;

        /// Orders.
        #[derive(Table)]
        #[table(name = "orders", shared = "a test", no_rules)]
        pub(crate) struct Order {
            #[col(primary_key)]
            pub(crate) id: i64,
        }
    }
}

fn schema(module: Module) -> Declaration {
    Declaration::new("test", Platform::Postgres)
        .first_version(20260101000000)
        .module(module)
}

fn orders() -> Module {
    Module::new("create_orders").then("forget_notes")
}

fn then(history: History, declaration: &Declaration) -> Result<Generated, GenerateError> {
    generate(declaration, history, &PlanOptions::default())
}

fn before() -> History {
    let declaration = schema(orders().table::<wide::Order>());
    then(History::default(), &declaration).unwrap().history
}

const SAID: &str = "are lost. Allowed: notes were never shown to anybody.";

#[test]
fn a_hazard_that_a_table_allows_passes_and_its_migration_says_why() {
    let after = schema(orders().table::<narrow::Order>());
    let generated = then(before(), &after).unwrap();
    let up = &generated.migrations[0].migration.files.up;
    assert!(up.contains(SAID), "{up}");
    let plan = &generated.migrations[0].plan;
    assert!(plan.contains("notes were never shown to anybody"), "{plan}");
    assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);

    let again = then(generated.history, &after).unwrap();
    let warnings: Vec<String> = again.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains("the table `public.orders` allows `deletes_data`, and nothing has it any more"),
        "{warnings:?}"
    );
}

#[test]
fn a_hazard_that_a_module_allows_passes_and_no_other_does() {
    let silent = || orders().table::<narrow::silent::Order>();
    let allowed = silent().allow(Hazard::DeletesData, "notes were never shown to anybody");
    let generated = then(before(), &schema(allowed)).unwrap();
    let up = &generated.migrations[0].migration.files.up;
    assert!(up.contains(SAID), "{up}");

    let other = silent().allow(Hazard::NarrowsValues, "of something else");
    for module in [silent(), other] {
        let refused = then(before(), &schema(module)).unwrap_err().to_string();
        assert!(refused.contains("deletes_data"), "{refused}");
    }
}

#[test]
fn an_allowance_needs_a_reason() {
    let module = orders().table::<wide::Order>().allow(Hazard::DeletesData, " ");
    let refused = then(History::default(), &schema(module)).unwrap_err().to_string();
    assert!(
        refused.contains("a hazard is allowed without a reason"),
        "{refused}"
    );
}
