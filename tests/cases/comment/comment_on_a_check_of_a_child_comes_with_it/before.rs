use crate::cases::prelude::*;

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_places").namespace("maps"))
}
