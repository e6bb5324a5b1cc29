//! Entities of small schemas, in both formats. Written by the test
//! `the_compiled_entities_are_current`.

#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]

pub mod compact {
    #[path = "a_column_of_each_type/lib.rs"]
    pub mod a_column_of_each_type;
    #[path = "a_table_that_becomes_a_tenants/lib.rs"]
    pub mod a_table_that_becomes_a_tenants;
    #[path = "a_table_with_rows_that_grows/lib.rs"]
    pub mod a_table_with_rows_that_grows;
    #[path = "domains/lib.rs"]
    pub mod domains;
    #[path = "functions_and_what_depends_on_them/lib.rs"]
    pub mod functions_and_what_depends_on_them;
    #[path = "keys_that_are_replaced/lib.rs"]
    pub mod keys_that_are_replaced;
    #[allow(unused_attributes)]
    #[path = "names_that_need_quotes/lib.rs"]
    pub mod names_that_need_quotes;
    #[path = "rooms_of_a_house/lib.rs"]
    pub mod rooms_of_a_house;
    #[path = "rows_that_repeat_and_are_deleted/lib.rs"]
    pub mod rows_that_repeat_and_are_deleted;
    #[path = "rows_that_repeat_and_are_set_aside/lib.rs"]
    pub mod rows_that_repeat_and_are_set_aside;
    #[path = "tables_that_refer_to_each_other/lib.rs"]
    pub mod tables_that_refer_to_each_other;
    #[path = "views_of_a_table/lib.rs"]
    pub mod views_of_a_table;
    #[path = "what_goes_and_comes_back/lib.rs"]
    pub mod what_goes_and_comes_back;
}

pub mod dense {
    #[path = "a_column_of_each_type/lib.rs"]
    pub mod a_column_of_each_type;
    #[path = "a_table_that_becomes_a_tenants/lib.rs"]
    pub mod a_table_that_becomes_a_tenants;
    #[path = "a_table_with_rows_that_grows/lib.rs"]
    pub mod a_table_with_rows_that_grows;
    #[path = "domains/lib.rs"]
    pub mod domains;
    #[path = "functions_and_what_depends_on_them/lib.rs"]
    pub mod functions_and_what_depends_on_them;
    #[path = "keys_that_are_replaced/lib.rs"]
    pub mod keys_that_are_replaced;
    #[allow(unused_attributes)]
    #[path = "names_that_need_quotes/lib.rs"]
    pub mod names_that_need_quotes;
    #[path = "rooms_of_a_house/lib.rs"]
    pub mod rooms_of_a_house;
    #[path = "rows_that_repeat_and_are_deleted/lib.rs"]
    pub mod rows_that_repeat_and_are_deleted;
    #[path = "rows_that_repeat_and_are_set_aside/lib.rs"]
    pub mod rows_that_repeat_and_are_set_aside;
    #[path = "tables_that_refer_to_each_other/lib.rs"]
    pub mod tables_that_refer_to_each_other;
    #[path = "views_of_a_table/lib.rs"]
    pub mod views_of_a_table;
    #[path = "what_goes_and_comes_back/lib.rs"]
    pub mod what_goes_and_comes_back;
}
