use crate::cases::prelude::*;

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_shop")
            .then("forget_a_rename")
            .namespace("store"),
    )
}
