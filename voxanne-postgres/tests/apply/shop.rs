//! A small schema in two states. The second changes a table that exists, online: with a backfill,
//! an index built beside writers, constraints that are proven afterwards.

use std::sync::OnceLock;

use voxanne_codegen::migrations::Migration;
use voxanne_codegen::{PlanOptions, generate_series};
use voxanne_schema::prelude::*;

mod first {
    use super::*;

    #[derive(Table)]
    #[table(name = "owners", shared = "a test")]
    pub(super) struct Owner {
        #[col(primary_key)]
        pub id: i64,
        pub name: String,
    }

    impl TableRules for Owner {
        type Columns = OwnerColumns;
        fn rules(c: OwnerColumns, r: &mut Rules<'_, Self>) {
            r.index(c.name);
        }
    }

    #[derive(Table)]
    #[table(name = "widgets", shared = "a test")]
    pub(super) struct Widget {
        #[col(primary_key)]
        pub id: i64,
        #[col(references = Owner::id)]
        pub owner_id: i64,
        pub code: String,
    }

    impl TableRules for Widget {
        type Columns = WidgetColumns;
        fn rules(c: WidgetColumns, r: &mut Rules<'_, Self>) {
            r.index(c.owner_id);
        }
    }
}

mod second {
    use super::first::Owner;
    use super::*;

    #[derive(PgEnum)]
    pub(super) enum OrderState {
        Open,
        Done,
    }

    #[derive(Table)]
    #[table(name = "widgets", shared = "a test")]
    pub(super) struct Widget {
        #[col(primary_key)]
        pub id: i64,
        #[col(references = Owner::id)]
        pub owner_id: i64,
        pub code: String,
        pub weight: i32,
    }

    impl TableRules for Widget {
        type Columns = WidgetColumns;
        fn rules(c: WidgetColumns, r: &mut Rules<'_, Self>) {
            r.index(c.owner_id);
            r.index(c.code).unique().named("widgets_code");
            r.backfill(c.weight).with(7).in_batches_of(100);
        }
    }

    #[derive(Table)]
    #[table(name = "orders", shared = "a test")]
    pub(super) struct Order {
        #[col(primary_key, identity)]
        pub id: i64,
        #[col(references = Widget::id)]
        pub widget_id: i64,
        #[col(default = OrderState::Open)]
        pub state: OrderState,
    }

    impl TableRules for Order {
        type Columns = OrderColumns;
        fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
            r.index(c.widget_id);
        }
    }
}

fn shop() -> Declaration {
    Declaration::new("shop", Platform::Postgres)
        .first_version(20_250_101_000_000)
        .module(Module::new("create_owners").table::<first::Owner>())
}

pub(crate) fn first_declaration() -> Declaration {
    shop().module(Module::new("create_widgets").table::<first::Widget>())
}

pub(crate) fn second_declaration() -> Declaration {
    shop()
        .module(
            Module::new("create_widgets")
                .then("weigh_widgets")
                .table::<second::Widget>(),
        )
        .module(
            Module::new("create_orders")
                .enumeration::<second::OrderState>()
                .table::<second::Order>(),
        )
}

/// The migrations of both states, in order.
pub(crate) fn migrations() -> &'static [Migration] {
    static MIGRATIONS: OnceLock<Vec<Migration>> = OnceLock::new();
    MIGRATIONS.get_or_init(|| {
        let declarations = [&first_declaration(), &second_declaration()];
        generate_series(&declarations, &PlanOptions::default()).unwrap()
    })
}

/// Those of the first state.
pub(crate) fn base() -> &'static [Migration] {
    &migrations()[..2]
}
