//! Order to tag.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_order_to_tag")
        .as_found()
        .table::<OrderToTag>()
}

#[derive(Table)]
#[table(name = "_OrderToTag")]
pub struct OrderToTag {
    #[col(name = "A")]
    pub a: i32,
    #[col(name = "B")]
    pub b: i32,
}

impl TableRules for OrderToTag {
    type Columns = OrderToTagColumns;

    fn rules(c: OrderToTagColumns, r: &mut Rules<'_, Self>) {
        r.index((c.a, c.b)).unique().named("_OrderToTag_AB_unique");
    }
}
