//! Category.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_category")
        .as_found()
        .sequence::<CategoryCategoryIdSeq>()
        .table::<Category>()
}

#[derive(Sequence)]
#[sequence(owned_by = Category::category_id)]
pub struct CategoryCategoryIdSeq(i32);

#[derive(Table)]
#[table(name = "category")]
pub struct Category {
    #[col(primary_key, default = nextval::<CategoryCategoryIdSeq>())]
    pub category_id: i32,
    pub name: Varchar<25>,
    #[col(default = 0)]
    pub position: i32,
}


impl TableRules for Category {
    type Columns = CategoryColumns;

    fn rules(c: CategoryColumns, r: &mut Rules<'_, Self>) {
        r.index(c.name).unique().named("category_name");
    }
}
