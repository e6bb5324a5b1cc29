//! Types.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_types")
        .as_found()
        .sequence::<Downwards>()
        .sequence::<Forgetful>()
}

#[derive(Sequence)]
#[sequence(increment = -2, min = -100, max = 10, cache = 5, cycle)]
pub struct Downwards(i16);

#[derive(Sequence)]
#[sequence(unlogged)]
pub struct Forgetful(i64);
