use crate::cases::prelude::*;

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_numbers")
            .then("forget_numbers")
            .allow(Hazard::DeletesData, "a test"),
    )
    .module(
        Module::new("create_orders")
            .then("forget_orders")
            .allow(Hazard::DeletesData, "a test"),
    )
}
