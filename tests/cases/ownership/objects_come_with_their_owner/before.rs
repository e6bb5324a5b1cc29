use crate::cases::prelude::*;

pub fn schema(d: Declaration) -> Declaration {
    d
}
